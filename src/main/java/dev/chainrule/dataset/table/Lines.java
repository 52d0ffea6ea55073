package dev.chainrule.dataset.table;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The line of the file that each row began on. Most rows begin one line after the row before: kept are only those that do not,
 * the first one among them.
 *
 * @param rows numbers of these rows, from 0, rising
 * @param at the lines they began on
 */
record Lines(long[] rows, long[] at) {

    /** More jumps than these are not kept: they would take as much memory as a column. */
    static final int MOST = 1 << 17;

    /** Line of a row. */
    long of(long row) {
        int found = Arrays.binarySearch(rows, row);
        int run = found >= 0 ? found : -found - 2;
        return at[run] + row - rows[run];
    }

    /** Notes lines as rows come. */
    static final class Notes {

        private long[] rows = new long[16];
        private long[] at = new long[16];
        private int jumps;
        private long row;
        private long expected = Long.MIN_VALUE;

        void add(long line) {
            if (line != expected && jumps < MOST) {
                if (jumps == rows.length) {
                    rows = Arrays.copyOf(rows, 2 * jumps);
                    at = Arrays.copyOf(at, 2 * jumps);
                }
                rows[jumps] = row;
                at[jumps] = line;
            }
            jumps += line == expected ? 0 : 1;
            row++;
            expected = line + 1;
        }

        /** Null where there were too many jumps, or no rows. */
        @Nullable
        Lines lines() {
            boolean kept = jumps > 0 && jumps <= MOST;
            return kept ? new Lines(Arrays.copyOf(rows, jumps), Arrays.copyOf(at, jumps)) : null;
        }
    }
}
