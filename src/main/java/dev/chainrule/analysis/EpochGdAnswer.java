package dev.chainrule.analysis;

import dev.chainrule.engine.solve.EpochGd;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What EPOCH-GD did.
 *
 * @param epochs lengths, rates, gap f - f* and the bound 16 G^2 / (lambda T) at the end of each
 * @param slope of log gap by log steps, where the rate is below 1 / largest curvature; the theorem's is -1; null with fewer
 *     than three such epochs
 * @param belowBound whether no mean gap is above its bound
 * @param gradientBound G, such that E|g|^2 <= G^2 on the ball
 * @param radius of the ball that steps are projected on
 * @param startGap f - f* at the start
 * @param theorem what is compared
 */
record EpochGdAnswer(
        List<EpochGd.Epoch> epochs,
        @Nullable Double slope,
        boolean belowBound,
        double lambda,
        double smoothness,
        double gradientBound,
        double radius,
        double startGap,
        int repetitions,
        long seed,
        String theorem) {

    private static final String THEOREM =
            "E f(x) - f(x*) <= 16 G^2 / (lambda T) for T1 = 4, eta1 = 1/lambda (Hazan and Kale, Beyond the regret minimization barrier, JMLR 15, 2014)";

    static EpochGdAnswer of(EpochGd.Run run, EpochGdRequest request) {
        return new EpochGdAnswer(
                run.epochs(),
                Double.isFinite(run.slope()) ? run.slope() : null,
                run.epochs().stream().allMatch(e -> e.gap() <= e.bound()),
                run.lambda(),
                run.smoothness(),
                run.gradientBound(),
                run.radius(),
                run.startGap(),
                request.repetitions(),
                request.seed(),
                THEOREM);
    }
}
