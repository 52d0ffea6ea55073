package dev.chainrule.model;

import dev.chainrule.dataset.Encoding;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Errors of predicted numbers, in the target's own unit. */
final class NumberReport {

    private final double offset;
    private final double scale;
    private long count;
    private double squares;
    private double absolute;
    private double mean;
    private double deviations;

    NumberReport(Encoding.Target target) {
        offset = target.offset();
        scale = target.scale();
    }

    void add(INDArray yHat, INDArray y) {
        for (int j = 0; j < y.columns(); j++) {
            double meant = offset + scale * y.getDouble(0, j);
            double error = offset + scale * yHat.getDouble(0, j) - meant;
            count++;
            squares += error * error;
            absolute += Math.abs(error);
            double distance = meant - mean; // Welford 1962
            mean += distance / count;
            deviations += distance * (meant - mean);
        }
    }

    double rootMeanSquaredError() {
        return Math.sqrt(squares / count);
    }

    double meanAbsoluteError() {
        return absolute / count;
    }

    /** 1 - sum of squared errors / sum of squared distances from the mean; null where all targets are equal. */
    @Nullable
    Double rSquared() {
        return deviations > 0 ? 1 - squares / deviations : null;
    }
}
