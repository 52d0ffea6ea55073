package dev.chainrule.engine.train;

import dev.chainrule.engine.catalog.Default;
import dev.chainrule.engine.catalog.Help;
import dev.chainrule.engine.catalog.Member;
import dev.chainrule.engine.catalog.Range;

/** Stops when a metric has not improved for a number of epochs. */
@Help("Stops when a metric has not improved for a number of epochs.")
public record EarlyStopping(
        @Help("Epoch series watched.") @Default("validation_loss")
        Metric metric,

        @Help("Epochs without improvement before stopping.") @Default("10") @Range(min = 1)
        int patience,

        @Help("Smallest change that counts.") @Default("0") @Range(min = 0)
        double minDelta,

        @Help("Whether the best parameters are taken back.") @Default("true")
        boolean restoreBest) {

    /** What early stopping may watch. */
    public enum Metric {
        TRAINING_LOSS,
        TRAINING_ACCURACY,
        VALIDATION_LOSS,
        VALIDATION_ACCURACY
    }

    public EarlyStopping {
        Member.check(EarlyStopping.class, metric, patience, minDelta, restoreBest);
    }
}
