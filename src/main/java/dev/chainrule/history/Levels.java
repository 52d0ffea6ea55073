package dev.chainrule.history;

/**
 * The shape of the store: a chunk holds 256 entries at every level, and sixteen chunks make one of the next level. So a chart over
 * any range reads a few dozen chunks, however long the run.
 */
final class Levels {

    /** Entries of a chunk. */
    static final int CHUNK = 256;

    private Levels() {}

    /** Rows that one entry of a level speaks of: 16^level. */
    static long entryRows(int level) {
        return 1L << (4 * level);
    }

    /** Rows that one chunk of a level speaks of. */
    static long chunkRows(int level) {
        return CHUNK * entryRows(level);
    }

    /** The first row that no whole chunk of a level speaks of, where there are {@code rows} rows. */
    static long covered(int level, long rows) {
        return rows / chunkRows(level) * chunkRows(level);
    }

    /** The highest level at which {@code rows} rows are at least {@code entries} entries; 0 where there are fewer rows. */
    static int coarsest(long rows, long entries) {
        int level = 0;
        while (rows / entryRows(level + 1) >= entries) {
            level++;
        }
        return level;
    }
}
