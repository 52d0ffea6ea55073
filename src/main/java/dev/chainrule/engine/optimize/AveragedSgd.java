package dev.chainrule.engine.optimize;

import dev.chainrule.engine.catalog.Default;
import dev.chainrule.engine.catalog.Formula;
import dev.chainrule.engine.catalog.Help;
import dev.chainrule.engine.catalog.Member;
import dev.chainrule.engine.catalog.Range;

/**
 * Stochastic gradient descent whose answer is the average of its points (Polyak and Juditsky 1992; Ruppert 1988). Validation,
 * early stopping and the model take the average; gradients are taken at theta. Before the first averaged point the answer is theta.
 */
@Formula("theta <- theta - alpha g; average <- average + (1 + eta) / (n + eta) (theta - average), n = 1, 2, …")
@Help("Stochastic gradient descent; validation and the model use the average of its points (Polyak and Juditsky 1992).")
public record AveragedSgd(
        @Help("Step size alpha.") @Default("0.01") @Range(min = 0, openMin = true, max = 1e6)
        double learningRate,

        @Help("Epoch from whose first update on points are averaged; those before are left out.")
        @Default("2")
        @Range(min = 1)
        int startEpoch,

        @Help("0 weighs all points alike; above, later ones weigh more, like n^eta (Shamir and Zhang 2013).")
        @Default("0")
        @Range(min = 0, max = 1_000)
        double eta)
        implements OptimizerSpec {
    public AveragedSgd {
        Member.check(AveragedSgd.class, learningRate, startEpoch, eta);
    }

    @Override
    public double reach() {
        return 1;
    }

    /** The average, and theta while the average stands in its place. */
    @Override
    public int vectors() {
        return 2;
    }

    /** Share of the n-th averaged point in the new average: all of it for the first. */
    public double weight(double n) {
        return (1 + eta) / (n + eta);
    }
}
