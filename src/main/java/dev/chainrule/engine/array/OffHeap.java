package dev.chainrule.engine.array;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Objects;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Makes the arrays this engine computes on: off the heap, column-major, contiguous, zero. Freed by {@link INDArray#close()}. */
public final class OffHeap {

    private OffHeap() {}

    /** A (rows, columns) matrix of zeros. */
    public static INDArray matrix(DataType type, long rows, long columns) {
        return Nd4j.create(type, new long[] {rows, columns}, 'f');
    }

    /** A vector (n) of zeros. */
    public static INDArray vector(DataType type, long n) {
        return Nd4j.create(type, new long[] {n}, 'f');
    }

    /** A copy of rows[i][j] as an (m, n) matrix. */
    public static INDArray matrix(DataType type, double[][] rows) {
        INDArray a = matrix(type, rows.length, rows.length == 0 ? 0 : rows[0].length);
        for (int i = 0; i < rows.length; i++) {
            for (int j = 0; j < rows[i].length; j++) {
                a.putScalar(i, j, rows[i][j]);
            }
        }
        return a;
    }

    /**
     * A (rows, columns) view of an array's elements from an offset on, in memory order, sharing its memory. Using it after the
     * array is closed throws.
     */
    public static INDArray view(INDArray a, long offset, long rows, long columns) {
        if (offset < 0 || offset + rows * columns > Border.denseLength(a)) {
            throw new IllegalArgumentException(
                    "no (" + rows + ", " + columns + ") at " + offset + " in " + Border.describe(a));
        }
        return Nd4j.create(a.data(), new long[] {rows, columns}, new long[] {1, rows}, a.offset() + offset, 'f');
    }

    /** Elements of an array in memory order, as doubles. */
    public static double[] toDoubles(INDArray a) {
        double[] copy = new double[Math.toIntExact(Border.length(a))];
        Numbers numbers = Border.numbers(a);
        long address = Border.at(a);
        for (int i = 0; i < copy.length; i++) {
            copy[i] = numbers.get(address, i);
        }
        Border.keep(a);
        return copy;
    }

    /**
     * Copies a run of elements of an array, in memory order, to the heap as doubles.
     *
     * @param from first element
     * @param out receives them from its start on, as many as it is asked for
     */
    public static void read(INDArray a, long from, double[] out, int count) {
        if (from < 0 || count < 0 || from + count > Border.length(a) || count > out.length) {
            throw new IllegalArgumentException("no " + count + " elements at " + from + " in " + Border.describe(a));
        }
        long width = a.data().dataType() == DataType.FLOAT ? Float.BYTES : Double.BYTES;
        MemorySegment segment =
                MemorySegment.ofAddress(Border.at(a) + from * width).reinterpret(count * width);
        if (width == Double.BYTES) {
            MemorySegment.copy(segment, ValueLayout.JAVA_DOUBLE, 0, out, 0, count);
        } else {
            for (int i = 0; i < count; i++) {
                out[i] = segment.getAtIndex(ValueLayout.JAVA_FLOAT, i);
            }
        }
        Border.keep(a);
    }

    /** Overwrites an array's elements, in memory order, by doubles, rounded to its type. */
    public static void fromDoubles(INDArray a, double[] values) {
        if (values.length != Border.length(a)) {
            throw new IllegalArgumentException(values.length + " values for " + Border.describe(a));
        }
        Numbers numbers = Border.numbers(a);
        long address = Border.at(a);
        for (int i = 0; i < values.length; i++) {
            numbers.set(address, i, values[i]);
        }
        Border.keep(a);
    }

    /** Overwrites a matrix by rows[i][j], rounded to its type. */
    public static void fromRows(INDArray a, double[][] rows) {
        long m = Border.rows(a);
        long n = Border.columns(a);
        Border.length(a);
        Numbers numbers = Border.numbers(a);
        long address = Border.at(a);
        for (int i = 0; i < m; i++) {
            if (rows.length != m || rows[i].length != n) {
                throw new IllegalArgumentException("rows do not fit " + Border.describe(a));
            }
            for (int j = 0; j < n; j++) {
                numbers.set(address, i + j * m, rows[i][j]);
            }
        }
        Border.keep(a);
    }

    /** Overwrites a matrix by another, or by its transpose, rounded to its type. */
    public static void convert(INDArray out, INDArray a, boolean transposed) {
        int m = Border.rows(out);
        int n = Border.columns(out);
        boolean fits = Border.rows(a) == (transposed ? n : m) && Border.columns(a) == (transposed ? m : n);
        Border.check(fits, "need one shape", out, a);
        Border.length(out);
        Border.length(a);
        for (int j = 0; j < n; j++) {
            for (int i = 0; i < m; i++) {
                long from = transposed ? j + (long) i * n : i + (long) j * m;
                Border.numbers(out)
                        .set(Border.at(out), i + (long) j * m, Border.numbers(a).get(Border.at(a), from));
            }
        }
        Border.keep(out, a);
    }

    /** The element at an index in memory order. */
    public static double get(INDArray a, long index) {
        Objects.checkIndex(index, Border.length(a));
        double value = Border.numbers(a).get(Border.at(a), index);
        Border.keep(a);
        return value;
    }

    /** Overwrites the element at an index in memory order. */
    public static void set(INDArray a, long index, double value) {
        Objects.checkIndex(index, Border.length(a));
        Border.numbers(a).set(Border.at(a), index, value);
        Border.keep(a);
    }

    /** Bytes of n numbers of a type. */
    public static long bytes(DataType type, long n) {
        return Math.multiplyExact(n, (long) (type == DataType.FLOAT ? Float.BYTES : Double.BYTES));
    }
}
