package dev.chainrule.dataset.format;

import dev.chainrule.dataset.table.FileFaults;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.math.BigInteger;
import java.nio.ByteOrder;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The number type of an array file: how many bytes, in which order, and what they mean.
 *
 * @param kind of number
 * @param order of the bytes
 */
record NpyType(Kind kind, ByteOrder order) {

    /** Kinds of numbers that are read. */
    enum Kind {
        BOOLEAN(1),
        INT8(1),
        UINT8(1),
        INT16(2),
        UINT16(2),
        INT32(4),
        UINT32(4),
        INT64(8),
        UINT64(8),
        FLOAT16(2),
        FLOAT32(4),
        FLOAT64(8);

        private final int bytes;

        Kind(int bytes) {
            this.bytes = bytes;
        }

        int bytes() {
            return bytes;
        }
    }

    private static final Map<String, Kind> KINDS = Map.ofEntries(
            Map.entry("b1", Kind.BOOLEAN),
            Map.entry("i1", Kind.INT8),
            Map.entry("u1", Kind.UINT8),
            Map.entry("i2", Kind.INT16),
            Map.entry("u2", Kind.UINT16),
            Map.entry("i4", Kind.INT32),
            Map.entry("u4", Kind.UINT32),
            Map.entry("i8", Kind.INT64),
            Map.entry("u8", Kind.UINT64),
            Map.entry("f2", Kind.FLOAT16),
            Map.entry("f4", Kind.FLOAT32),
            Map.entry("f8", Kind.FLOAT64));

    /** Whole numbers beyond it are not all doubles. */
    private static final long EXACT = 1L << 53;

    /** Reads numpy's name of a type: {@code <f4}, {@code >i8}, {@code |u1}. */
    static NpyType of(String name) {
        char mark = name.isEmpty() ? ' ' : name.charAt(0);
        Kind kind = KINDS.get(name.isEmpty() ? "" : name.substring(1));
        boolean ordered = mark == '<' || mark == '>' || mark == '|' && kind != null && kind.bytes() == 1;
        if (kind == null || !ordered) {
            throw FileFaults.refusal(
                    "DTYPE",
                    "The type " + FileFaults.shown(name)
                            + " is not read. Convert the array to numbers first: a.astype('<f4').");
        }
        return new NpyType(kind, mark == '>' ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
    }

    /** The number at a byte, as near as a double gets. */
    double get(MemorySegment file, long at) {
        return switch (kind) {
            case BOOLEAN -> file.get(ValueLayout.JAVA_BYTE, at) == 0 ? 0 : 1;
            case INT8 -> file.get(ValueLayout.JAVA_BYTE, at);
            case UINT8 -> file.get(ValueLayout.JAVA_BYTE, at) & 0xff;
            case INT16 -> int16(file, at);
            case UINT16 -> int16(file, at) & 0xffff;
            case INT32 -> int32(file, at);
            case UINT32 -> int32(file, at) & 0xffff_ffffL;
            case INT64 -> int64(file, at);
            case UINT64 -> unsigned(int64(file, at));
            case FLOAT16 -> Float.float16ToFloat(int16(file, at));
            case FLOAT32 -> Float.intBitsToFloat(int32(file, at));
            case FLOAT64 -> Double.longBitsToDouble(int64(file, at));
        };
    }

    /** The digits of a whole number that no double holds; null where one does. */
    @Nullable
    String exactText(MemorySegment file, long at) {
        if (kind == Kind.INT64) {
            long value = int64(file, at);
            return Math.abs(value) > EXACT || value == Long.MIN_VALUE ? Long.toString(value) : null;
        }
        if (kind == Kind.UINT64) {
            long value = int64(file, at);
            return value < 0 || value > EXACT ? Long.toUnsignedString(value) : null;
        }
        return null;
    }

    private static double unsigned(long value) {
        return value >= 0 ? value : new BigInteger(Long.toUnsignedString(value)).doubleValue();
    }

    private short int16(MemorySegment file, long at) {
        return file.get(ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(order), at);
    }

    private int int32(MemorySegment file, long at) {
        return file.get(ValueLayout.JAVA_INT_UNALIGNED.withOrder(order), at);
    }

    private long int64(MemorySegment file, long at) {
        return file.get(ValueLayout.JAVA_LONG_UNALIGNED.withOrder(order), at);
    }
}
