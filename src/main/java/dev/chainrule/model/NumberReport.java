package dev.chainrule.model;

import dev.chainrule.dataset.Encoding;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Errors of predicted numbers, in the target's own unit. */
final class NumberReport {

    private final double offset;
    private final double scale;
    private final double[] meants;
    private final double[] answers;
    private int count;
    private double squares;
    private double absolute;
    private double mean;
    private double deviations;

    /** @param kept examples whose numbers are kept: all or 0 */
    NumberReport(Encoding.Target target, int kept) {
        meants = new double[kept];
        answers = new double[kept];
        offset = target.offset();
        scale = target.scale();
    }

    void add(INDArray yHat, INDArray y) {
        for (int j = 0; j < y.columns(); j++) {
            double meant = offset + scale * y.getDouble(0, j);
            double answered = offset + scale * yHat.getDouble(0, j);
            double error = answered - meant;
            if (count < meants.length) {
                meants[count] = meant;
                answers[count] = answered;
            }
            count++;
            squares += error * error;
            absolute += Math.abs(error);
            double distance = meant - mean; // Welford 1962
            mean += distance / count;
            deviations += distance * (meant - mean);
        }
    }

    /** The number meant by example j. */
    double meant(int j) {
        return meants[j];
    }

    /** The number answered to example j. */
    double answered(int j) {
        return answers[j];
    }

    /** answered - meant of each example. */
    double[] residuals() {
        double[] residuals = new double[meants.length];
        for (int j = 0; j < residuals.length; j++) {
            residuals[j] = answers[j] - meants[j];
        }
        return residuals;
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
