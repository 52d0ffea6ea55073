package dev.chainrule.engine.optimize;

import dev.chainrule.engine.array.UpdatePass;
import dev.chainrule.engine.catalog.Default;
import dev.chainrule.engine.catalog.Formula;
import dev.chainrule.engine.catalog.Help;
import dev.chainrule.engine.catalog.Member;
import dev.chainrule.engine.catalog.Range;

/**
 * Adagrad (Duchi, Hazan and Singer 2011), v starting at {@code initialAccumulator}.
 *
 * <p>Keras starts at 0.1, PyTorch and ONNX at 0. Keras and Optax have alpha g / sqrt(v + eps), {@code epsilonInside}; PyTorch and ONNX
 * alpha g / (sqrt(v) + eps). PyTorch's {@code lr_decay} and ONNX's {@code decay_factor} are the schedule {@code inverse_time}.
 */
@Formula("v <- v + g^2; theta <- theta - alpha g / (sqrt(v) + eps)")
@Help("Rates that fall where gradients were large (Duchi, Hazan and Singer 2011).")
public record Adagrad(
        @Help("Step size alpha.") @Default("0.01") @Range(min = 0, openMin = true, max = 1e6)
        double learningRate,

        @Help("What v is at first.") @Default("0") @Range(min = 0)
        double initialAccumulator,

        @Help("Keeps the denominator from 0.") @Default("1e-10") @Range(min = 1e-30)
        double epsilon,

        @Help("Whether epsilon is added under the root (Keras) rather than to it (PyTorch, ONNX).") @Default("false")
        boolean epsilonInside,

        @Help("lambda: adds lambda theta to the gradient (coupled decay).") @Default("0") @Range(min = 0)
        double weightDecay)
        implements UpdateRule {
    public Adagrad {
        Member.check(Adagrad.class, learningRate, initialAccumulator, epsilon, epsilonInside, weightDecay);
    }

    @Override
    public int averages() {
        return 1;
    }

    @Override
    public double firstAverage() {
        return initialAccumulator;
    }

    @Override
    public void update(UpdatePass pass, double alpha, long t) {
        pass.decay(weightDecay);
        pass.normalize(alpha, 1, 1, epsilonInside ? epsilon : 0, epsilonInside ? 0 : epsilon);
    }
}
