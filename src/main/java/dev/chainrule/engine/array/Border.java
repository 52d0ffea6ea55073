package dev.chainrule.engine.array;

import java.lang.ref.Reference;
import java.util.Arrays;
import org.nd4j.linalg.api.buffer.DataBuffer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Where ND4J arrays become addresses: checks type, layout and shape, allocates nothing, and says plainly what is wrong.
 *
 * <p>An address is only good while its array lives: whoever calls {@link #at} passes the array to {@link #keep} after
 * the last use of the address, in the same method.
 */
final class Border {

    private Border() {}

    /** Address of an array's first element, its view offset included. */
    static long at(INDArray a) {
        DataBuffer data = a.data();
        return data.address() + data.offset() * (data.dataType() == DataType.FLOAT ? Float.BYTES : Double.BYTES);
    }

    /** The kernels of an array's number type. */
    static Kernels kernels(INDArray a) {
        return switch (a.data().dataType()) {
            case FLOAT -> Kernels.FLOAT;
            case DOUBLE -> Kernels.DOUBLE;
            default -> throw new IllegalArgumentException("need FLOAT or DOUBLE, got " + describe(a));
        };
    }

    /** How to read and write an array's numbers. */
    static Numbers numbers(INDArray a) {
        return switch (a.data().dataType()) {
            case FLOAT -> Numbers.FLOAT;
            case DOUBLE -> Numbers.DOUBLE;
            default -> throw new IllegalArgumentException("need FLOAT or DOUBLE, got " + describe(a));
        };
    }

    /** Keeps an array, and so its memory, alive up to here. */
    static void keep(INDArray a) {
        Reference.reachabilityFence(a);
    }

    /** Keeps arrays alive up to here. */
    static void keep(INDArray a, INDArray b) {
        Reference.reachabilityFence(a);
        Reference.reachabilityFence(b);
    }

    /** Keeps arrays alive up to here. */
    static void keep(INDArray a, INDArray b, INDArray c) {
        Reference.reachabilityFence(a);
        Reference.reachabilityFence(b);
        Reference.reachabilityFence(c);
    }

    /** Length of a dense array; at most 2^31 - 1, the longest a loop with an int counter goes. */
    static int length(INDArray a) {
        return Math.toIntExact(denseLength(a));
    }

    /** Length of a dense array of any size. */
    static long denseLength(INDArray a) {
        long[] info = a.shapeInfoJava();
        int rank = (int) info[0];
        if (rank == 2) {
            return denseMatrix(a, info);
        }
        if (rank == 1 && (info[2] == 1 || info[1] == 1)) {
            return info[1];
        }
        if (rank == 0) {
            return 1;
        }
        throw new IllegalArgumentException("need a contiguous vector or column-major matrix, got " + describe(a));
    }

    private static long denseMatrix(INDArray a, long[] info) {
        long rows = info[1];
        long columns = info[2];
        boolean dense = (rows == 1 || info[3] == 1) && (columns == 1 || info[4] == rows);
        if (!dense) {
            throw new IllegalArgumentException("need a contiguous column-major ('f') matrix, got " + describe(a));
        }
        return rows * columns;
    }

    /** Length of two dense arrays of one type and one length. */
    static int length(INDArray a, INDArray b) {
        int n = length(a);
        if (n != length(b)) {
            throw new IllegalArgumentException("lengths differ: " + describe(a) + " and " + describe(b));
        }
        sameType(a, b);
        return n;
    }

    /** Length of three dense arrays of one type and one length. */
    static int length(INDArray a, INDArray b, INDArray c) {
        length(a, c);
        return length(a, b);
    }

    /** Number of rows; a vector is one column. */
    static int rows(INDArray a) {
        long[] info = a.shapeInfoJava();
        return info[0] == 0 ? 1 : (int) info[1];
    }

    /** Number of columns; a vector is one column. */
    static int columns(INDArray a) {
        long[] info = a.shapeInfoJava();
        return info[0] == 2 ? (int) info[2] : 1;
    }

    /** Refuses arrays of different number types. */
    static void sameType(INDArray a, INDArray b) {
        if (a.data().dataType() != b.data().dataType()) {
            throw new IllegalArgumentException("number types differ: " + describe(a) + " and " + describe(b));
        }
    }

    /** Refuses a false condition about two arrays. */
    static void check(boolean holds, String rule, INDArray a, INDArray b) {
        if (!holds) {
            throw new IllegalArgumentException(rule + ": " + describe(a) + " and " + describe(b));
        }
    }

    /** Shape, type and order in words. */
    static String describe(INDArray a) {
        return a.dataType() + Arrays.toString(a.shape()) + " strides " + Arrays.toString(a.stride());
    }
}
