package dev.chainrule.engine.diagnose;

import java.util.Arrays;

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

    /** So many averages, each over about {@code steps} values. */
    static Smoothed[] each(int count, int steps) {
        Smoothed[] all = new Smoothed[count];
        Arrays.setAll(all, k -> new Smoothed(steps));
        return all;
    }

    static void remember(Smoothed[] all, Notes notes) {
        for (Smoothed each : all) {
            each.remember(notes);
        }
    }

    void remember(Notes notes) {
        mean = notes.keep(mean);
        count = notes.keep(count);
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
