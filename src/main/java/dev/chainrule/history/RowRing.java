package dev.chainrule.history;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * Rows on their way from the training thread to the writer: one thread offers, one takes, nobody locks or allocates.
 * Rows are counted from the run's first, so a position means the same before and after a restart.
 */
final class RowRing {

    private static final VarHandle PUBLISHED;
    private static final VarHandle RELEASED;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            PUBLISHED = lookup.findVarHandle(RowRing.class, "published", long.class);
            RELEASED = lookup.findVarHandle(RowRing.class, "released", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final int width;
    private final int mask;
    private final double[] cells;

    private long published;
    private long released;

    /**
     * @param width numbers a row
     * @param capacity rows, a power of two
     * @param first number of the first row that will be offered
     */
    RowRing(int width, int capacity, long first) {
        if (Integer.bitCount(capacity) != 1) {
            throw new IllegalArgumentException("capacity is " + capacity + ", not a power of two");
        }
        this.width = width;
        this.mask = capacity - 1;
        this.cells = new double[Math.multiplyExact(width, capacity)];
        this.published = first;
        this.released = first;
    }

    /** Whether {@link #offer} would have no room. Training thread. */
    boolean full() {
        return published - (long) RELEASED.getAcquire(this) > mask;
    }

    /** Copies a row in: step, epoch, values. Training thread, after {@link #full} said no. */
    void offer(long step, int epoch, double[] values) {
        int at = (int) (published & mask) * width;
        cells[at] = step;
        cells[at + 1] = epoch;
        System.arraycopy(values, 0, cells, at + 2, width - 2);
        PUBLISHED.setRelease(this, published + 1);
    }

    /** Number of the row after the last offered one. */
    long published() {
        return (long) PUBLISHED.getAcquire(this);
    }

    /** Rows offered and not yet released. */
    long pending() {
        return published() - (long) RELEASED.getAcquire(this);
    }

    boolean moreThanHalfFull() {
        return pending() > mask >> 1;
    }

    /** Copies rows {@code row .. row + n - 1}, none released, into columns from index {@code at} on. Writer thread. */
    void copy(long row, int n, double[][] columns, int at) {
        for (int c = 0; c < width; c++) {
            double[] column = columns[c];
            for (int i = 0; i < n; i++) {
                column[at + i] = cells[(int) ((row + i) & mask) * width + c];
            }
        }
    }

    /** Gives back the room of all rows before {@code row}. Writer thread. */
    void release(long row) {
        RELEASED.setRelease(this, row);
    }
}
