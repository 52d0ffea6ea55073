package dev.chainrule.engine.optimize;

import dev.chainrule.engine.array.UpdatePass;
import dev.chainrule.engine.catalog.Default;
import dev.chainrule.engine.catalog.Formula;
import dev.chainrule.engine.catalog.Help;
import dev.chainrule.engine.catalog.Member;
import dev.chainrule.engine.catalog.Range;

/**
 * Adamax (Kingma and Ba 2015, section 7.1), mHat = m / (1 - b1^t). They have no epsilon; Keras adds it to v; PyTorch has v <- max(b2 v,
 * abs(g) + eps), {@code epsilonInside}.
 */
@Formula("m <- b1 m + (1-b1) g; v <- max(b2 v, abs(g)); theta <- theta - alpha mHat / (v + eps)")
@Help("Adam under the infinity norm (Kingma and Ba 2015).")
public record Adamax(
        @Help("Step size alpha.") @Default("0.002") @Range(min = 0, openMin = true, max = 1e6)
        double learningRate,

        @Help("Decay b1 of the mean.") @Default("0.9") @Range(min = 0, max = 1, openMax = true)
        double beta1,

        @Help("Decay b2 of the largest gradient.") @Default("0.999") @Range(min = 0, max = 1, openMax = true)
        double beta2,

        @Help("Keeps the denominator from 0.") @Default("1e-8") @Range(min = 1e-30)
        double epsilon,

        @Help("Whether epsilon is added to abs(g) (PyTorch) rather than to v (Keras).") @Default("false")
        boolean epsilonInside,

        @Help("lambda: adds lambda theta to the gradient (coupled decay).") @Default("0") @Range(min = 0)
        double weightDecay)
        implements UpdateRule {
    public Adamax {
        Member.check(Adamax.class, learningRate, beta1, beta2, epsilon, epsilonInside, weightDecay);
    }

    @Override
    public int averages() {
        return 2;
    }

    @Override
    public void update(UpdatePass pass, double alpha, long t) {
        pass.decay(weightDecay);
        double rate = alpha / (1 - Math.pow(beta1, t));
        pass.adamax(rate, beta1, beta2, epsilonInside ? epsilon : 0, epsilonInside ? 0 : epsilon);
    }
}
