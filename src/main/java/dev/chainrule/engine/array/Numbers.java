package dev.chainrule.engine.array;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Reads and writes off-heap numbers one at a time, as doubles whatever their type. Addresses are trusted: {@link Border}
 * made them from a live array and keeps it alive during the call.
 */
enum Numbers {
    FLOAT(Float.BYTES) {
        @Override
        double get(long address, long index) {
            return ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, address + index * Float.BYTES);
        }

        @Override
        void set(long address, long index, double value) {
            ALL.set(ValueLayout.JAVA_FLOAT_UNALIGNED, address + index * Float.BYTES, (float) value);
        }

        @Override
        void set(long address, double[] values) {
            for (int i = 0; i < values.length; i++) {
                ALL.set(ValueLayout.JAVA_FLOAT_UNALIGNED, address + i * (long) Float.BYTES, (float) values[i]);
            }
        }
    },
    DOUBLE(Double.BYTES) {
        @Override
        double get(long address, long index) {
            return ALL.get(ValueLayout.JAVA_DOUBLE_UNALIGNED, address + index * Double.BYTES);
        }

        @Override
        void set(long address, long index, double value) {
            ALL.set(ValueLayout.JAVA_DOUBLE_UNALIGNED, address + index * Double.BYTES, value);
        }

        @Override
        void set(long address, double[] values) {
            MemorySegment.copy(values, 0, ALL, ValueLayout.JAVA_DOUBLE_UNALIGNED, address, values.length);
        }
    };

    /** The whole address space as one segment: a segment per call would be an object per call. */
    static final MemorySegment ALL = MemorySegment.NULL.reinterpret(Long.MAX_VALUE);

    private final int bytes;

    Numbers(int bytes) {
        this.bytes = bytes;
    }

    /** Bytes of one number. */
    int bytes() {
        return bytes;
    }

    /** The number at an index. */
    abstract double get(long address, long index);

    /** Writes the number at an index, rounded to the type. */
    abstract void set(long address, long index, double value);

    /** Writes numbers side by side, each rounded to the type. */
    abstract void set(long address, double[] values);
}
