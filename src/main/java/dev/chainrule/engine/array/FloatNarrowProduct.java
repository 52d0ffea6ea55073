package dev.chainrule.engine.array;

import static dev.chainrule.engine.array.Numbers.ALL;

import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorSpecies;

/**
 * Products over lanes on machines with sixteen registers for vectors: the sums of a tile of c, two vectors by six columns, stay in
 * twelve of them while its strip of a and its columns of b go by once. What sixes leave over are tiles of four columns. Columns beyond
 * the last are the last once more, and where rows do not fill the last strip it begins higher: both computed and written twice, alike.
 * Fewer rows than a strip has are filled up in a thread's own memory.
 *
 * <p>Written without helper methods in the loops: see {@link FloatArithmetic}.
 */
final class FloatNarrowProduct implements ProductKernels {

    /** Width of the vectors this is written for. */
    static final int BITS = 256;

    private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;
    private static final int LANES = S.length();
    private static final long BYTES = Float.BYTES;
    private static final long VECTOR = LANES * BYTES;
    private static final int STRIP = 2 * LANES;
    private static final long ROW = STRIP * BYTES;
    private static final ByteOrder ORDER = ByteOrder.nativeOrder();
    private static final ValueLayout.OfFloat NUMBER = ValueLayout.JAVA_FLOAT_UNALIGNED;

    /**
     * All bits that an address has, and a step in bytes. By them the compiler sees that no sum of these leaves {@link Numbers#ALL}, and
     * leaves the checks away that would cost a fifth of a product's time.
     */
    private static final long ADDRESS = Long.MAX_VALUE >> 1;

    private static final long STEP = (1L << 30) - 1;

    /** Rows that are gathered at once; columns far apart are longer. */
    private static final int GATHERED = 4 * STRIP;

    /** Rows of c from which on it pays to turn a transposed b whose columns lie far apart, so that each goes by in one piece. */
    private static final int TURNED = 128;

    /** Products m n k from which on OpenBLAS's packing is paid back: not yet where a product runs alone, but within a step (ADR 17). */
    private static final double LARGE = 2e6;

    @Override
    public int strip() {
        return 1;
    }

    @Override
    public boolean paysOff(boolean transposeA, double size) {
        return size < LARGE;
    }

    @Override
    public void multiply(
            long c, int m, int rows, long a, boolean transposeA, long b, boolean transposeB, int n, int k) {
        long next = transposeB ? n * BYTES : BYTES;
        long column = transposeB ? BYTES : k * BYTES;
        long columns = b;
        if (m < STRIP) {
            long strip = FloatStrips.memory(ROW * (k + n));
            long sums = strip + ROW * k;
            fill(strip, a, transposeA, m, k);
            columns(sums, ROW, strip, ROW, b, next, column, n, k);
            store(c, sums, m, n);
            return;
        }
        if (transposeB && rows >= TURNED && FloatStrips.farApart(next) && k % LANES == 0) {
            long strips = GATHERED * BYTES * k;
            columns = FloatStrips.memory(strips + BYTES * n * k) + strips;
            FloatStrips.turn(columns, b, n, k);
            next = BYTES;
            column = k * BYTES;
        }
        boolean gather = !transposeA && FloatStrips.farApart(m * BYTES);
        int height = gather ? GATHERED : STRIP;
        for (int from = 0; from < rows; from += height) {
            int i = Math.min(from, rows - height);
            long strip = a + i * BYTES;
            long across = m * BYTES;
            if (transposeA) {
                strip = FloatStrips.turned(a + i * BYTES * k, k, STRIP);
                across = ROW;
            } else if (gather) {
                strip = gathered(strip, across, k);
                across = ROW;
            }
            for (int down = 0; down < height; down += STRIP) {
                long to = c + (i + down) * BYTES;
                columns(to, m * BYTES, strip + down * BYTES * k, across, columns, next, column, n, k);
            }
        }
    }

    /** Some strips, one after another, of a matrix whose columns are {@code step} bytes apart. */
    private static long gathered(long a, long step, int k) {
        long strips = FloatStrips.memory(GATHERED * BYTES * k);
        for (int p = 0; p < k; p++) {
            long from = a + p * step;
            long to = strips + p * ROW;
            for (int i = 0; i < GATHERED; i += STRIP) {
                FloatVector v = FloatVector.fromMemorySegment(S, ALL, from, ORDER);
                FloatVector w = FloatVector.fromMemorySegment(S, ALL, from + VECTOR, ORDER);
                v.intoMemorySegment(ALL, to, ORDER);
                w.intoMemorySegment(ALL, to + VECTOR, ORDER);
                from += ROW;
                to += ROW * k;
            }
        }
        return strips;
    }

    /** A strip with fewer rows than it should have: the others are zeros. */
    private static void fill(long strip, long a, boolean transposeA, int m, int k) {
        if (transposeA) {
            FloatVector zero = FloatVector.zero(S);
            for (int p = 0; p < 2 * k; p++) {
                zero.intoMemorySegment(ALL, strip + VECTOR * p, ORDER);
            }
            for (int i = 0; i < m; i++) {
                for (int p = 0; p < k; p++) {
                    ALL.set(NUMBER, strip + ROW * p + BYTES * i, ALL.get(NUMBER, a + BYTES * k * i + BYTES * p));
                }
            }
            return;
        }
        VectorMask<Float> upper = S.indexInRange(0, m);
        VectorMask<Float> lower = S.indexInRange(LANES, m);
        for (int p = 0; p < k; p++) {
            long from = a + BYTES * m * p;
            FloatVector v = FloatVector.fromMemorySegment(S, ALL, from, ORDER, upper);
            FloatVector w = FloatVector.fromMemorySegment(S, ALL, from + VECTOR, ORDER, lower);
            v.intoMemorySegment(ALL, strip + ROW * p, ORDER);
            w.intoMemorySegment(ALL, strip + ROW * p + VECTOR, ORDER);
        }
    }

    /** The first m rows of a strip of sums. What a vector writes too far the next columns overwrite; the last write theirs alone. */
    private static void store(long c, long sums, int m, int n) {
        int whole = Math.max(0, n - STRIP / m);
        for (int j = 0; j < whole; j++) {
            FloatVector v = FloatVector.fromMemorySegment(S, ALL, sums + ROW * j, ORDER);
            FloatVector w = FloatVector.fromMemorySegment(S, ALL, sums + ROW * j + VECTOR, ORDER);
            v.intoMemorySegment(ALL, c + BYTES * m * j, ORDER);
            w.intoMemorySegment(ALL, c + BYTES * m * j + VECTOR, ORDER);
        }
        for (int j = whole; j < n; j++) {
            for (int i = 0; i < m; i++) {
                ALL.set(NUMBER, c + BYTES * m * j + BYTES * i, ALL.get(NUMBER, sums + ROW * j + BYTES * i));
            }
        }
    }

    /** A strip of c, whose columns are {@code width} bytes apart: tiles of six columns, then of four. */
    private static void columns(long c, long width, long a, long across, long b, long next, long column, int n, int k) {
        int over = n % 6;
        int sixes = n - over - ((over == 1 || over == 2) && n > 6 ? 6 : 0);
        six(c, width, a, across, b, next, column, sixes, k);
        for (int j = sixes; j < n; j += 4) {
            four(c + j * width, width, a, across, b + j * column, next, column, n - 1 - j, k);
        }
    }

    /**
     * Two vectors of rows by six columns, as often as n has six.
     *
     * @param c first element of the strip; its columns are {@code width} bytes apart
     * @param a first element of the strip; {@code across} bytes further are the factors of the next product
     * @param b first factor of the first column; {@code next} bytes further is the next factor, {@code column} bytes further the next column
     */
    private static void six(long c, long width, long a, long across, long b, long next, long column, int n, int k) {
        long stepA = across & STEP;
        long stepB = next & STEP;
        FloatVector zero = FloatVector.zero(S);
        for (int j = 0; j < n; j += 6) {
            long first = b + j * column;
            long b0 = first & ADDRESS;
            long b1 = first + column & ADDRESS;
            long b2 = first + 2 * column & ADDRESS;
            long b3 = first + 3 * column & ADDRESS;
            long b4 = first + 4 * column & ADDRESS;
            long b5 = first + 5 * column & ADDRESS;
            FloatVector c00 = zero;
            FloatVector c10 = zero;
            FloatVector c01 = zero;
            FloatVector c11 = zero;
            FloatVector c02 = zero;
            FloatVector c12 = zero;
            FloatVector c03 = zero;
            FloatVector c13 = zero;
            FloatVector c04 = zero;
            FloatVector c14 = zero;
            FloatVector c05 = zero;
            FloatVector c15 = zero;
            for (int p = 0; p < k; p++) {
                long at = (a & ADDRESS) + p * stepA;
                long factor = p * stepB;
                FloatVector a0 = FloatVector.fromMemorySegment(S, ALL, at, ORDER);
                FloatVector a1 = FloatVector.fromMemorySegment(S, ALL, at + VECTOR, ORDER);
                FloatVector x0 = FloatVector.broadcast(S, ALL.get(NUMBER, b0 + factor));
                c00 = a0.fma(x0, c00);
                c10 = a1.fma(x0, c10);
                FloatVector x1 = FloatVector.broadcast(S, ALL.get(NUMBER, b1 + factor));
                c01 = a0.fma(x1, c01);
                c11 = a1.fma(x1, c11);
                FloatVector x2 = FloatVector.broadcast(S, ALL.get(NUMBER, b2 + factor));
                c02 = a0.fma(x2, c02);
                c12 = a1.fma(x2, c12);
                FloatVector x3 = FloatVector.broadcast(S, ALL.get(NUMBER, b3 + factor));
                c03 = a0.fma(x3, c03);
                c13 = a1.fma(x3, c13);
                FloatVector x4 = FloatVector.broadcast(S, ALL.get(NUMBER, b4 + factor));
                c04 = a0.fma(x4, c04);
                c14 = a1.fma(x4, c14);
                FloatVector x5 = FloatVector.broadcast(S, ALL.get(NUMBER, b5 + factor));
                c05 = a0.fma(x5, c05);
                c15 = a1.fma(x5, c15);
            }
            long to = c + j * width;
            c00.intoMemorySegment(ALL, to, ORDER);
            c10.intoMemorySegment(ALL, to + VECTOR, ORDER);
            to += width;
            c01.intoMemorySegment(ALL, to, ORDER);
            c11.intoMemorySegment(ALL, to + VECTOR, ORDER);
            to += width;
            c02.intoMemorySegment(ALL, to, ORDER);
            c12.intoMemorySegment(ALL, to + VECTOR, ORDER);
            to += width;
            c03.intoMemorySegment(ALL, to, ORDER);
            c13.intoMemorySegment(ALL, to + VECTOR, ORDER);
            to += width;
            c04.intoMemorySegment(ALL, to, ORDER);
            c14.intoMemorySegment(ALL, to + VECTOR, ORDER);
            to += width;
            c05.intoMemorySegment(ALL, to, ORDER);
            c15.intoMemorySegment(ALL, to + VECTOR, ORDER);
        }
    }

    /** As {@link #six}, four columns once; {@code last} is the last there is, counted from the first of these. */
    private static void four(long c, long width, long a, long across, long b, long next, long column, int last, int k) {
        long stepA = across & STEP;
        long stepB = next & STEP;
        FloatVector zero = FloatVector.zero(S);
        long b0 = b & ADDRESS;
        long b1 = b + Math.min(1, last) * column & ADDRESS;
        long b2 = b + Math.min(2, last) * column & ADDRESS;
        long b3 = b + Math.min(3, last) * column & ADDRESS;
        FloatVector c00 = zero;
        FloatVector c10 = zero;
        FloatVector c01 = zero;
        FloatVector c11 = zero;
        FloatVector c02 = zero;
        FloatVector c12 = zero;
        FloatVector c03 = zero;
        FloatVector c13 = zero;
        for (int p = 0; p < k; p++) {
            long at = (a & ADDRESS) + p * stepA;
            long factor = p * stepB;
            FloatVector a0 = FloatVector.fromMemorySegment(S, ALL, at, ORDER);
            FloatVector a1 = FloatVector.fromMemorySegment(S, ALL, at + VECTOR, ORDER);
            FloatVector x0 = FloatVector.broadcast(S, ALL.get(NUMBER, b0 + factor));
            c00 = a0.fma(x0, c00);
            c10 = a1.fma(x0, c10);
            FloatVector x1 = FloatVector.broadcast(S, ALL.get(NUMBER, b1 + factor));
            c01 = a0.fma(x1, c01);
            c11 = a1.fma(x1, c11);
            FloatVector x2 = FloatVector.broadcast(S, ALL.get(NUMBER, b2 + factor));
            c02 = a0.fma(x2, c02);
            c12 = a1.fma(x2, c12);
            FloatVector x3 = FloatVector.broadcast(S, ALL.get(NUMBER, b3 + factor));
            c03 = a0.fma(x3, c03);
            c13 = a1.fma(x3, c13);
        }
        c00.intoMemorySegment(ALL, c, ORDER);
        c10.intoMemorySegment(ALL, c + VECTOR, ORDER);
        long to = c + Math.min(1, last) * width;
        c01.intoMemorySegment(ALL, to, ORDER);
        c11.intoMemorySegment(ALL, to + VECTOR, ORDER);
        to = c + Math.min(2, last) * width;
        c02.intoMemorySegment(ALL, to, ORDER);
        c12.intoMemorySegment(ALL, to + VECTOR, ORDER);
        to = c + Math.min(3, last) * width;
        c03.intoMemorySegment(ALL, to, ORDER);
        c13.intoMemorySegment(ALL, to + VECTOR, ORDER);
    }
}
