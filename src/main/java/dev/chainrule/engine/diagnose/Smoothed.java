package dev.chainrule.engine.diagnose;

/** An exponential moving average whose first values weigh as in a plain mean: m <- m + max(1/n, rate) (x - m). */
final class Smoothed {

    private final double rate;
    private double mean;
    private long count;

    /** Averages over about {@code steps} values. */
    Smoothed(int steps) {
        rate = 1.0 / steps;
    }

    /** Takes a value in; NaN is passed over. Returns the new mean. */
    double add(double x) {
        if (!Double.isNaN(x)) {
            count++;
            mean += Math.max(1.0 / count, rate) * (x - mean);
        }
        return mean;
    }

    double mean() {
        return mean;
    }

    long count() {
        return count;
    }

    /** log10 of a norm, no less than -30: a norm of zero is a very small one. */
    static double decades(double norm) {
        return Math.max(-30, Math.log10(norm));
    }
}
