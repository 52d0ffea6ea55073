package dev.chainrule.engine.solve;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** From a solved system to what its reader wants to know: statistics, and how far to trust them. */
final class Report {

    private static final double MOST_DIGITS = -Math.log10(DoubleDouble.ROUNDOFF);

    /** With fewer digits than this left by the data the problem is called ill-conditioned. */
    private static final double FEW_DIGITS = 8;

    private final Factorization factorization;
    private final Design design;
    private final Target target;
    private final Refinement refinement;
    private final double[] weights;

    Report(Factorization factorization, Target target, Refinement refinement) {
        this.factorization = factorization;
        this.design = factorization.design();
        this.target = target;
        this.refinement = refinement;
        this.weights = factorization.deficient()
                ? MinimumNorm.of(refinement.weights(), factorization.nullSpace(), design.features())
                : refinement.weights();
    }

    Solution solution() {
        double residual = refinement.sumOfSquares();
        double total = target.totalSumOfSquares(design.intercept());
        double deviation = Math.sqrt(residual / (design.examples() - factorization.rank()));
        double unit = target.unit();
        Solution.Digits digits = digits(Math.sqrt(residual));
        return new Solution(
                scaled(Arrays.copyOf(weights, design.features()), unit),
                design.intercept() ? weights[design.features()] * unit : 0,
                standardErrors(deviation * unit),
                Double.isFinite(deviation) ? deviation * unit : Double.NaN,
                total > 0 ? 1 - residual / total : Double.NaN,
                residual * unit * unit,
                factorization.rank(),
                design.columns(),
                factorization.condition(),
                digits,
                notices(digits));
    }

    private static double[] scaled(double[] values, double unit) {
        return Arrays.stream(values).map(v -> v * unit).toArray();
    }

    private double @Nullable [] standardErrors(double deviation) {
        if (design.lambda() > 0 || factorization.deficient() || !Double.isFinite(deviation)) {
            return null;
        }
        double[] errors = new double[design.columns()];
        for (int k = 0; k < errors.length; k++) {
            int j = factorization.column(k);
            errors[j] = deviation * factorization.inverseRowNorm(k) * design.scale(j);
        }
        return errors;
    }

    /**
     * First-order perturbation theory for relative errors u in the data (Bjorck, 1996, section 1.4): the weights move by
     * u k (1 + |b| / |A||x|) + u k^2 |r| / |A||x|, k the condition of the scaled columns.
     */
    private Solution.Digits digits(double residualNorm) {
        double condition = factorization.scaledCondition();
        double size = 0;
        for (int j = 0; j < weights.length; j++) {
            size += Math.pow(weights[j] / design.scale(j), 2);
        }
        double relative = size == 0 ? 0 : residualNorm / Math.sqrt(size);
        double sensitivity = condition * (2 + relative) + condition * condition * relative;
        double computed =
                refinement.uncertainty() + (factorization.deficient() ? condition * DoubleDouble.ROUNDOFF : 0);
        return new Solution.Digits(
                decimals(computed), decimals(sensitivity * DoubleDouble.ROUNDOFF), refinement.corrections());
    }

    private static double decimals(double relativeError) {
        return Math.clamp(-Math.log10(relativeError), 0, MOST_DIGITS);
    }

    private List<Solution.Notice> notices(Solution.Digits digits) {
        List<Solution.Notice> notices = new ArrayList<>();
        if (factorization.deficient()) {
            notices.add(
                    new Solution.Notice(
                            "RANK_DEFICIENT",
                            "Only " + factorization.rank() + " of " + design.columns()
                                    + " columns are independent: many weights fit equally well, those of least norm are given."));
        }
        if (!refinement.converged()) {
            notices.add(new Solution.Notice(
                    "NOT_CONVERGED",
                    String.format(
                            Locale.ROOT,
                            "Refinement did not converge; about %.0f digits of the weights hold.",
                            digits.computed())));
        }
        if (digits.data() < FEW_DIGITS) {
            notices.add(new Solution.Notice(
                    "ILL_CONDITIONED",
                    String.format(
                            Locale.ROOT,
                            "The columns are nearly dependent: if the data were rounded to float64, about %.0f digits of the weights hold.",
                            digits.data())));
        }
        return notices;
    }
}
