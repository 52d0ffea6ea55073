package dev.chainrule.engine.optimize;

import dev.chainrule.engine.array.UpdatePass;
import dev.chainrule.engine.catalog.Default;
import dev.chainrule.engine.catalog.Formula;
import dev.chainrule.engine.catalog.Help;
import dev.chainrule.engine.catalog.Member;
import dev.chainrule.engine.catalog.Range;

/**
 * Adam (Kingma and Ba 2015), mHat = m / (1 - b1^t) and vHat = v / (1 - b2^t).
 *
 * <p>Kingma and Ba's algorithm 1, PyTorch and Optax add epsilon to sqrt(vHat); TensorFlow, Keras (epsilon 1e-7 there) and ONNX add it
 * to sqrt(v), {@code epsilonHat}: the larger epsilon, by 1 / sqrt(1 - b2^t), in the first steps. ONNX corrects no bias at its step 0 and calls
 * the weight decay {@code norm_coefficient}.
 */
@Formula("m <- b1 m + (1-b1) g; v <- b2 v + (1-b2) g^2; theta <- theta - alpha mHat / (sqrt(vHat) + eps)")
@Help("Adaptive moments (Kingma and Ba 2015).")
public record Adam(
        @Help("Step size alpha.") @Default("0.001") @Range(min = 0, openMin = true, max = 1e6)
        double learningRate,

        @Help("Decay b1 of the mean.") @Default("0.9") @Range(min = 0, max = 1, openMax = true)
        double beta1,

        @Help("Decay b2 of the square.") @Default("0.999") @Range(min = 0, max = 1, openMax = true)
        double beta2,

        @Help("Keeps the denominator from 0.") @Default("1e-8") @Range(min = 1e-30)
        double epsilon,

        @Help("Whether epsilon is added before bias correction (Keras, ONNX) rather than after it (PyTorch).")
        @Default("false")
        boolean epsilonHat,

        @Help("Whether the averages' start at 0 is corrected for.") @Default("true")
        boolean biasCorrection,

        @Help("lambda: adds lambda theta to the gradient (coupled decay).") @Default("0") @Range(min = 0)
        double weightDecay)
        implements UpdateRule {
    public Adam {
        Member.check(Adam.class, learningRate, beta1, beta2, epsilon, epsilonHat, biasCorrection, weightDecay);
    }

    /** Without options. */
    public Adam(double learningRate, double beta1, double beta2, double epsilon) {
        this(learningRate, beta1, beta2, epsilon, false, true, 0);
    }

    @Override
    public int averages() {
        return 2;
    }

    @Override
    public void update(UpdatePass pass, double alpha, long t) {
        // both corrections drawn into the factors (Kingma and Ba 2015, end of section 2)
        double c1 = biasCorrection ? 1 - Math.pow(beta1, t) : 1;
        double c2 = biasCorrection ? Math.sqrt(1 - Math.pow(beta2, t)) : 1;
        pass.decay(weightDecay);
        pass.adam(alpha * c2 / c1, 0, beta1, beta2, epsilonHat ? epsilon : epsilon * c2);
    }
}
