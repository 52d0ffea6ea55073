package dev.chainrule.engine.diagnose;

import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Do updates overshoot? Said when the smoothed loss of the batches has risen well above the least it ever was (or above
 * where it started) while the largest update is more than {@value #RATIO} of its layer's weights: 1e-3 is healthy.
 */
public final class LearningRateTooHigh implements Diagnostic {

    /** Update to weight ratio that is too much to be kept up. */
    static final double RATIO = 0.05;

    /** Rise of the smoothed loss over its least value before it is said. */
    static final double RISE = 1.3;

    private static final int WINDOW = 10;
    private static final int FIRST = 8;

    private final RunView run;
    private final Smoothed loss = new Smoothed(WINDOW);
    private final Smoothed ratio = new Smoothed(WINDOW);
    private final Streak overshooting = new Streak();
    private double least = Double.POSITIVE_INFINITY;
    private boolean said;

    public LearningRateTooHigh(RunView run) {
        this.run = run;
    }

    @Override
    public void remember(Notes notes) {
        loss.remember(notes);
        ratio.remember(notes);
        overshooting.remember(notes);
        least = notes.keep(least);
        said = notes.keep(said);
    }

    @Override
    public @Nullable Finding onStep(StepView step) {
        if (said || !run.hasLearningRate() || !Double.isFinite(step.loss)) {
            return null;
        }
        double smoothed = loss.add(step.loss);
        double updates = ratio.add(step.updateRatio[step.mostUpdated()]);
        least = loss.count() >= 3 ? Math.min(least, smoothed) : smoothed;
        boolean overshoots = updates > RATIO && smoothed > RISE * least && smoothed - least > floor();
        if (overshooting.note(overshoots, step.step) < FIRST) {
            return null;
        }
        said = true;
        return new Finding(
                "LEARNING_RATE_TOO_HIGH",
                Finding.Severity.ERROR,
                null,
                overshooting.since(),
                Map.of(
                        "updateRatio",
                        updates,
                        "loss",
                        smoothed,
                        "leastLoss",
                        least,
                        "learningRate",
                        run.learningRate()),
                String.format(
                        Locale.ROOT,
                        "The loss has risen from %.3g to %.3g while each step changes weights by %.0f %%: steps of learning"
                                + " rate %.3g overshoot.",
                        least,
                        smoothed,
                        100 * updates,
                        run.learningRate()),
                Patches.learningRate(run.learningRate() / 10));
    }

    /** A rise that is small beside the loss of the best constant answer is noise of a net that has learned all. */
    private double floor() {
        return Double.isNaN(run.baselineLoss()) ? 0 : 0.2 * run.baselineLoss();
    }
}
