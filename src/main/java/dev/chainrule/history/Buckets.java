package dev.chainrule.history;

import java.util.Arrays;

/**
 * How a range of rows becomes at most so many points. Where it must be reduced, a point is the rows of one cell of a fixed grid, so that a
 * growing run does not make the chart tremble; the first cell joins the second where there would be one too many.
 */
final class Buckets {

    private final long from;
    private final long to;
    private final long width;
    private final long firstCell;
    private final int count;

    /** Rows {@code from} (inclusive) to {@code to} (exclusive) as at most {@code maxPoints} points. */
    Buckets(long from, long to, int maxPoints) {
        this.from = from;
        this.to = to;
        long rows = Math.max(0, to - from);
        long entry = Levels.entryRows(Levels.coarsest(rows, maxPoints));
        this.width = rows <= maxPoints ? 1 : entry * Math.ceilDiv(rows, entry * maxPoints);
        long first = from / width;
        long cells = rows == 0 ? 0 : (to - 1) / width - first + 1;
        this.firstCell = cells > maxPoints ? first + 1 : first;
        this.count = (int) Math.min(cells, maxPoints);
    }

    boolean reduced() {
        return width > 1;
    }

    long rows() {
        return Math.max(0, to - from);
    }

    int count() {
        return count;
    }

    /** What each column's rows come to, point by point. */
    Summary[][] summarize(GroupReader group, int[] columns) {
        Summary[][] points = new Summary[columns.length][count];
        for (Summary[] column : points) {
            Arrays.setAll(column, i -> new Summary());
        }
        group.cover(columns, level(), from, to, new GroupReader.Parts() {
            @Override
            public void values(int place, long row, double[] values, int first, int last) {
                for (int i = first; i < last; i++) {
                    points[place][point(row + i - first)].add(values[i]);
                }
            }

            @Override
            public void entries(int place, long row, long each, Summaries entries, int first, int last) {
                for (int i = first; i < last; i++) {
                    points[place][point(row + (i - first) * each)].add(entries, i);
                }
            }
        });
        return points;
    }

    /** The coarsest level whose entries lie within single cells. */
    private int level() {
        return Long.numberOfTrailingZeros(width) / 4;
    }

    private int point(long row) {
        return (int) Math.max(0, row / width - firstCell);
    }
}
