package dev.chainrule.engine.diagnose;

/**
 * What one epoch showed; accuracies and validation values are NaN where there are none.
 *
 * @param epoch from 1
 * @param step updates made at its end
 */
public record EpochView(
        int epoch,
        long step,
        double trainingLoss,
        double trainingAccuracy,
        double validationLoss,
        double validationAccuracy) {}
