package dev.chainrule.engine.array;

import static dev.chainrule.engine.array.Numbers.ALL;

import java.lang.foreign.MemorySegment;

/** Plain loops in double: the reference that the vector loops are tested against. */
record ScalarColumn(Numbers x, TranscendentalKernels transcendental) implements ColumnKernels {

    @Override
    public void addColumn(long a, long b, int rows, int columns) {
        for (int j = 0; j < columns; j++) {
            for (int i = 0; i < rows; i++) {
                int k = i + j * rows;
                x.set(a, k, x.get(a, k) + x.get(b, i));
            }
        }
    }

    @Override
    public void addRowSums(long y, long g, int rows, int columns) {
        for (int i = 0; i < rows; i++) {
            double sum = 0;
            for (int j = 0; j < columns; j++) {
                sum += x.get(g, i + j * rows);
            }
            x.set(y, i, x.get(y, i) + sum);
        }
    }

    @Override
    public void columnSums(long y, long a, int rows, int columns) {
        for (int j = 0; j < columns; j++) {
            x.set(y, j, columnSum(a + (long) j * rows * x.bytes(), rows));
        }
    }

    @Override
    public void softmax(long y, long a, int rows, int columns) {
        for (int j = 0; j < columns; j++) {
            long column = (long) j * rows * x.bytes();
            subtract(y + column, a + column, rows, columnMax(a + column, rows));
        }
        transcendental.exp(y, y, rows * columns);
        for (int j = 0; j < columns; j++) {
            normalize(y + (long) j * rows * x.bytes(), rows);
        }
    }

    @Override
    public void logSumExp(long y, long a, int rows, int columns) {
        for (int j = 0; j < columns; j++) {
            long column = a + (long) j * rows * x.bytes();
            double most = columnMax(column, rows);
            double sum = 0;
            for (int i = 0; i < rows; i++) {
                sum += StrictMath.exp(x.get(column, i) - most);
            }
            x.set(y, j, most + StrictMath.log(sum));
        }
    }

    @Override
    public double softmaxCrossEntropy(long y, long a, long t, int rows, int columns) {
        double total = 0;
        for (int j = 0; j < columns; j++) {
            long column = (long) j * rows * x.bytes();
            double most = columnMax(a + column, rows);
            total -= picked(a + column, t + column, rows, most);
            subtract(y + column, a + column, rows, most);
        }
        transcendental.exp(y, y, rows * columns);
        // log s_1 + log s_2 + … = log(s_1 s_2 …): a logarithm now and then instead of one a column.
        double product = 1;
        for (int j = 0; j < columns; j++) {
            long column = (long) j * rows * x.bytes();
            double sum = normalize(y + column, rows);
            double weight = columnSum(t + column, rows);
            if (weight == 1 && product < 1e200) {
                product *= sum;
            } else {
                total += weight * StrictMath.log(sum);
            }
        }
        return total + StrictMath.log(product);
    }

    /** sum t_i (a_i - most); a target of 0 picks nothing, even where its logit is -infinity. */
    private double picked(long a, long t, int rows, double most) {
        double sum = 0;
        for (int i = 0; i < rows; i++) {
            double target = x.get(t, i);
            if (target != 0) {
                sum += target * (x.get(a, i) - most);
            }
        }
        return sum;
    }

    /** y = a - c. */
    private void subtract(long y, long a, int rows, double c) {
        for (int i = 0; i < rows; i++) {
            x.set(y, i, x.get(a, i) - c);
        }
    }

    /** y = y / sum of y; gives the sum. */
    private double normalize(long y, int rows) {
        double sum = columnSum(y, rows);
        double share = 1 / sum;
        for (int i = 0; i < rows; i++) {
            x.set(y, i, x.get(y, i) * share);
        }
        return sum;
    }

    private double columnSum(long a, int rows) {
        double sum = 0;
        for (int i = 0; i < rows; i++) {
            sum += x.get(a, i);
        }
        return sum;
    }

    private double columnMax(long a, int rows) {
        double most = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < rows; i++) {
            most = Math.max(most, x.get(a, i));
        }
        return most;
    }

    @Override
    public void argmax(int[] best, long a, int rows, int columns) {
        for (int j = 0; j < columns; j++) {
            best[j] = argmaxColumn(a + (long) j * rows * x.bytes(), rows);
        }
    }

    private int argmaxColumn(long a, int rows) {
        int best = 0;
        double most = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < rows; i++) {
            double s = x.get(a, i);
            if (Double.isNaN(s)) {
                return -1;
            }
            if (s > most) {
                most = s;
                best = i;
            }
        }
        return best;
    }

    @Override
    public int agreements(long a, long b, int rows, int columns) {
        int count = 0;
        for (int j = 0; j < columns; j++) {
            long column = (long) j * rows * x.bytes();
            int ours = argmaxColumn(a + column, rows);
            count += ours >= 0 && ours == argmaxColumn(b + column, rows) ? 1 : 0;
        }
        return count;
    }

    @Override
    public void gather(long y, long a, int rows, int[] indices, int from, int columns) {
        long bytes = (long) rows * x.bytes();
        for (int j = 0; j < columns; j++) {
            MemorySegment.copy(ALL, a + indices[from + j] * bytes, ALL, y + j * bytes, bytes);
        }
    }
}
