package dev.chainrule.engine.array;

import static dev.chainrule.engine.array.Numbers.ALL;

import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorSpecies;

/**
 * Sums of and to each column over lanes; the rest is column by column as in the plain loops, with exponentials over lanes. Written
 * without helper methods in the loops: see {@link FloatArithmetic}.
 */
final class FloatColumn implements ColumnKernels {

    private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;
    private static final int LANES = S.length();
    private static final long BYTES = Float.BYTES;
    private static final ByteOrder ORDER = ByteOrder.nativeOrder();

    private final ScalarColumn rest = new ScalarColumn(Numbers.FLOAT, new FloatTranscendental());

    @Override
    public void addColumn(long a, long b, int rows, int columns) {
        int whole = rows - rows % LANES;
        for (int j = 0; j < columns; j++) {
            long column = a + BYTES * rows * j;
            for (int i = 0; i < whole; i += LANES) {
                FloatVector s = FloatVector.fromMemorySegment(S, ALL, column + BYTES * i, ORDER);
                FloatVector t = FloatVector.fromMemorySegment(S, ALL, b + BYTES * i, ORDER);
                s.add(t).intoMemorySegment(ALL, column + BYTES * i, ORDER);
            }
        }
        if (whole < rows) {
            VectorMask<Float> m = S.indexInRange(whole, rows);
            FloatVector t = FloatVector.fromMemorySegment(S, ALL, b + BYTES * whole, ORDER, m);
            for (int j = 0; j < columns; j++) {
                long column = a + BYTES * rows * j + BYTES * whole;
                FloatVector s = FloatVector.fromMemorySegment(S, ALL, column, ORDER, m);
                s.add(t).intoMemorySegment(ALL, column, ORDER, m);
            }
        }
    }

    /** Adds column after column, in the number type: the error of y_i is at most columns - 1 roundings of sum |g_ij|. */
    @Override
    public void addRowSums(long y, long g, int rows, int columns) {
        int whole = rows - rows % LANES;
        for (int i = 0; i < whole; i += LANES) {
            FloatVector sum = FloatVector.zero(S);
            for (int j = 0; j < columns; j++) {
                sum = sum.add(FloatVector.fromMemorySegment(S, ALL, g + BYTES * rows * j + BYTES * i, ORDER));
            }
            FloatVector s = FloatVector.fromMemorySegment(S, ALL, y + BYTES * i, ORDER);
            s.add(sum).intoMemorySegment(ALL, y + BYTES * i, ORDER);
        }
        if (whole < rows) {
            VectorMask<Float> m = S.indexInRange(whole, rows);
            FloatVector sum = FloatVector.zero(S);
            for (int j = 0; j < columns; j++) {
                sum = sum.add(FloatVector.fromMemorySegment(S, ALL, g + BYTES * rows * j + BYTES * whole, ORDER, m));
            }
            FloatVector s = FloatVector.fromMemorySegment(S, ALL, y + BYTES * whole, ORDER, m);
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

    @Override
    public double softmaxCrossEntropy(long y, long a, long t, int rows, int columns) {
        return rest.softmaxCrossEntropy(y, a, t, rows, columns);
    }

    @Override
    public void argmax(int[] best, long a, int rows, int columns) {
        rest.argmax(best, a, rows, columns);
    }

    @Override
    public void gather(long y, long a, int rows, int[] indices, int from, int columns) {
        rest.gather(y, a, rows, indices, from, columns);
    }
}
