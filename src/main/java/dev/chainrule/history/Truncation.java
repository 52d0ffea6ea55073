package dev.chainrule.history;

/** Takes back what was reported after a step. */
final class Truncation {

    private final Tables tables;

    Truncation(Tables tables) {
        this.tables = tables;
    }

    /** In the caller's transaction, which holds the run's lock. */
    void after(long runNo, long step) {
        for (RunTable.Group group : tables.runs().groups(runNo)) {
            GroupKey key = new GroupKey(runNo, group.groupNo());
            double[] lastRow = group.lastRow();
            if (lastRow != null && lastRow[0] > step) {
                truncate(key, group, lastRow.length, step);
            }
        }
        tables.histograms().deleteAfter(runNo, step);
        tables.findings().deleteAfter(runNo, step);
    }

    private void truncate(GroupKey key, RunTable.Group group, int width, long step) {
        ChunkTable chunks = tables.chunks();
        long rows = group.rowCount();
        GroupReader reader = new GroupReader(chunks, key, rows, group.lastStep());
        long kept = reader.rowsUpTo(step);
        long start = Levels.covered(0, kept);
        long from = kept == start ? Math.max(0, kept - 1) : start;
        double[][] columns = new double[width][];
        for (int c = 0; c < width; c++) {
            columns[c] = reader.values(c, from, kept);
        }
        chunks.deleteTailFrom(key, 0);
        for (int level = 0; rows >= Levels.chunkRows(level); level++) {
            chunks.deleteFrom(key, level, kept / Levels.chunkRows(level));
        }
        if (kept > start) {
            chunks.insertTail(key, GroupWriter.stripes(columns, start, 0, (int) (kept - start)));
        }
        tables.runs().setRows(key, kept, kept == 0 ? null : last(columns));
    }

    private static double[] last(double[][] columns) {
        double[] last = new double[columns.length];
        for (int c = 0; c < columns.length; c++) {
            last[c] = columns[c][columns[c].length - 1];
        }
        return last;
    }
}
