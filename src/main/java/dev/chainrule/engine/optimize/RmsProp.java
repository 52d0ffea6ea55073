package dev.chainrule.engine.optimize;

import dev.chainrule.engine.array.UpdatePass;
import dev.chainrule.engine.catalog.Default;
import dev.chainrule.engine.catalog.Formula;
import dev.chainrule.engine.catalog.Help;
import dev.chainrule.engine.catalog.Member;
import dev.chainrule.engine.catalog.Named;
import dev.chainrule.engine.catalog.Range;

/**
 * RMSprop (Tieleman and Hinton 2012, lecture 6.5 of their course).
 *
 * <p>Centered (Graves 2013): v less the square of the mean gradient, the variance. With momentum mu: b <- mu b + g / (sqrt(v) + eps),
 * theta <- theta - alpha b; with {@code rateInside} alpha stands before g instead.
 *
 * <p>Keras and TensorFlow have rho 0.9, epsilon under the root and {@code rateInside}; PyTorch rho 0.99, epsilon beside the root and
 * alpha outside. Nobody corrects the bias of v.
 */
@Named("rmsprop")
@Formula("v <- rho v + (1-rho) g^2; theta <- theta - alpha g / (sqrt(v) + eps)")
@Help("Gradients over their root mean square (Tieleman and Hinton 2012).")
public record RmsProp(
        @Help("Step size alpha.") @Default("0.001") @Range(min = 0, openMin = true, max = 1e6)
        double learningRate,

        @Help("Decay rho of the square.") @Default("0.9") @Range(min = 0, max = 1, openMax = true)
        double rho,

        @Help("Keeps the denominator from 0.") @Default("1e-8") @Range(min = 1e-30)
        double epsilon,

        @Help("Whether epsilon is added under the root (Keras) rather than to it (PyTorch, ONNX).") @Default("false")
        boolean epsilonInside,

        @Help("Whether the variance takes the place of the mean square.") @Default("false")
        boolean centered,

        @Help("Momentum mu of the updates.") @Default("0") @Range(min = 0, max = 1, openMax = true)
        double momentum,

        @Help("Whether alpha enters the velocity (Keras) rather than scaling it (PyTorch, ONNX).") @Default("false")
        boolean rateInside,

        @Help("lambda: adds lambda theta to the gradient (coupled decay).") @Default("0") @Range(min = 0)
        double weightDecay)
        implements UpdateRule {
    public RmsProp {
        Member.check(
                RmsProp.class, learningRate, rho, epsilon, epsilonInside, centered, momentum, rateInside, weightDecay);
    }

    @Override
    public int averages() {
        return (centered ? 2 : 1) + (momentum > 0 ? 1 : 0);
    }

    @Override
    public void update(UpdatePass pass, double alpha, long t) {
        double inside = epsilonInside ? epsilon : 0;
        double rate = momentum > 0 && !rateInside ? 1 : alpha;
        pass.decay(weightDecay);
        if (centered) {
            pass.normalizeCentered(rate, rho, 1 - rho, inside, epsilon - inside);
        } else {
            pass.normalize(rate, rho, 1 - rho, inside, epsilon - inside);
        }
        if (momentum > 0) {
            pass.momentum(momentum, 1, 0, rateInside ? 1 : alpha);
        }
    }
}
