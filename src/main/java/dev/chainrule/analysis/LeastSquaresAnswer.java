package dev.chainrule.analysis;

import dev.chainrule.engine.solve.CostComparison;
import dev.chainrule.engine.solve.Solution;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A linear fit. What does not exist (a standard error of a ridge, the condition of dependent columns) is null.
 *
 * @param features names of the columns of the fit, one-hot columns as {@code column=category}
 * @param weights in the same order
 * @param intercept null where none was wanted
 * @param standardErrors of the weights, in their order
 * @param residualStandardDeviation (sum of squared residuals / (n - rank))^(1/2)
 * @param rSquared share of the targets' variation that is explained, about the mean where there is an intercept
 * @param rank independent columns, the intercept's included
 * @param conditionNumber ratio of the extreme singular values
 * @param digits decimal digits of the weights that hold
 * @param method how it was computed
 * @param objective what was minimized
 * @param warnings what a reader must know
 */
record LeastSquaresAnswer(
        List<String> features,
        double[] weights,
        @Nullable Double intercept,
        double @Nullable [] standardErrors,
        @Nullable Double interceptStandardError,
        @Nullable Double residualStandardDeviation,
        @Nullable Double rSquared,
        double sumOfSquares,
        int examples,
        int rank,
        int columns,
        @Nullable Double conditionNumber,
        Solution.Digits digits,
        String method,
        String objective,
        CostComparison cost,
        List<Warning> warnings) {}
