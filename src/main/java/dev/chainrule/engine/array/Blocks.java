package dev.chainrule.engine.array;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * Room for a few blocks of numbers, one a thread, small enough to stay in the fastest cache: a loop of many functions takes a
 * stretch through them, one function at a time. One loop with all of them would be too long for C2 to inline.
 */
final class Blocks {

    /** Numbers in a block. */
    static final int LENGTH = 256;

    private static final int COUNT = 3;
    private static final long BYTES = (long) LENGTH * Double.BYTES;

    private static final ThreadLocal<MemorySegment> MEMORY =
            ThreadLocal.withInitial(() -> Arena.ofAuto().allocate(COUNT * BYTES, 64));

    private Blocks() {}

    /** This thread's first block; its memory lives as long as the thread. */
    static long first() {
        return MEMORY.get().address();
    }

    /** The second, by the first. */
    static long second(long first) {
        return first + BYTES;
    }

    /** The third, by the first. */
    static long third(long first) {
        return first + 2 * BYTES;
    }
}
