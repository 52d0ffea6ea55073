package dev.chainrule.engine.train;

import dev.chainrule.engine.catalog.Default;
import dev.chainrule.engine.catalog.Help;
import dev.chainrule.engine.catalog.Member;
import dev.chainrule.engine.catalog.Named;
import dev.chainrule.engine.catalog.Range;

/** Stops when a metric has not improved for a number of epochs. */
@Help("Stops when a metric has not improved for a number of epochs.")
public record EarlyStopping(
        @Help("Epoch series watched.") @Default("validationLoss")
        Metric metric,

        @Help("Epochs without improvement before stopping.") @Default("10") @Range(min = 1)
        int patience,

        @Help("Smallest change that counts.") @Default("0") @Range(min = 0)
        double minDelta,

        @Help("Whether the best parameters are taken back.") @Default("true")
        boolean restoreBest) {

    /** What early stopping may watch, under the names of the epoch series. */
    public enum Metric {
        @Named("trainingLoss")
        TRAINING_LOSS,
        @Named("trainingAccuracy")
        TRAINING_ACCURACY,
        @Named("validationLoss")
        VALIDATION_LOSS,
        @Named("validationAccuracy")
        VALIDATION_ACCURACY;

        /** Whether it is taken over held-out examples. */
        public boolean ofValidation() {
            return this == VALIDATION_LOSS || this == VALIDATION_ACCURACY;
        }

        /** Whether more is better. */
        public boolean isAccuracy() {
            return this == TRAINING_ACCURACY || this == VALIDATION_ACCURACY;
        }
    }

    public EarlyStopping {
        Member.check(EarlyStopping.class, metric, patience, minDelta, restoreBest);
    }
}
