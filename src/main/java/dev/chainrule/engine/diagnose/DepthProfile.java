package dev.chainrule.engine.diagnose;

/**
 * By how many decades ||dJ/da_k|| of each hidden layer lies above the last hidden layer's, as moving averages. A gradient of exactly
 * zero is dead, neither vanishing nor exploding: it is passed over.
 */
final class DepthProfile {

    private static final int WINDOW = 20;

    private final int top;
    private final Smoothed[] decades;

    DepthProfile(RunView run) {
        top = run.lastHidden();
        decades = Smoothed.each(Math.max(0, top), WINDOW);
    }

    /** Takes a step in; false where it has nothing to compare. */
    boolean add(StepView step) {
        if (top < 1 || !(step.deltaNorm[top] > 0)) {
            return false;
        }
        double reference = Smoothed.decades(step.deltaNorm[top]);
        for (int k = 0; k < top; k++) {
            decades[k].add(step.deltaNorm[k] > 0 ? Smoothed.decades(step.deltaNorm[k]) - reference : Double.NaN);
        }
        return true;
    }

    /** Index of the last hidden layer. */
    int top() {
        return top;
    }

    /** Decades of layer k over the last hidden one; negative where it gets less. */
    double decades(int k) {
        return decades[k].mean();
    }

    /** How many steps showed something of layer k. */
    long measurements(int k) {
        return decades[k].count();
    }

    void remember(Notes notes) {
        Smoothed.remember(decades, notes);
    }
}
