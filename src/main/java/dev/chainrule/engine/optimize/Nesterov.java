package dev.chainrule.engine.optimize;

import dev.chainrule.engine.array.UpdatePass;
import dev.chainrule.engine.catalog.Default;
import dev.chainrule.engine.catalog.Formula;
import dev.chainrule.engine.catalog.Help;
import dev.chainrule.engine.catalog.Member;
import dev.chainrule.engine.catalog.Range;

/**
 * Nesterov's accelerated gradient (1983) in the form of Sutskever et al. (2013): theta is the point looked ahead at, theta + mu v in
 * their letters.
 *
 * <p>Dampening d: v <- mu v + (1 - d) g, but v <- g at the first step. PyTorch's {@code dampening}; ONNX's {@code alpha} is mu, its
 * {@code beta} 1 - d, its {@code norm_coefficient} the weight decay.
 *
 * <p>With {@code rateInside}: v <- mu v + alpha g and theta <- theta - alpha g - mu v, as Keras and Sutskever et al. (2013) have it. It is the same
 * while alpha stays; where a schedule lowers alpha, the old velocity keeps its old rate.
 */
@Formula("v <- mu v + g; theta <- theta - alpha (g + mu v)")
@Help("Nesterov's accelerated gradient in the form of Sutskever et al. 2013.")
public record Nesterov(
        @Help("Step size alpha.") @Default("0.01") @Range(min = 0, openMin = true, max = 1e6)
        double learningRate,

        @Help("Momentum mu.") @Default("0.9") @Range(min = 0, max = 1, openMax = true)
        double momentum,

        @Help("Damps the gradient by 1 - dampening, except at the first step (PyTorch).")
        @Default("0")
        @Range(min = 0, max = 1, openMax = true)
        double dampening,

        @Help("Whether alpha enters the velocity (Keras) rather than scaling it (PyTorch, ONNX).") @Default("false")
        boolean rateInside,

        @Help("lambda: adds lambda theta to the gradient (coupled decay).") @Default("0") @Range(min = 0)
        double weightDecay)
        implements UpdateRule {
    public Nesterov {
        Member.check(Nesterov.class, learningRate, momentum, dampening, rateInside, weightDecay);
    }

    /** Without options. */
    public Nesterov(double learningRate, double momentum) {
        this(learningRate, momentum, 0, false, 0);
    }

    @Override
    public double reach() {
        return 1 + momentum * (1 - dampening) / (1 - momentum);
    }

    @Override
    public int averages() {
        return 1;
    }

    @Override
    public void update(UpdatePass pass, double alpha, long t) {
        double add = t == 1 ? 1 : 1 - dampening;
        pass.decay(weightDecay);
        if (rateInside) {
            pass.momentum(momentum, alpha * add, alpha, momentum);
        } else {
            pass.momentum(momentum, add, alpha, alpha * momentum);
        }
    }
}
