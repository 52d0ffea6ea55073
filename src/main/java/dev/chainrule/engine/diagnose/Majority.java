package dev.chainrule.engine.diagnose;

/** Finds the first layer of which more than half has been in a bad state for several measurements in a row. */
final class Majority {

    /** Share of a layer that must be in the state. */
    static final double SHARE = 0.5;

    private static final int MEASUREMENTS = 3;

    private final Streak[] streaks;

    /** Watches the first {@code layers} layers. */
    Majority(int layers) {
        streaks = Streak.each(Math.max(0, layers));
    }

    /**
     * Takes in the shares measured at a step.
     *
     * @param shares one a layer, NaN where not measured
     * @return the first layer in the state, or -1
     */
    int note(double[] shares, long step) {
        for (int k = 0; k < streaks.length; k++) {
            if (!Double.isNaN(shares[k]) && streaks[k].note(shares[k] > SHARE, step) >= MEASUREMENTS) {
                return k;
            }
        }
        return -1;
    }

    void remember(Notes notes) {
        Streak.remember(streaks, notes);
    }

    /** First step of a layer's current streak. */
    long since(int layer) {
        return streaks[layer].since();
    }
}
