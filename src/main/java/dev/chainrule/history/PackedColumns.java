package dev.chainrule.history;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Columns of doubles as bytes, every bit kept (NaN payloads, -0.0 and denormals too).
 *
 * <p>Frame of reference: each 64 values are seen as integers (their raw bits) and stored as {@code base + (k << shift)}, with the
 * fewest bits for {@code k}; or, where that is shorter, their differences are. So a constant or a counter costs next to nothing, a float32
 * widened to double about three bytes, a noisy double its mantissa and one bit or two of exponent.
 *
 * <p>Layout, little-endian: version byte, rows (int), columns (int), the end of each column (int), then the columns, then eight
 * bytes of slack that let the reader always load whole words.
 */
final class PackedColumns {

    private static final byte VERSION = 1;
    private static final int BLOCK = 64;
    private static final int HEADER = 9;
    /** Bytes of a block beside its packed values: mode, width, shift, base, start. */
    private static final int BLOCK_HEADER = 19;

    private static final int SLACK = 8;
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    private PackedColumns() {}

    /** Packs entries {@code from} (inclusive) to {@code to} (exclusive) of each column. The columns are only read. */
    static byte[] pack(double[][] columns, int from, int to) {
        int rows = to - from;
        int blocks = (rows + BLOCK - 1) / BLOCK;
        byte[] out =
                new byte[HEADER + columns.length * (Integer.BYTES + blocks * BLOCK_HEADER + rows * Long.BYTES) + SLACK];
        out[0] = VERSION;
        INT.set(out, 1, rows);
        INT.set(out, 5, columns.length);
        int at = HEADER + columns.length * Integer.BYTES;
        long[] block = new long[BLOCK];
        for (int c = 0; c < columns.length; c++) {
            for (int first = from; first < to; first += BLOCK) {
                int n = Math.min(BLOCK, to - first);
                for (int i = 0; i < n; i++) {
                    block[i] = Double.doubleToRawLongBits(columns[c][first + i]);
                }
                at = packBlock(block, n, out, at);
            }
            INT.set(out, HEADER + c * Integer.BYTES, at);
        }
        return Arrays.copyOf(out, at + SLACK);
    }

    /** Packs one column. */
    static byte[] pack(double[] column) {
        return pack(new double[][] {column}, 0, column.length);
    }

    /** Number of rows in {@code packed}. */
    static int rows(byte[] packed) {
        if (packed.length < HEADER + SLACK || packed[0] != VERSION) {
            throw new IllegalArgumentException("not packed columns of version " + VERSION);
        }
        return (int) INT.get(packed, 1);
    }

    /** Unpacks one column into {@code out}, from index {@code at} on. */
    static void unpack(byte[] packed, int column, double[] out, int at) {
        int rows = rows(packed);
        int columns = (int) INT.get(packed, 5);
        int position = column == 0
                ? HEADER + columns * Integer.BYTES
                : (int) INT.get(packed, HEADER + (column - 1) * Integer.BYTES);
        long[] block = new long[BLOCK];
        for (int first = 0; first < rows; first += BLOCK) {
            int n = Math.min(BLOCK, rows - first);
            position = unpackBlock(packed, position, block, n);
            for (int i = 0; i < n; i++) {
                out[at + first + i] = Double.longBitsToDouble(block[i]);
            }
        }
    }

    /** One column of {@code packed}. */
    static double[] unpack(byte[] packed, int column) {
        double[] out = new double[rows(packed)];
        unpack(packed, column, out, 0);
        return out;
    }

    /** Overwrites {@code v} by the integers it stores; returns the position after the block. */
    private static int packBlock(long[] v, int n, byte[] out, int at) {
        long start = v[0];
        Frame plain = Frame.of(v, n, false);
        Frame differences = Frame.of(v, n, true);
        boolean delta = differences.width < plain.width;
        Frame frame = delta ? differences : plain;
        out[at] = (byte) (delta ? 1 : 0);
        out[at + 1] = (byte) frame.width;
        out[at + 2] = (byte) frame.shift;
        LONG.set(out, at + 3, frame.base);
        int position = at + 11;
        if (delta) {
            LONG.set(out, position, start);
            position += Long.BYTES;
            for (int i = n - 1; i > 0; i--) {
                v[i] -= v[i - 1];
            }
            v[0] = frame.base;
        }
        for (int i = 0; i < n; i++) {
            v[i] = (v[i] - frame.base) >>> frame.shift;
        }
        return position + packBits(v, n, frame.width, out, position);
    }

    private static int packBits(long[] v, int n, int width, byte[] out, int at) {
        if (width == 0) {
            return 0;
        }
        long word = 0;
        int filled = 0;
        int position = at;
        for (int i = 0; i < n; i++) {
            word |= v[i] << filled;
            filled += width;
            if (filled >= Long.SIZE) {
                LONG.set(out, position, word);
                position += Long.BYTES;
                filled -= Long.SIZE;
                word = filled == 0 ? 0 : v[i] >>> (width - filled);
            }
        }
        for (; filled > 0; filled -= Byte.SIZE) {
            out[position++] = (byte) word;
            word >>>= Byte.SIZE;
        }
        return position - at;
    }

    private static int unpackBlock(byte[] packed, int at, long[] v, int n) {
        boolean delta = packed[at] == 1;
        int width = packed[at + 1];
        int shift = packed[at + 2];
        long base = (long) LONG.get(packed, at + 3);
        int position = delta ? at + BLOCK_HEADER : at + 11;
        if (width == 0) {
            Arrays.fill(v, 0, n, base);
        } else {
            unpackBits(packed, position, v, n, width);
            for (int i = 0; i < n; i++) {
                v[i] = (v[i] << shift) + base;
            }
        }
        if (delta) {
            v[0] = (long) LONG.get(packed, at + 11);
            for (int i = 1; i < n; i++) {
                v[i] += v[i - 1];
            }
        }
        return position + (n * width + Byte.SIZE - 1) / Byte.SIZE;
    }

    private static void unpackBits(byte[] packed, int at, long[] v, int n, int width) {
        long mask = width == Long.SIZE ? -1L : (1L << width) - 1;
        for (int i = 0; i < n; i++) {
            int bit = i * width;
            int position = at + (bit >>> 3);
            int skip = bit & 7;
            long word = (long) LONG.get(packed, position) >>> skip;
            if (skip + width > Long.SIZE) {
                word |= (long) packed[position + Long.BYTES] << (Long.SIZE - skip);
            }
            v[i] = word & mask;
        }
    }

    /** The smallest value of a block, the low bits that are zero in all distances from it, and how many bits the rest takes. */
    private record Frame(long base, int shift, int width) {

        static Frame of(long[] v, int n, boolean differences) {
            int first = differences ? 1 : 0;
            long base = Long.MAX_VALUE;
            for (int i = first; i < n; i++) {
                base = Math.min(base, differences ? v[i] - v[i - 1] : v[i]);
            }
            long bits = 0;
            for (int i = first; i < n; i++) {
                bits |= (differences ? v[i] - v[i - 1] : v[i]) - base;
            }
            int shift = bits == 0 ? 0 : Long.numberOfTrailingZeros(bits);
            return new Frame(base, shift, Long.SIZE - Long.numberOfLeadingZeros(bits >>> shift));
        }
    }
}
