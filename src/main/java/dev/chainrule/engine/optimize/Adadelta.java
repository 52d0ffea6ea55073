package dev.chainrule.engine.optimize;

import dev.chainrule.engine.array.UpdatePass;
import dev.chainrule.engine.catalog.Default;
import dev.chainrule.engine.catalog.Formula;
import dev.chainrule.engine.catalog.Help;
import dev.chainrule.engine.catalog.Member;
import dev.chainrule.engine.catalog.Range;

/**
 * Adadelta (Zeiler 2012), where alpha is 1. Keras (rho 0.95, alpha 0.001) and PyTorch (rho 0.9, alpha 1) agree on where epsilon stands.
 */
@Formula("v <- rho v + (1-rho) g^2; d = g sqrt((s + eps) / (v + eps)); s <- rho s + (1-rho) d^2; theta <- theta - alpha"
        + " d")
@Help("Updates in the units of theta (Zeiler 2012).")
public record Adadelta(
        @Help("Step size alpha.") @Default("1") @Range(min = 0, openMin = true, max = 1e6)
        double learningRate,

        @Help("Decay rho of both squares.") @Default("0.95") @Range(min = 0, max = 1, openMax = true)
        double rho,

        @Help("Under both roots; starts the first step.") @Default("1e-6") @Range(min = 1e-30)
        double epsilon,

        @Help("lambda: adds lambda theta to the gradient (coupled decay).") @Default("0") @Range(min = 0)
        double weightDecay)
        implements UpdateRule {
    public Adadelta {
        Member.check(Adadelta.class, learningRate, rho, epsilon, weightDecay);
    }

    @Override
    public int averages() {
        return 2;
    }

    @Override
    public void update(UpdatePass pass, double alpha, long t) {
        pass.decay(weightDecay);
        pass.adadelta(alpha, rho, epsilon);
    }
}
