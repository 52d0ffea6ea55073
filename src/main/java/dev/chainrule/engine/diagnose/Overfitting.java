package dev.chainrule.engine.diagnose;

import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Does the network learn its training examples by heart? Said when the validation loss has stayed for {@value #EPOCHS}
 * epochs well above the least it was, while the training loss went on falling. The cure stops early, but waits longer than this run
 * did on its way to the least: one that rests on a plateau first is not stopped there.
 */
public final class Overfitting implements Diagnostic {

    /** Rise of the validation loss over its least value before it is said. */
    static final double RISE = 1.2;

    private static final int EPOCHS = 5;

    private final Streak rising = new Streak();
    private double least = Double.POSITIVE_INFINITY;
    private int leastEpoch;
    private int longestWait;
    private double trainingAtLeast = Double.POSITIVE_INFINITY;
    private final double baseline;
    private boolean said;

    public Overfitting(RunView run) {
        baseline = run.baselineLoss();
    }

    @Override
    public void remember(Notes notes) {
        rising.remember(notes);
        least = notes.keep(least);
        leastEpoch = (int) notes.keep((long) leastEpoch);
        longestWait = (int) notes.keep((long) longestWait);
        trainingAtLeast = notes.keep(trainingAtLeast);
        said = notes.keep(said);
    }

    @Override
    public @Nullable Finding onEpoch(EpochView epoch) {
        double validation = epoch.validationLoss();
        if (said || Double.isNaN(validation)) {
            return null;
        }
        if (validation < least) {
            least = validation;
            longestWait = Math.max(longestWait, epoch.epoch() - leastEpoch);
            leastEpoch = epoch.epoch();
            trainingAtLeast = epoch.trainingLoss();
        }
        boolean matters = Double.isNaN(baseline) || validation - least > 0.05 * baseline;
        boolean apart = validation > RISE * least && matters && epoch.trainingLoss() < 0.9 * trainingAtLeast;
        if (rising.note(apart, epoch.step()) < EPOCHS) {
            return null;
        }
        said = true;
        return new Finding(
                "OVERFITTING",
                Finding.Severity.WARNING,
                null,
                rising.since(),
                Map.of(
                        "validationLoss",
                        validation,
                        "leastValidationLoss",
                        least,
                        "leastEpoch",
                        (double) leastEpoch,
                        "trainingLoss",
                        epoch.trainingLoss()),
                String.format(
                        Locale.ROOT,
                        "Since epoch %d the training loss falls (%.3g) while the validation loss rises (%.3g, was %.3g): the"
                                + " network learns its training examples by heart.",
                        leastEpoch,
                        epoch.trainingLoss(),
                        validation,
                        least),
                Map.of(
                        "training",
                        Map.of(
                                "earlyStopping",
                                Map.of("metric", "validationLoss", "patience", patience(), "restoreBest", true))));
    }

    /** Twice the epochs from one least loss to the next, at most. */
    private int patience() {
        return Math.max(EPOCHS, 2 * longestWait);
    }
}
