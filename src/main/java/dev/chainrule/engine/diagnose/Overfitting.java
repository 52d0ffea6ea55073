package dev.chainrule.engine.diagnose;

import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Does the network learn its training examples by heart? Said when the validation loss has stayed for {@value #EPOCHS}
 * epochs well above the least it was, while the training loss went on falling.
 */
public final class Overfitting implements Diagnostic {

    /** Rise of the validation loss over its least value before it is said. */
    static final double RISE = 1.2;

    private static final int EPOCHS = 5;

    private final Streak rising = new Streak();
    private double least = Double.POSITIVE_INFINITY;
    private int leastEpoch;
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
                        Map.of("earlyStopping", Map.of("metric", "validationLoss", "patience", 5, "restoreBest", true)),
                        "model",
                        Map.of("regularizer", Map.of("type", "l2", "lambda", 1e-3))));
    }
}
