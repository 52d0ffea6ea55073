package dev.chainrule.engine.diagnose;

import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Is the network no better than the best constant answer? Said when after {@value #EPOCHS} epochs and at least
 * {@value #STEPS} steps the training loss is not under 98 % of what always giving the mean (or the share of each class)
 * would cost, and no longer falls.
 */
public final class NotLearning implements Diagnostic {

    private static final String CODE = "NOT_LEARNING";

    /** Share of the best constant answer's loss under which something has been learned. */
    private static final double UNDER = 0.98;

    private static final int EPOCHS = 5;
    private static final int STEPS = 50;

    private final RunView run;
    private double previous = Double.NaN;
    private int flat;
    private boolean said;

    public NotLearning(RunView run) {
        this.run = run;
    }

    /** Whether a network of which this was found has learned since, to judge by a loss. */
    public static boolean overtaken(Finding finding, double loss) {
        return finding.code().equals(CODE)
                && loss < UNDER * finding.evidence().getOrDefault("baselineLoss", Double.NaN);
    }

    @Override
    public void remember(Notes notes) {
        previous = notes.keep(previous);
        flat = (int) notes.keep((long) flat);
        said = notes.keep(said);
    }

    @Override
    public @Nullable Finding onEpoch(EpochView epoch) {
        double loss = epoch.trainingLoss();
        boolean falls = previous - loss > 0.005 * previous;
        previous = loss;
        flat = !falls && loss > UNDER * run.baselineLoss() ? flat + 1 : 0;
        if (said || flat < EPOCHS || epoch.step() < STEPS) {
            return null;
        }
        said = true;
        return new Finding(
                CODE,
                Finding.Severity.ERROR,
                null,
                epoch.step(),
                Map.of("loss", loss, "baselineLoss", run.baselineLoss()),
                String.format(
                        Locale.ROOT,
                        "After %d epochs the training loss is %.4g; always giving the same best answer would cost %.4g. The"
                                + " network has learned nothing from its inputs so far.",
                        epoch.epoch(),
                        loss,
                        run.baselineLoss()),
                Map.of());
    }
}
