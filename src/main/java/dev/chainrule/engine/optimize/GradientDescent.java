package dev.chainrule.engine.optimize;

import dev.chainrule.engine.array.UpdatePass;
import dev.chainrule.engine.catalog.Default;
import dev.chainrule.engine.catalog.Formula;
import dev.chainrule.engine.catalog.Help;
import dev.chainrule.engine.catalog.Member;
import dev.chainrule.engine.catalog.Range;

/**
 * Steepest descent (Cauchy 1847) on the mean over all examples.
 */
@Formula("theta <- theta - alpha grad J, the gradient taken over all examples")
@Help("Full-batch gradient descent: one step an epoch, the batch size is ignored.")
public record GradientDescent(
        @Help("Step size alpha.") @Default("0.1") @Range(min = 0, openMin = true, max = 1e6)
        double learningRate,

        @Help("lambda: adds lambda theta to the gradient (coupled decay).") @Default("0") @Range(min = 0)
        double weightDecay)
        implements UpdateRule {
    public GradientDescent {
        Member.check(GradientDescent.class, learningRate, weightDecay);
    }

    /** Without options. */
    public GradientDescent(double learningRate) {
        this(learningRate, 0);
    }

    @Override
    public double reach() {
        return 1;
    }

    @Override
    public int averages() {
        return 0;
    }

    @Override
    public boolean fullBatch() {
        return true;
    }

    @Override
    public void update(UpdatePass pass, double alpha, long t) {
        pass.decay(weightDecay);
        pass.gradientDescent(alpha);
    }
}
