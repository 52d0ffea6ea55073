package dev.chainrule.engine.optimize;

import dev.chainrule.engine.array.UpdatePass;
import dev.chainrule.engine.catalog.Default;
import dev.chainrule.engine.catalog.Formula;
import dev.chainrule.engine.catalog.Help;
import dev.chainrule.engine.catalog.Member;
import dev.chainrule.engine.catalog.Range;

/**
 * Nadam (Dozat 2016): mu_t = b1 (1 - 0.96^(t psi) / 2), P_t = mu_1 mu_2 … mu_t.
 *
 * <p>psi is Dozat's and PyTorch's 0.004, under which mu climbs from b1 / 2 over thousands of steps; Keras has psi = 1 and climbs within a
 * hundred; a very large psi makes mu = b1 throughout, as Optax has it.
 */
@Formula("m, v as in Adam; theta <- theta - alpha (mu_(t+1) m / (1 - P_(t+1)) + (1 - mu_t) g / (1 - P_t)) / (sqrt(vHat)"
        + " + eps)")
@Help("Adam with Nesterov's look ahead (Dozat 2016).")
public record Nadam(
        @Help("Step size alpha.") @Default("0.002") @Range(min = 0, openMin = true, max = 1e6)
        double learningRate,

        @Help("Decay b1 of the mean.") @Default("0.9") @Range(min = 0, max = 1, openMax = true)
        double beta1,

        @Help("Decay b2 of the square.") @Default("0.999") @Range(min = 0, max = 1, openMax = true)
        double beta2,

        @Help("Keeps the denominator from 0.") @Default("1e-8") @Range(min = 1e-30)
        double epsilon,

        @Help("psi: speed at which the momentum climbs; 0.004 (PyTorch) or 1 (Keras).")
        @Default("0.004")
        @Range(min = 0)
        double momentumDecay,

        @Help("lambda: adds lambda theta to the gradient (coupled decay).") @Default("0") @Range(min = 0)
        double weightDecay)
        implements UpdateRule {
    public Nadam {
        Member.check(Nadam.class, learningRate, beta1, beta2, epsilon, momentumDecay, weightDecay);
    }

    @Override
    public int averages() {
        return 2;
    }

    @Override
    public void update(UpdatePass pass, double alpha, long t) {
        double product = momentumProduct(t);
        double next = momentum(t + 1);
        double c2 = Math.sqrt(1 - Math.pow(beta2, t));
        double through = alpha * c2 * next / (1 - product * next);
        double direct = alpha * c2 * (1 - momentum(t)) / (1 - product);
        pass.decay(weightDecay);
        pass.adam(through, direct, beta1, beta2, epsilon * c2);
    }

    private double momentum(long t) {
        return beta1 * (1 - Math.pow(0.96, t * momentumDecay) / 2);
    }

    /** P_t, from t alone: a resumed run needs nothing else. Ends where the factors left are b1, or P_t is nothing beside 1. */
    private double momentumProduct(long t) {
        double product = Math.pow(beta1, t);
        double fall = Math.pow(0.96, momentumDecay);
        double power = fall;
        for (long i = 1; i <= t && power > 0x1p-54 && product > 0x1p-60; i++) {
            product *= 1 - power / 2;
            power *= fall;
        }
        return product;
    }
}
