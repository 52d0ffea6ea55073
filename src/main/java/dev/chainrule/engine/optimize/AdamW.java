package dev.chainrule.engine.optimize;

import dev.chainrule.engine.array.UpdatePass;
import dev.chainrule.engine.catalog.Default;
import dev.chainrule.engine.catalog.Formula;
import dev.chainrule.engine.catalog.Help;
import dev.chainrule.engine.catalog.Member;
import dev.chainrule.engine.catalog.Named;
import dev.chainrule.engine.catalog.Range;

/**
 * AdamW (Loshchilov and Hutter 2019): decay acts on theta itself, not through the averages, so that parameters with large gradients decay
 * as much as others. lambda is multiplied by alpha, as in Keras (0.004 there), PyTorch and Optax.
 *
 * <p>Kingma and Ba's algorithm 1, PyTorch and Optax add epsilon to sqrt(vHat); TensorFlow, Keras (epsilon 1e-7 there) and ONNX add it
 * to sqrt(v), {@code epsilonHat}: the larger epsilon, by 1 / sqrt(1 - b2^t), in the first steps.
 */
@Named("adamw")
@Formula("m, v as in Adam; theta <- theta - alpha (mHat / (sqrt(vHat) + eps) + lambda theta)")
@Help("Adam with decoupled weight decay (Loshchilov and Hutter 2019).")
public record AdamW(
        @Help("Step size alpha.") @Default("0.001") @Range(min = 0, openMin = true, max = 1e6)
        double learningRate,

        @Help("Decay b1 of the mean.") @Default("0.9") @Range(min = 0, max = 1, openMax = true)
        double beta1,

        @Help("Decay b2 of the square.") @Default("0.999") @Range(min = 0, max = 1, openMax = true)
        double beta2,

        @Help("Keeps the denominator from 0.") @Default("1e-8") @Range(min = 1e-30)
        double epsilon,

        @Help("lambda: takes alpha lambda theta off theta (decoupled decay).") @Default("0.01") @Range(min = 0)
        double weightDecay,

        @Help("Whether epsilon is added before bias correction (Keras, ONNX) rather than after it (PyTorch).")
        @Default("false")
        boolean epsilonHat)
        implements UpdateRule {
    public AdamW {
        Member.check(AdamW.class, learningRate, beta1, beta2, epsilon, weightDecay, epsilonHat);
    }

    @Override
    public int averages() {
        return 2;
    }

    @Override
    public void update(UpdatePass pass, double alpha, long t) {
        double c1 = 1 - Math.pow(beta1, t);
        double c2 = Math.sqrt(1 - Math.pow(beta2, t));
        pass.adam(alpha * c2 / c1, 0, beta1, beta2, epsilonHat ? epsilon : epsilon * c2);
        pass.decay(alpha * weightDecay);
    }
}
