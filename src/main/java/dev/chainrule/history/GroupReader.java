package dev.chainrule.history;

import dev.chainrule.history.ChunkTable.Segment;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads the rows of one group, as one transaction sees them. Columns are numbered as in the tables: step, epoch, series. */
final class GroupReader {

    static final int STEP = 0;
    static final int EPOCH = 1;

    private final ChunkTable chunks;
    private final GroupKey key;
    private final long rows;
    private final Map<Integer, List<Segment>> tails = new HashMap<>();

    GroupReader(ChunkTable chunks, GroupKey key, long rows) {
        this.chunks = chunks;
        this.key = key;
        this.rows = rows;
    }

    /** Takes the parts of a range in their order. */
    interface Parts {

        /** Values {@code from} (inclusive) to {@code to} (exclusive) of {@code values}, the first of which is that of row {@code row}. */
        void values(long row, double[] values, int from, int to);

        /** Likewise entries, of {@code each} rows each. */
        void entries(long row, long each, Summaries entries, int from, int to);
    }

    long rows() {
        return rows;
    }

    /** Values of rows {@code from} (inclusive) to {@code to} (exclusive) of a column. */
    double[] values(int column, long from, long to) {
        double[] values = new double[Math.toIntExact(to - from)];
        cover(column, 0, from, to, new Parts() {
            @Override
            public void values(long row, double[] part, int first, int last) {
                System.arraycopy(part, first, values, (int) (row - from), last - first);
            }

            @Override
            public void entries(long row, long each, Summaries entries, int first, int last) {
                throw new IllegalStateException("level 0 has no entries");
            }
        });
        return values;
    }

    /** Number of rows whose step is at most {@code step}. */
    long rowsUpTo(long step) {
        long whole = Levels.covered(0, rows);
        long low = 0;
        long high = whole / Levels.CHUNK;
        while (low < high) {
            long middle = (low + high) >>> 1;
            double[] steps = PackedColumns.unpack(
                    chunks.payloads(key, 0, STEP, middle, middle + 1).getFirst(), 0);
            if (steps[Levels.CHUNK - 1] <= step) {
                low = middle + 1;
            } else if (steps[0] > step) {
                high = middle;
            } else {
                return middle * Levels.CHUNK + notAbove(steps, step);
            }
        }
        return low * Levels.CHUNK == whole ? whole + notAbove(tail(STEP), step) : low * Levels.CHUNK;
    }

    private static int notAbove(double[] steps, long step) {
        int n = 0;
        while (n < steps.length && steps[n] <= step) {
            n++;
        }
        return n;
    }

    /** Covers rows {@code from} to {@code to} of a column with entries of a level, and of finer ones where it does not fit. */
    void cover(int column, int level, long from, long to, Parts parts) {
        if (from >= to) {
            return;
        }
        if (level == 0) {
            coverValues(column, from, to, parts);
            return;
        }
        long each = Levels.entryRows(level);
        long first = Math.ceilDiv(from, each) * each;
        long last = Math.min(to / each * each, Levels.covered(level, rows));
        if (first >= last) {
            cover(column, level - 1, from, to, parts);
            return;
        }
        cover(column, level - 1, from, first, parts);
        coverEntries(column, level, first, last, parts);
        cover(column, level - 1, last, to, parts);
    }

    private void coverEntries(int column, int level, long from, long to, Parts parts) {
        long each = Levels.entryRows(level);
        long span = Levels.chunkRows(level);
        long chunk = from / span;
        for (byte[] payload : chunks.payloads(key, level, column, chunk, Math.ceilDiv(to, span))) {
            long start = chunk++ * span;
            long first = Math.max(from, start);
            long last = Math.min(to, start + span);
            Summaries entries = Summaries.unpack(payload);
            parts.entries(first, each, entries, (int) ((first - start) / each), (int) ((last - start) / each));
        }
    }

    private void coverValues(int column, long from, long to, Parts parts) {
        long whole = Levels.covered(0, rows);
        long end = Math.min(to, whole);
        if (from < end) {
            long chunk = from / Levels.CHUNK;
            for (byte[] payload : chunks.payloads(key, 0, column, chunk, Math.ceilDiv(end, Levels.CHUNK))) {
                coverPart(chunk++ * Levels.CHUNK, PackedColumns.unpack(payload, 0), from, end, parts);
            }
        }
        if (to > whole) {
            coverPart(whole, tail(column), from, to, parts);
        }
    }

    private static void coverPart(long start, double[] values, long from, long to, Parts parts) {
        long first = Math.max(from, start);
        long last = Math.min(to, start + values.length);
        parts.values(first, values, (int) (first - start), (int) (last - start));
    }

    /** The values of the rows after the last whole chunk. */
    private double[] tail(int column) {
        long start = Levels.covered(0, rows);
        double[] values = new double[(int) (rows - start)];
        if (values.length == 0) {
            return values;
        }
        int stripe = column / ChunkTable.STRIPE;
        int filled = 0;
        for (Segment segment : tails.computeIfAbsent(stripe, s -> chunks.tail(key, s))) {
            PackedColumns.unpack(
                    segment.payload(), column % ChunkTable.STRIPE, values, (int) (segment.firstRow() - start));
            filled += segment.rows();
        }
        if (filled != values.length) {
            throw new IllegalStateException(key + " should have " + values.length + " rows in its tail, has " + filled);
        }
        return values;
    }
}
