package dev.chainrule.history;

/**
 * How long the writer needs for a value, learned from its own transactions. A small one says nothing: it costs the same however little
 * it writes.
 */
final class WriterPace {

    /** Values of a transaction from which on these are what it costs. */
    static final long LEAST = 10_000;

    /** Until something was written: two million values a second. */
    static final double PRIOR = 5e-7;

    /** What the newest transaction counts. */
    private static final double WEIGHT = 0.2;

    private volatile double secondsPerValue = PRIOR;

    /** Only the writer calls it. */
    void wrote(long values, long nanos) {
        if (values >= LEAST) {
            secondsPerValue += WEIGHT * (nanos / 1e9 / values - secondsPerValue);
        }
    }

    double secondsPerValue() {
        return secondsPerValue;
    }
}
