package dev.chainrule.engine.array;

import static dev.chainrule.engine.array.Numbers.ALL;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/** Strips of a matrix, some rows of all its columns, side by side in memory of this thread's own, where products read them. */
final class FloatStrips {

    private static final VectorSpecies<Integer> S = IntVector.SPECIES_PREFERRED;
    private static final int LANES = S.length();
    private static final long BYTES = Float.BYTES;
    private static final ByteOrder ORDER = ByteOrder.nativeOrder();

    /** Columns this far apart, four a page at most, fall into few sets of a cache and are foreseen by no prefetcher. */
    private static final long FAR = 1024;

    private static final long ALIGNMENT = 64;

    private static final IntVector LOW_8 = exchange(8, 0);
    private static final IntVector HIGH_8 = exchange(8, 8);
    private static final IntVector LOW_4 = exchange(4, 0);
    private static final IntVector HIGH_4 = exchange(4, 4);
    private static final IntVector LOW_2 = exchange(2, 0);
    private static final IntVector HIGH_2 = exchange(2, 2);
    private static final IntVector LOW_1 = exchange(1, 0);
    private static final IntVector HIGH_1 = exchange(1, 1);

    private static final VectorMask<Integer> ODD_4 = odd(4);
    private static final VectorMask<Integer> ODD_2 = odd(2);
    private static final VectorMask<Integer> ODD_1 = odd(1);
    private static final VectorShuffle<Integer> UP_4 = VectorShuffle.iota(S, 4, 1, true);
    private static final VectorShuffle<Integer> UP_2 = VectorShuffle.iota(S, 2, 1, true);
    private static final VectorShuffle<Integer> UP_1 = VectorShuffle.iota(S, 1, 1, true);
    private static final VectorShuffle<Integer> DOWN_2 = VectorShuffle.iota(S, LANES - 2, 1, true);
    private static final VectorShuffle<Integer> DOWN_1 = VectorShuffle.iota(S, LANES - 1, 1, true);

    private static final ThreadLocal<Memory> MEMORY = ThreadLocal.withInitial(Memory::new);

    private FloatStrips() {}

    /** What one thread's strip lies in: grows to the longest, and is freed some time after the thread has ended. */
    private static final class Memory {
        private MemorySegment segment = MemorySegment.NULL;

        long ofAtLeast(long size) {
            if (segment.byteSize() < size) {
                segment = Arena.ofAuto().allocate(size, ALIGNMENT);
            }
            return segment.address();
        }
    }

    /** Memory of this thread's own, until it next asks. */
    static long memory(long size) {
        return MEMORY.get().ofAtLeast(size);
    }

    /** Of two vectors, the first or second d lanes of every 2 d: those of the one, then those of the other. */
    private static IntVector exchange(int d, int from) {
        int[] lanes = new int[LANES];
        for (int i = 0; i < LANES; i++) {
            boolean ofOther = (i & d) != 0;
            lanes[i] = (ofOther ? LANES - d : 0) + i + from;
        }
        return IntVector.fromArray(S, lanes, 0);
    }

    /** The second d lanes of every 2 d. */
    private static VectorMask<Integer> odd(int d) {
        boolean[] lanes = new boolean[LANES];
        for (int i = 0; i < LANES; i++) {
            lanes[i] = (i & d) != 0;
        }
        return VectorMask.fromArray(S, lanes, 0);
    }

    /** Whether reading along a strip with so many bytes from column to column costs more than gathering it first. */
    static boolean farApart(long step) {
        return step >= FAR;
    }

    /** The strip (rows, k) of a matrix whose columns are {@code step} bytes apart. */
    static long gathered(long a, long step, int k, int rows) {
        long strip = memory(rows * BYTES * k);
        for (int p = 0; p < k; p++) {
            MemorySegment.copy(ALL, a + p * step, ALL, strip + p * rows * BYTES, rows * BYTES);
        }
        return strip;
    }

    /** The transpose (rows, k) of {@code rows} columns of k numbers, rows a multiple of {@link #LANES}. */
    static long turned(long a, int k, int rows) {
        long strip = memory(rows * BYTES * k);
        turn(strip, a, k, rows);
        return strip;
    }

    /** The transpose at {@code strip}: {@link #turned}. */
    static void turn(long strip, long a, int k, int rows) {
        int whole = k / LANES * LANES;
        for (int i = 0; i < rows; i += LANES) {
            for (int p = 0; p < whole; p += LANES) {
                long to = strip + ((long) p * rows + i) * BYTES;
                long from = a + ((long) i * k + p) * BYTES;
                if (LANES == 8) {
                    turnSmallBlock(to, rows * BYTES, from, k * BYTES);
                } else {
                    turnBlock(to, rows * BYTES, from, k * BYTES);
                }
            }
        }
        for (int i = 0; i < rows; i++) {
            for (int p = whole; p < k; p++) {
                float number = ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, a + ((long) i * k + p) * BYTES);
                ALL.set(ValueLayout.JAVA_FLOAT_UNALIGNED, strip + ((long) p * rows + i) * BYTES, number);
            }
        }
    }

    /**
     * Transposes a block of 16 by 16 numbers by exchanging its off-diagonal quarters, then theirs, and so on: four rounds, two at a
     * time, four vectors at a time.
     */
    static void turnBlock(long to, long toStep, long from, long fromStep) {
        for (int i = 0; i < 4; i++) {
            IntVector a = IntVector.fromMemorySegment(S, ALL, from + i * fromStep, ORDER);
            IntVector b = IntVector.fromMemorySegment(S, ALL, from + (i + 4) * fromStep, ORDER);
            IntVector c = IntVector.fromMemorySegment(S, ALL, from + (i + 8) * fromStep, ORDER);
            IntVector d = IntVector.fromMemorySegment(S, ALL, from + (i + 12) * fromStep, ORDER);
            IntVector ac = LOW_8.selectFrom(a, c);
            IntVector bd = LOW_8.selectFrom(b, d);
            IntVector ca = HIGH_8.selectFrom(a, c);
            IntVector db = HIGH_8.selectFrom(b, d);
            LOW_4.selectFrom(ac, bd).intoMemorySegment(ALL, to + i * toStep, ORDER);
            HIGH_4.selectFrom(ac, bd).intoMemorySegment(ALL, to + (i + 4) * toStep, ORDER);
            LOW_4.selectFrom(ca, db).intoMemorySegment(ALL, to + (i + 8) * toStep, ORDER);
            HIGH_4.selectFrom(ca, db).intoMemorySegment(ALL, to + (i + 12) * toStep, ORDER);
        }
        for (int i = 0; i < LANES; i += 4) {
            long at = to + i * toStep;
            IntVector a = IntVector.fromMemorySegment(S, ALL, at, ORDER);
            IntVector b = IntVector.fromMemorySegment(S, ALL, at + toStep, ORDER);
            IntVector c = IntVector.fromMemorySegment(S, ALL, at + 2 * toStep, ORDER);
            IntVector d = IntVector.fromMemorySegment(S, ALL, at + 3 * toStep, ORDER);
            IntVector ac = LOW_2.selectFrom(a, c);
            IntVector bd = LOW_2.selectFrom(b, d);
            IntVector ca = HIGH_2.selectFrom(a, c);
            IntVector db = HIGH_2.selectFrom(b, d);
            LOW_1.selectFrom(ac, bd).intoMemorySegment(ALL, at, ORDER);
            HIGH_1.selectFrom(ac, bd).intoMemorySegment(ALL, at + toStep, ORDER);
            LOW_1.selectFrom(ca, db).intoMemorySegment(ALL, at + 2 * toStep, ORDER);
            HIGH_1.selectFrom(ca, db).intoMemorySegment(ALL, at + 3 * toStep, ORDER);
        }
    }

    /** The same of 8 by 8 numbers, for vectors that are half as long: three rounds in registers. */
    private static void turnSmallBlock(long to, long toStep, long from, long fromStep) {
        IntVector a0 = IntVector.fromMemorySegment(S, ALL, from, ORDER);
        IntVector a1 = IntVector.fromMemorySegment(S, ALL, from + fromStep, ORDER);
        IntVector a2 = IntVector.fromMemorySegment(S, ALL, from + 2 * fromStep, ORDER);
        IntVector a3 = IntVector.fromMemorySegment(S, ALL, from + 3 * fromStep, ORDER);
        IntVector a4 = IntVector.fromMemorySegment(S, ALL, from + 4 * fromStep, ORDER);
        IntVector a5 = IntVector.fromMemorySegment(S, ALL, from + 5 * fromStep, ORDER);
        IntVector a6 = IntVector.fromMemorySegment(S, ALL, from + 6 * fromStep, ORDER);
        IntVector a7 = IntVector.fromMemorySegment(S, ALL, from + 7 * fromStep, ORDER);
        IntVector b0 = a0.blend(a4.rearrange(UP_4), ODD_4);
        IntVector b4 = a0.rearrange(UP_4).blend(a4, ODD_4);
        IntVector b1 = a1.blend(a5.rearrange(UP_4), ODD_4);
        IntVector b5 = a1.rearrange(UP_4).blend(a5, ODD_4);
        IntVector b2 = a2.blend(a6.rearrange(UP_4), ODD_4);
        IntVector b6 = a2.rearrange(UP_4).blend(a6, ODD_4);
        IntVector b3 = a3.blend(a7.rearrange(UP_4), ODD_4);
        IntVector b7 = a3.rearrange(UP_4).blend(a7, ODD_4);
        IntVector c0 = b0.blend(b2.rearrange(DOWN_2), ODD_2);
        IntVector c2 = b0.rearrange(UP_2).blend(b2, ODD_2);
        IntVector c1 = b1.blend(b3.rearrange(DOWN_2), ODD_2);
        IntVector c3 = b1.rearrange(UP_2).blend(b3, ODD_2);
        IntVector c4 = b4.blend(b6.rearrange(DOWN_2), ODD_2);
        IntVector c6 = b4.rearrange(UP_2).blend(b6, ODD_2);
        IntVector c5 = b5.blend(b7.rearrange(DOWN_2), ODD_2);
        IntVector c7 = b5.rearrange(UP_2).blend(b7, ODD_2);
        IntVector d0 = c0.blend(c1.rearrange(DOWN_1), ODD_1);
        IntVector d1 = c0.rearrange(UP_1).blend(c1, ODD_1);
        IntVector d2 = c2.blend(c3.rearrange(DOWN_1), ODD_1);
        IntVector d3 = c2.rearrange(UP_1).blend(c3, ODD_1);
        IntVector d4 = c4.blend(c5.rearrange(DOWN_1), ODD_1);
        IntVector d5 = c4.rearrange(UP_1).blend(c5, ODD_1);
        IntVector d6 = c6.blend(c7.rearrange(DOWN_1), ODD_1);
        IntVector d7 = c6.rearrange(UP_1).blend(c7, ODD_1);
        d0.intoMemorySegment(ALL, to, ORDER);
        d1.intoMemorySegment(ALL, to + toStep, ORDER);
        d2.intoMemorySegment(ALL, to + 2 * toStep, ORDER);
        d3.intoMemorySegment(ALL, to + 3 * toStep, ORDER);
        d4.intoMemorySegment(ALL, to + 4 * toStep, ORDER);
        d5.intoMemorySegment(ALL, to + 5 * toStep, ORDER);
        d6.intoMemorySegment(ALL, to + 6 * toStep, ORDER);
        d7.intoMemorySegment(ALL, to + 7 * toStep, ORDER);
    }
}
