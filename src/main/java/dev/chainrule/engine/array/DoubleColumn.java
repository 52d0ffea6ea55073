package dev.chainrule.engine.array;

import static dev.chainrule.engine.array.Numbers.ALL;

import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorSpecies;

/**
 * Sums of and to each column over lanes; the rest is column by column as in the plain loops, with exponentials over lanes. Written
 * without helper methods in the loops: see {@link DoubleArithmetic}.
 */
final class DoubleColumn implements ColumnKernels {

    private static final VectorSpecies<Double> S = DoubleVector.SPECIES_PREFERRED;
    private static final int LANES = S.length();
    private static final long BYTES = Double.BYTES;
    private static final ByteOrder ORDER = ByteOrder.nativeOrder();

    private static final DoubleTranscendental TRANSCENDENTAL = new DoubleTranscendental();
    private static final ValueLayout.OfDouble NUMBER = ValueLayout.JAVA_DOUBLE_UNALIGNED;

    private final ScalarColumn rest = new ScalarColumn(Numbers.DOUBLE, TRANSCENDENTAL);

    @Override
    public void addColumn(long a, long b, int rows, int columns) {
        int whole = rows - rows % LANES;
        for (int j = 0; j < columns; j++) {
            long column = a + BYTES * rows * j;
            for (int i = 0; i < whole; i += LANES) {
                DoubleVector s = DoubleVector.fromMemorySegment(S, ALL, column + BYTES * i, ORDER);
                DoubleVector t = DoubleVector.fromMemorySegment(S, ALL, b + BYTES * i, ORDER);
                s.add(t).intoMemorySegment(ALL, column + BYTES * i, ORDER);
            }
        }
        if (whole < rows) {
            VectorMask<Double> m = S.indexInRange(whole, rows);
            DoubleVector t = DoubleVector.fromMemorySegment(S, ALL, b + BYTES * whole, ORDER, m);
            for (int j = 0; j < columns; j++) {
                long column = a + BYTES * rows * j + BYTES * whole;
                DoubleVector s = DoubleVector.fromMemorySegment(S, ALL, column, ORDER, m);
                s.add(t).intoMemorySegment(ALL, column, ORDER, m);
            }
        }
    }

    /** Adds column after column, in the number type: the error of y_i is at most columns - 1 roundings of sum |g_ij|. */
    @Override
    public void addRowSums(long y, long g, int rows, int columns) {
        int whole = rows - rows % LANES;
        for (int i = 0; i < whole; i += LANES) {
            DoubleVector sum = DoubleVector.zero(S);
            for (int j = 0; j < columns; j++) {
                sum = DoubleVector.fromMemorySegment(S, ALL, g + BYTES * rows * j + BYTES * i, ORDER)
                        .add(sum);
            }
            DoubleVector s = DoubleVector.fromMemorySegment(S, ALL, y + BYTES * i, ORDER);
            s.add(sum).intoMemorySegment(ALL, y + BYTES * i, ORDER);
        }
        if (whole < rows) {
            VectorMask<Double> m = S.indexInRange(whole, rows);
            DoubleVector sum = DoubleVector.zero(S);
            for (int j = 0; j < columns; j++) {
                sum = DoubleVector.fromMemorySegment(S, ALL, g + BYTES * rows * j + BYTES * whole, ORDER, m)
                        .add(sum);
            }
            DoubleVector s = DoubleVector.fromMemorySegment(S, ALL, y + BYTES * whole, ORDER, m);
            s.add(sum).intoMemorySegment(ALL, y + BYTES * whole, ORDER, m);
        }
    }

    @Override
    public void columnSums(long y, long a, int rows, int columns) {
        rest.columnSums(y, a, rows, columns);
    }

    @Override
    public void softmax(long y, long a, int rows, int columns) {
        rest.softmax(y, a, rows, columns);
    }

    @Override
    public void logSumExp(long y, long a, int rows, int columns) {
        rest.logSumExp(y, a, rows, columns);
    }

    /**
     * Without branches on what the numbers are, for they cannot be foreseen; a target of 0 picks nothing, even where its logit is
     * -infinity. One logarithm for many columns: log s_1 + log s_2 + … = log(s_1 s_2 …).
     */
    @Override
    public double softmaxCrossEntropy(long y, long a, long t, int rows, int columns) {
        double total = 0;
        for (int j = 0; j < columns; j++) {
            long column = BYTES * rows * j;
            double most = Double.NEGATIVE_INFINITY;
            for (int i = 0; i < rows; i++) {
                most = Math.max(most, ALL.get(NUMBER, a + column + BYTES * i));
            }
            double picked = 0;
            for (int i = 0; i < rows; i++) {
                double s = ALL.get(NUMBER, a + column + BYTES * i) - most;
                double target = ALL.get(NUMBER, t + column + BYTES * i);
                long picks = -(long) (Double.doubleToRawLongBits(target) & Long.MAX_VALUE)
                        >> 63; // 0 for a target of 0, else all ones
                picked += Double.longBitsToDouble(Double.doubleToRawLongBits((double) target * s) & picks);
                ALL.set(NUMBER, y + column + BYTES * i, s);
            }
            total -= picked;
        }
        TRANSCENDENTAL.exp(y, y, rows * columns);
        double product = 1;
        for (int j = 0; j < columns; j++) {
            long column = BYTES * rows * j;
            double sum = 0;
            double weight = 0;
            for (int i = 0; i < rows; i++) {
                sum += ALL.get(NUMBER, y + column + BYTES * i);
                weight += ALL.get(NUMBER, t + column + BYTES * i);
            }
            double share = 1 / sum;
            for (int i = 0; i < rows; i++) {
                long at = y + column + BYTES * i;
                ALL.set(NUMBER, at, (double) (ALL.get(NUMBER, at) * share));
            }
            if (weight == 1 && product < 1e200) {
                product *= sum;
            } else {
                total += weight * StrictMath.log(sum);
            }
        }
        return total + StrictMath.log(product);
    }

    @Override
    public void argmax(int[] best, long a, int rows, int columns) {
        rest.argmax(best, a, rows, columns);
    }

    @Override
    public int agreements(long a, long b, int rows, int columns) {
        int count = 0;
        for (int j = 0; j < columns; j++) {
            long column = BYTES * rows * j;
            int meant = 0;
            boolean right = true;
            double high = Double.NEGATIVE_INFINITY;
            for (int i = 0; i < rows; i++) {
                double t = ALL.get(NUMBER, b + column + BYTES * i);
                meant = t > high ? i : meant;
                high = Math.max(high, t);
            }
            double best = ALL.get(NUMBER, a + column + BYTES * meant);
            for (int i = 0; i < rows; i++) {
                double s = ALL.get(NUMBER, a + column + BYTES * i);
                right &= s < best | (s == best & i >= meant);
            }
            count += right & !Double.isNaN(high) ? 1 : 0;
        }
        return count;
    }

    @Override
    public void gather(long y, long a, int rows, int[] indices, int from, int columns) {
        rest.gather(y, a, rows, indices, from, columns);
    }
}
