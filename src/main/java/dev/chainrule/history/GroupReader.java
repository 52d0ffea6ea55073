package dev.chainrule.history;

import dev.chainrule.history.ChunkTable.Segment;
import dev.chainrule.history.ChunkTable.Span;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/** Reads the rows of one group, as one transaction sees them. Columns are numbered as in the tables: step, epoch, series. */
final class GroupReader {

    static final int STEP = 0;
    static final int EPOCH = 1;

    private final ChunkTable chunks;
    private final GroupKey key;
    private final long rows;
    private final long lastStep;
    private final Map<Integer, List<Segment>> tails = new HashMap<>();

    /** @param lastStep about the step of the last row: a wrong one only makes the search for a step longer */
    GroupReader(ChunkTable chunks, GroupKey key, long rows, long lastStep) {
        this.chunks = chunks;
        this.key = key;
        this.rows = rows;
        this.lastStep = lastStep;
    }

    /** Takes the parts of a range, of each column in their order. */
    interface Parts {

        /**
         * Values {@code from} (inclusive) to {@code to} (exclusive) of {@code values}, the first of which is that of row {@code row}.
         *
         * @param place of the column among those asked for
         */
        void values(int place, long row, double[] values, int from, int to);

        /** Likewise entries, of {@code each} rows each. */
        void entries(int place, long row, long each, Summaries entries, int from, int to);
    }

    /** Rows {@code from} (inclusive) to {@code to} (exclusive), read at one level: whole entries, and whole chunks of them are there. */
    private record Stretch(int level, long from, long to) {

        Span span(int column) {
            long chunk = Levels.chunkRows(level);
            return new Span(level, column, from / chunk, Math.ceilDiv(to, chunk));
        }
    }

    long rows() {
        return rows;
    }

    /** Values of rows {@code from} (inclusive) to {@code to} (exclusive) of a column. */
    double[] values(int column, long from, long to) {
        double[] values = new double[Math.toIntExact(to - from)];
        cover(new int[] {column}, 0, from, to, new Parts() {
            @Override
            public void values(int place, long row, double[] part, int first, int last) {
                System.arraycopy(part, first, values, (int) (row - from), last - first);
            }

            @Override
            public void entries(int place, long row, long each, Summaries entries, int first, int last) {
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
        long lowStep = 0;
        long highStep = lastStep;
        for (boolean guess = true; low < high; guess = !guess) {
            // Steps mostly come at even distances; where they do not, each second look halves what is left.
            double share = guess && highStep > lowStep ? (double) (step - lowStep) / (highStep - lowStep) : 0.5;
            long middle = Math.clamp(low + (long) (share * (high - low)), low, high - 1);
            double[] steps = PackedColumns.unpack(
                    chunks.payloads(key, 0, STEP, middle, middle + 1).getFirst(), 0);
            if (steps[Levels.CHUNK - 1] <= step) {
                low = middle + 1;
                lowStep = (long) steps[Levels.CHUNK - 1];
            } else if (steps[0] > step) {
                high = middle;
                highStep = (long) steps[0];
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

    /**
     * Covers rows {@code from} to {@code to} of some columns with entries of a level, and of finer ones where it does not fit. One
     * statement reads the chunks of all the columns.
     */
    void cover(int[] columns, int level, long from, long to, Parts parts) {
        List<Stretch> stretches = new ArrayList<>();
        long whole = Levels.covered(0, rows);
        stretch(level, from, Math.min(to, whole), stretches);
        List<Span> spans = new ArrayList<>();
        for (int column : columns) {
            stretches.forEach(stretch -> spans.add(stretch.span(column)));
        }
        Iterator<byte[][]> payloads = spans.isEmpty()
                ? Collections.emptyIterator()
                : chunks.payloads(key, spans).iterator();
        for (int place = 0; place < columns.length; place++) {
            for (Stretch stretch : stretches) {
                cover(place, stretch, payloads.next(), parts);
            }
            if (to > whole) {
                coverValues(place, whole, tail(columns[place]), from, to, parts);
            }
        }
    }

    private void stretch(int level, long from, long to, List<Stretch> stretches) {
        if (from >= to) {
            return;
        }
        if (level == 0) {
            stretches.add(new Stretch(0, from, to));
            return;
        }
        long each = Levels.entryRows(level);
        long first = Math.ceilDiv(from, each) * each;
        long last = Math.min(to / each * each, Levels.covered(level, rows));
        if (first >= last) {
            stretch(level - 1, from, to, stretches);
            return;
        }
        stretch(level - 1, from, first, stretches);
        stretches.add(new Stretch(level, first, last));
        stretch(level - 1, last, to, stretches);
    }

    private static void cover(int place, Stretch stretch, byte[][] payloads, Parts parts) {
        long each = Levels.entryRows(stretch.level());
        long span = Levels.chunkRows(stretch.level());
        long start = stretch.from() / span * span;
        for (byte[] payload : payloads) {
            if (stretch.level() == 0) {
                coverValues(place, start, PackedColumns.unpack(payload, 0), stretch.from(), stretch.to(), parts);
            } else {
                long first = Math.max(stretch.from(), start);
                long last = Math.min(stretch.to(), start + span);
                Summaries entries = Summaries.unpack(payload);
                parts.entries(
                        place, first, each, entries, (int) ((first - start) / each), (int) ((last - start) / each));
            }
            start += span;
        }
    }

    private static void coverValues(int place, long start, double[] values, long from, long to, Parts parts) {
        long first = Math.max(from, start);
        long last = Math.min(to, start + values.length);
        parts.values(place, first, values, (int) (first - start), (int) (last - start));
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
