package dev.chainrule.engine.diagnose;

import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Are the updates too small to get anywhere? Said after some epochs in which every layer's updates stayed under
 * {@value #RATIO} of its weights a step and the training loss, still near its start, moved by less than a percent an epoch. Updates of exactly zero have another cause.
 */
public final class LearningRateTooLow implements Diagnostic {

    /** Largest update to weight ratio that counts as standing still. */
    static final double RATIO = 2e-5;

    private static final int EPOCHS = 3;

    private final RunView run;
    private final Smoothed ratio = new Smoothed(100);
    private final Streak still = new Streak();
    private double first = Double.NaN;
    private double last = Double.NaN;
    private boolean said;

    public LearningRateTooLow(RunView run) {
        this.run = run;
    }

    @Override
    public void remember(Notes notes) {
        ratio.remember(notes);
        still.remember(notes);
        first = notes.keep(first);
        last = notes.keep(last);
        said = notes.keep(said);
    }

    @Override
    public @Nullable Finding onStep(StepView step) {
        ratio.add(step.updateRatio[step.mostUpdated()]);
        return null;
    }

    @Override
    public @Nullable Finding onEpoch(EpochView epoch) {
        double loss = epoch.trainingLoss();
        first = Double.isNaN(first) ? loss : first;
        boolean stands = ratio.mean() > 0 && ratio.mean() < RATIO && loss > 0.5 * first && !(last - loss > 0.01 * last);
        last = loss;
        if (said || !run.hasLearningRate() || still.note(stands, epoch.step()) < EPOCHS) {
            return null;
        }
        said = true;
        return new Finding(
                "LEARNING_RATE_TOO_LOW",
                Finding.Severity.WARNING,
                null,
                still.since(),
                Map.of("updateRatio", ratio.mean(), "loss", loss, "learningRate", run.learningRate()),
                String.format(
                        Locale.ROOT,
                        "Each step changes the weights by only %.1g of themselves and the loss stays at %.3g: at learning"
                                + " rate %.3g this run would take very long.",
                        ratio.mean(),
                        loss,
                        run.learningRate()),
                Patches.learningRate(run.learningRate() * 100));
    }
}
