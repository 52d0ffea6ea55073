package dev.chainrule.engine.array;

import static dev.chainrule.engine.array.Numbers.ALL;

import java.lang.foreign.MemorySegment;

/** Plain loops in double: the reference that the vector loops are tested against. */
record ScalarColumn(Numbers x) implements ColumnKernels {

    @Override
    public void addColumn(long a, long b, long rows, long columns) {
        for (long j = 0; j < columns; j++) {
            for (long i = 0; i < rows; i++) {
                long k = i + j * rows;
                x.set(a, k, x.get(a, k) + x.get(b, i));
            }
        }
    }

    @Override
    public void addRowSums(long y, long g, long rows, long columns) {
        for (long i = 0; i < rows; i++) {
            double sum = 0;
            for (long j = 0; j < columns; j++) {
                sum += x.get(g, i + j * rows);
            }
            x.set(y, i, x.get(y, i) + sum);
        }
    }

    @Override
    public void columnSums(long y, long a, long rows, long columns) {
        for (long j = 0; j < columns; j++) {
            double sum = 0;
            for (long i = 0; i < rows; i++) {
                sum += x.get(a, i + j * rows);
            }
            x.set(y, j, sum);
        }
    }

    @Override
    public void softmax(long y, long a, long rows, long columns) {
        for (long j = 0; j < columns; j++) {
            long column = j * rows * x.bytes();
            softmaxColumn(y + column, a + column, rows, columnMax(a + column, rows));
        }
    }

    @Override
    public void logSumExp(long y, long a, long rows, long columns) {
        for (long j = 0; j < columns; j++) {
            long column = a + j * rows * x.bytes();
            double most = columnMax(column, rows);
            double sum = 0;
            for (long i = 0; i < rows; i++) {
                sum += StrictMath.exp(x.get(column, i) - most);
            }
            x.set(y, j, most + StrictMath.log(sum));
        }
    }

    @Override
    public double softmaxCrossEntropy(long y, long a, long t, long rows, long columns) {
        double total = 0;
        for (long j = 0; j < columns; j++) {
            long column = j * rows * x.bytes();
            double most = columnMax(a + column, rows);
            double weight = 0;
            double picked = 0;
            for (long i = 0; i < rows; i++) {
                double target = x.get(t + column, i);
                weight += target;
                // A target of 0 picks nothing, even where its logit is -infinity.
                picked += target == 0 ? 0 : target * (x.get(a + column, i) - most);
            }
            double sum = softmaxColumn(y + column, a + column, rows, most);
            total += weight * StrictMath.log(sum) - picked;
        }
        return total;
    }

    /** Writes one column's softmax; gives the sum of e^(a_i - most). */
    private double softmaxColumn(long y, long a, long rows, double most) {
        double sum = 0;
        for (long i = 0; i < rows; i++) {
            double e = StrictMath.exp(x.get(a, i) - most);
            sum += e;
            x.set(y, i, e);
        }
        for (long i = 0; i < rows; i++) {
            x.set(y, i, x.get(y, i) / sum);
        }
        return sum;
    }

    private double columnMax(long a, long rows) {
        double most = Double.NEGATIVE_INFINITY;
        for (long i = 0; i < rows; i++) {
            most = Math.max(most, x.get(a, i));
        }
        return most;
    }

    @Override
    public void argmax(int[] best, long a, long rows, long columns) {
        for (int j = 0; j < columns; j++) {
            best[j] = argmaxColumn(a + j * rows * x.bytes(), rows);
        }
    }

    private int argmaxColumn(long a, long rows) {
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
    public void gather(long y, long a, long rows, int[] indices, int from, int columns) {
        long bytes = rows * x.bytes();
        for (int j = 0; j < columns; j++) {
            MemorySegment.copy(ALL, a + indices[from + j] * bytes, ALL, y + j * bytes, bytes);
        }
    }
}
