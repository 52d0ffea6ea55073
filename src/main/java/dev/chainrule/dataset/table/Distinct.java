package dev.chainrule.dataset.table;

import java.util.Arrays;

/**
 * Counts the different numbers of a column exactly, until its share of memory is used up. Small whole numbers are marked in
 * a few words; the others are kept in an open hash table of their bits.
 */
final class Distinct {

    private static final int SMALL = 256;
    private static final int FIRST = 16;
    /** Bits of a NaN, which no cell holds: an empty place. */
    private static final long EMPTY = Double.doubleToRawLongBits(Double.NaN);

    private final int limit;
    private final long[] small = new long[SMALL / Long.SIZE];
    private long[] table = {};
    private int kept;
    private boolean overflow;

    /** @param limit most numbers kept beside the small ones */
    Distinct(int limit) {
        this.limit = limit;
    }

    void add(double value) {
        int whole = (int) value;
        if (whole == value && whole >= 0 && whole < SMALL) {
            small[whole >> 6] |= 1L << whole;
        } else if (!overflow) {
            keep(Double.doubleToRawLongBits(value));
        }
    }

    private void keep(long bits) {
        if (2 * kept >= table.length) {
            grow();
        }
        if (!overflow && place(bits)) {
            kept++;
        }
    }

    private boolean place(long bits) {
        long mixed = bits * 0x9e3779b97f4a7c15L;
        int mask = table.length - 1;
        int i = (int) (mixed ^ mixed >>> 32) & mask;
        while (table[i] != EMPTY) {
            if (table[i] == bits) {
                return false;
            }
            i = i + 1 & mask;
        }
        table[i] = bits;
        return true;
    }

    private void grow() {
        if (kept >= limit) {
            overflow = true;
            table = new long[0];
            return;
        }
        long[] old = table;
        table = new long[Math.max(FIRST, 2 * old.length)];
        Arrays.fill(table, EMPTY);
        for (long bits : old) {
            if (bits != EMPTY) {
                place(bits);
            }
        }
    }

    /** How many, or -1 where there were too many to count. */
    long count() {
        return overflow ? -1 : kept + Arrays.stream(small).map(Long::bitCount).sum();
    }
}
