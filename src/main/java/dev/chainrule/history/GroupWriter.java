package dev.chainrule.history;

import dev.chainrule.engine.train.SeriesGroup;
import dev.chainrule.history.ChunkTable.Chunk;
import dev.chainrule.history.ChunkTable.Segment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Writes the rows of one group: whole chunks and their levels as they fill, the rest as the tail. All but {@link #ring} belongs to
 * the writer thread.
 *
 * <p>The tail's segments are kept like the digits of a binary counter: a new one swallows those before it that are not longer. So
 * there are at most eight, and a row is rewritten at most eight times.
 */
final class GroupWriter {

    final SeriesGroup group;
    final RowRing ring;

    private final GroupKey key;
    private final RunTable runs;
    private final ChunkTable chunks;
    private final int width;
    private final double[][] open;
    private final List<TailSpan> tail = new ArrayList<>();

    /** Rows written, those of the open transaction included. */
    private long rows;

    private boolean loaded;

    /** @param begun whether the database may hold rows of the group */
    GroupWriter(SeriesGroup group, RowRing ring, GroupKey key, Tables tables, boolean begun) {
        this.group = group;
        this.ring = ring;
        this.key = key;
        this.runs = tables.runs();
        this.chunks = tables.chunks();
        this.loaded = !begun;
        this.width = group.series().size() + 2;
        this.open = new double[width][Levels.CHUNK];
    }

    private record TailSpan(long first, int rows) {}

    /** Whether there are rows to write. Any thread. */
    boolean pending() {
        return ring.pending() > 0;
    }

    /**
     * Writes what the ring holds, in the caller's transaction.
     *
     * @return values written
     */
    long write() {
        if (!loaded) {
            load();
        }
        long before = rows;
        long published = ring.published();
        if (published == before) {
            return 0;
        }
        List<Chunk> whole = new ArrayList<>();
        while (rows < published) {
            int at = (int) (rows % Levels.CHUNK);
            int n = (int) Math.min(Levels.CHUNK - at, published - rows);
            ring.copy(rows, n, open, at);
            rows += n;
            if (at + n == Levels.CHUNK) {
                close(rows / Levels.CHUNK - 1, whole);
            }
        }
        chunks.insert(key, whole);
        summarize(before);
        writeTail(before);
        runs.setRows(key, rows, lastRow());
        return (rows - before) * (width - 2);
    }

    /** The transaction is durable: the ring's room is free again. */
    void committed() {
        ring.release(rows);
    }

    /** Whether the transaction is durable is unknown or no: the database will say. */
    void rolledBack() {
        loaded = false;
    }

    private void load() {
        RunTable.Group stored = runs.groups(key.runNo()).get(key.groupNo());
        rows = stored.rowCount();
        tail.clear();
        for (Segment segment : chunks.tail(key)) {
            int at = (int) (segment.firstRow() % Levels.CHUNK);
            int first = segment.stripe() * ChunkTable.STRIPE;
            for (int c = first; c < Math.min(width, first + ChunkTable.STRIPE); c++) {
                PackedColumns.unpack(segment.payload(), c - first, open[c], at);
            }
            if (segment.stripe() == 0) {
                tail.add(new TailSpan(segment.firstRow(), segment.rows()));
            }
        }
        ring.release(rows);
        loaded = true;
    }

    private void close(long chunk, List<Chunk> whole) {
        for (int c = 0; c < width; c++) {
            whole.add(new Chunk(0, c, chunk, PackedColumns.pack(open[c])));
        }
    }

    /** Writes the chunks of each level that became whole. */
    private void summarize(long before) {
        for (int level = 1; ; level++) {
            long from = before / Levels.chunkRows(level);
            long to = rows / Levels.chunkRows(level);
            if (from == to) {
                return;
            }
            List<Chunk> made = new ArrayList<>();
            for (int c = 0; c < width; c++) {
                for (long chunk = from; chunk < to; chunk++) {
                    made.add(new Chunk(
                            level, c, chunk, summarize(level, c, chunk).pack()));
                }
            }
            chunks.insert(key, made);
        }
    }

    private Summaries summarize(int level, int column, long chunk) {
        List<byte[]> finer =
                chunks.payloads(key, level - 1, column, chunk * Summaries.FACTOR, (chunk + 1) * Summaries.FACTOR);
        if (level == 1) {
            double[] values = new double[Summaries.FACTOR * Levels.CHUNK];
            for (int i = 0; i < Summaries.FACTOR; i++) {
                PackedColumns.unpack(finer.get(i), 0, values, i * Levels.CHUNK);
            }
            return Summaries.of(values);
        }
        return Summaries.of(finer.stream().map(Summaries::unpack).toArray(Summaries[]::new));
    }

    private void writeTail(long before) {
        long start = Levels.covered(0, rows);
        if (start > before && !tail.isEmpty()) {
            tail.clear();
            chunks.deleteTailFrom(key, 0);
        }
        long first = Math.max(start, before);
        if (first == rows) {
            return;
        }
        int swallowed = tail.size();
        while (!tail.isEmpty() && tail.getLast().rows() <= rows - first) {
            first = tail.removeLast().first();
        }
        if (tail.size() < swallowed) {
            chunks.deleteTailFrom(key, first);
        }
        tail.add(new TailSpan(first, (int) (rows - first)));
        chunks.insertTail(key, stripes(open, first, (int) (first - start), (int) (rows - start)));
    }

    /** Entries {@code from} to {@code to} of the columns as segments that begin with row {@code firstRow}. */
    static List<Segment> stripes(double[][] columns, long firstRow, int from, int to) {
        List<Segment> segments = new ArrayList<>();
        for (int first = 0; first < columns.length; first += ChunkTable.STRIPE) {
            int last = Math.min(columns.length, first + ChunkTable.STRIPE);
            double[][] stripe = Arrays.copyOfRange(columns, first, last);
            segments.add(new Segment(firstRow, first / ChunkTable.STRIPE, PackedColumns.pack(stripe, from, to)));
        }
        return segments;
    }

    private double[] lastRow() {
        double[] last = new double[width];
        int at = (int) ((rows - 1) % Levels.CHUNK);
        for (int c = 0; c < width; c++) {
            last[c] = open[c][at];
        }
        return last;
    }
}
