package dev.chainrule.engine.array;

import static dev.chainrule.engine.array.Numbers.ALL;

import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Products over lanes, tile by tile: the sums of a tile of c, four vectors by four columns, stay in registers while its strip of a and
 * its columns of b go by once. Columns beyond the last are the last once more: computed and written twice, alike.
 *
 * <p>A strip of a transposed matrix is turned first, into a thread's own memory, and one whose columns lie far apart is gathered
 * there. Written without helper methods in the loop: see {@link FloatArithmetic}.
 */
final class FloatProduct implements ProductKernels {

    /** Width of the vectors this is written for: half as wide is {@link FloatNarrowProduct}; with doubles OpenBLAS is faster. */
    static final int BITS = 512;

    /** Products m n k up to which OpenBLAS has kernels that pack nothing (but none for a transposed left factor). */
    private static final double SMALL = 1e6;

    /** From here on packing is paid back. */
    private static final double LARGE = 3e8;

    private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;
    private static final int LANES = S.length();
    private static final long BYTES = Float.BYTES;
    private static final long VECTOR = LANES * BYTES;
    private static final int STRIP = 4 * LANES;
    private static final ByteOrder ORDER = ByteOrder.nativeOrder();
    private static final ValueLayout.OfFloat NUMBER = ValueLayout.JAVA_FLOAT_UNALIGNED;

    @Override
    public int strip() {
        return STRIP;
    }

    @Override
    public boolean paysOff(boolean transposeA, double size) {
        return (transposeA || size > SMALL) && size < LARGE;
    }

    @Override
    public void multiply(
            long c, int m, int rows, long a, boolean transposeA, long b, boolean transposeB, int n, int k) {
        long next = transposeB ? n * BYTES : BYTES;
        long column = transposeB ? BYTES : k * BYTES;
        for (int i = 0; i < rows; i += STRIP) {
            long strip = a + i * BYTES;
            long down = m * BYTES;
            if (transposeA) {
                strip = FloatStrips.turned(a + i * BYTES * k, k, STRIP);
                down = STRIP * BYTES;
            } else if (FloatStrips.farApart(down)) {
                strip = FloatStrips.gathered(strip, down, k, STRIP);
                down = STRIP * BYTES;
            }
            for (int j = 0; j < n; j += 4) {
                tile(
                        c + (i + (long) j * m) * BYTES,
                        m * BYTES,
                        strip,
                        down,
                        b + j * column,
                        next,
                        column,
                        k,
                        n - 1 - j);
            }
        }
    }

    /**
     * Four vectors of rows by four columns.
     *
     * @param c first element of the tile; its columns are {@code width} bytes apart
     * @param a first element of the strip; {@code down} bytes further are the factors of the next product
     * @param b first factor of the tile's first column; {@code next} bytes further is the next factor, {@code column} bytes further the next column
     * @param last the last column there is, counted from the tile's first
     */
    private static void tile(long c, long width, long a, long down, long b, long next, long column, int k, int last) {
        long b0 = b;
        long b1 = b + Math.min(1, last) * column;
        long b2 = b + Math.min(2, last) * column;
        long b3 = b + Math.min(3, last) * column;
        FloatVector zero = FloatVector.zero(S);
        FloatVector c00 = zero;
        FloatVector c10 = zero;
        FloatVector c20 = zero;
        FloatVector c30 = zero;
        FloatVector c01 = zero;
        FloatVector c11 = zero;
        FloatVector c21 = zero;
        FloatVector c31 = zero;
        FloatVector c02 = zero;
        FloatVector c12 = zero;
        FloatVector c22 = zero;
        FloatVector c32 = zero;
        FloatVector c03 = zero;
        FloatVector c13 = zero;
        FloatVector c23 = zero;
        FloatVector c33 = zero;
        long at = a;
        for (int p = 0; p < k; p++) {
            FloatVector a0 = FloatVector.fromMemorySegment(S, ALL, at, ORDER);
            FloatVector a1 = FloatVector.fromMemorySegment(S, ALL, at + VECTOR, ORDER);
            FloatVector a2 = FloatVector.fromMemorySegment(S, ALL, at + 2 * VECTOR, ORDER);
            FloatVector a3 = FloatVector.fromMemorySegment(S, ALL, at + 3 * VECTOR, ORDER);
            FloatVector x0 = FloatVector.broadcast(S, ALL.get(NUMBER, b0));
            c00 = a0.fma(x0, c00);
            c10 = a1.fma(x0, c10);
            c20 = a2.fma(x0, c20);
            c30 = a3.fma(x0, c30);
            FloatVector x1 = FloatVector.broadcast(S, ALL.get(NUMBER, b1));
            c01 = a0.fma(x1, c01);
            c11 = a1.fma(x1, c11);
            c21 = a2.fma(x1, c21);
            c31 = a3.fma(x1, c31);
            FloatVector x2 = FloatVector.broadcast(S, ALL.get(NUMBER, b2));
            c02 = a0.fma(x2, c02);
            c12 = a1.fma(x2, c12);
            c22 = a2.fma(x2, c22);
            c32 = a3.fma(x2, c32);
            FloatVector x3 = FloatVector.broadcast(S, ALL.get(NUMBER, b3));
            c03 = a0.fma(x3, c03);
            c13 = a1.fma(x3, c13);
            c23 = a2.fma(x3, c23);
            c33 = a3.fma(x3, c33);
            at += down;
            b0 += next;
            b1 += next;
            b2 += next;
            b3 += next;
        }
        c00.intoMemorySegment(ALL, c, ORDER);
        c10.intoMemorySegment(ALL, c + VECTOR, ORDER);
        c20.intoMemorySegment(ALL, c + 2 * VECTOR, ORDER);
        c30.intoMemorySegment(ALL, c + 3 * VECTOR, ORDER);
        long to = c + Math.min(1, last) * width;
        c01.intoMemorySegment(ALL, to, ORDER);
        c11.intoMemorySegment(ALL, to + VECTOR, ORDER);
        c21.intoMemorySegment(ALL, to + 2 * VECTOR, ORDER);
        c31.intoMemorySegment(ALL, to + 3 * VECTOR, ORDER);
        to = c + Math.min(2, last) * width;
        c02.intoMemorySegment(ALL, to, ORDER);
        c12.intoMemorySegment(ALL, to + VECTOR, ORDER);
        c22.intoMemorySegment(ALL, to + 2 * VECTOR, ORDER);
        c32.intoMemorySegment(ALL, to + 3 * VECTOR, ORDER);
        to = c + Math.min(3, last) * width;
        c03.intoMemorySegment(ALL, to, ORDER);
        c13.intoMemorySegment(ALL, to + VECTOR, ORDER);
        c23.intoMemorySegment(ALL, to + 2 * VECTOR, ORDER);
        c33.intoMemorySegment(ALL, to + 3 * VECTOR, ORDER);
    }
}
