package dev.chainrule.engine.solve;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The minimum of |X w + b - y|^2 + lambda |w|^2 for one column of targets.
 *
 * @param weights w, one a feature
 * @param intercept b, 0 where there is none
 * @param standardErrors of the weights and then of the intercept; null with a ridge, with dependent columns, or without
 *     spare examples
 * @param residualStandardDeviation (sum of squared residuals / (n - rank))^(1/2); NaN where n = rank
 * @param rSquared 1 - residual over total sum of squares (about the mean where there is an intercept); NaN where that is 0
 * @param sumOfSquares of the residuals
 * @param rank independent columns
 * @param columns all columns, the intercept's included
 * @param conditionNumber ratio of the largest and the smallest singular value of the matrix with its ridge; infinite where
 *     columns are dependent
 * @param digits how far the numbers can be trusted
 * @param notices what a reader must know
 */
public record Solution(
        double[] weights,
        double intercept,
        double @Nullable [] standardErrors,
        double residualStandardDeviation,
        double rSquared,
        double sumOfSquares,
        int rank,
        int columns,
        double conditionNumber,
        Digits digits,
        List<Notice> notices) {

    /**
     * Decimal digits.
     *
     * @param computed that the weights agree to with the exact minimum for the stored numbers
     * @param data that survive if each stored number was rounded to float64 before it came here (whole numbers were not)
     * @param refinements corrections after the first solution
     */
    public record Digits(double computed, double data, int refinements) {}

    /**
     * @param code RANK_DEFICIENT, ILL_CONDITIONED, NOT_CONVERGED
     * @param message a sentence
     */
    public record Notice(String code, String message) {}
}
