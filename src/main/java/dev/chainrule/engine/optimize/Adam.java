package dev.chainrule.engine.optimize;

import dev.chainrule.engine.array.UpdatePass;
import dev.chainrule.engine.catalog.Default;
import dev.chainrule.engine.catalog.Formula;
import dev.chainrule.engine.catalog.Help;
import dev.chainrule.engine.catalog.Member;
import dev.chainrule.engine.catalog.Range;

@Formula("m <- b1 m + (1-b1) g; v <- b2 v + (1-b2) g^2; theta <- theta - alpha mHat / (sqrt(vHat) + eps)")
@Help("Adaptive moments (Kingma and Ba 2015).")
public record Adam(
        @Help("Step size alpha.") @Default("0.001") @Range(min = 0, openMin = true, max = 1e6)
        double learningRate,

        @Help("Decay b1 of the mean.") @Default("0.9") @Range(min = 0, max = 1, openMax = true)
        double beta1,

        @Help("Decay b2 of the square.") @Default("0.999") @Range(min = 0, max = 1, openMax = true)
        double beta2,

        @Help("Added outside the root.") @Default("1e-8") @Range(min = 0, openMin = true)
        double epsilon)
        implements UpdateRule {
    public Adam {
        Member.check(Adam.class, learningRate, beta1, beta2, epsilon);
    }

    @Override
    public int averages() {
        return 2;
    }

    @Override
    public void update(UpdatePass pass, double alpha, long t) {
        // alpha mHat / (sqrt(vHat) + eps), with both corrections drawn into the factors (Kingma and Ba 2015, section 2)
        double c1 = 1 - Math.pow(beta1, t);
        double c2 = Math.sqrt(1 - Math.pow(beta2, t));
        pass.adam(alpha * c2 / c1, beta1, beta2, epsilon * c2);
    }
}
