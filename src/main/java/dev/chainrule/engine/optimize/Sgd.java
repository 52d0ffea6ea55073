package dev.chainrule.engine.optimize;

import dev.chainrule.engine.array.UpdatePass;
import dev.chainrule.engine.catalog.Default;
import dev.chainrule.engine.catalog.Formula;
import dev.chainrule.engine.catalog.Help;
import dev.chainrule.engine.catalog.Member;
import dev.chainrule.engine.catalog.Range;

@Formula("theta <- theta - alpha g, g the gradient of a minibatch")
@Help("Stochastic gradient descent.")
public record Sgd(
        @Help("Step size alpha.") @Default("0.01") @Range(min = 0, openMin = true, max = 1e6)
        double learningRate) implements UpdateRule {
    public Sgd {
        Member.check(Sgd.class, learningRate);
    }

    @Override
    public int averages() {
        return 0;
    }

    @Override
    public void update(UpdatePass pass, double alpha, long t) {
        pass.gradientDescent(alpha);
    }
}
