package dev.chainrule.engine.optimize;

import dev.chainrule.engine.array.UpdatePass;
import dev.chainrule.engine.catalog.Default;
import dev.chainrule.engine.catalog.Formula;
import dev.chainrule.engine.catalog.Help;
import dev.chainrule.engine.catalog.Member;
import dev.chainrule.engine.catalog.Range;

/**
 * Gradient descent on minibatches (Robbins and Monro 1951). Keras, PyTorch and ONNX agree.
 */
@Formula("theta <- theta - alpha g, g the gradient of a minibatch")
@Help("Stochastic gradient descent (Robbins and Monro 1951).")
public record Sgd(
        @Help("Step size alpha.") @Default("0.01") @Range(min = 0, openMin = true, max = 1e6)
        double learningRate,

        @Help("lambda: adds lambda theta to the gradient (coupled decay).") @Default("0") @Range(min = 0)
        double weightDecay)
        implements UpdateRule {
    public Sgd {
        Member.check(Sgd.class, learningRate, weightDecay);
    }

    /** Without options. */
    public Sgd(double learningRate) {
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
    public void update(UpdatePass pass, double alpha, long t) {
        pass.decay(weightDecay);
        pass.gradientDescent(alpha);
    }
}
