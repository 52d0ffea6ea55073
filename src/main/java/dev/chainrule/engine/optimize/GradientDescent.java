package dev.chainrule.engine.optimize;

import dev.chainrule.engine.array.UpdatePass;
import dev.chainrule.engine.catalog.Default;
import dev.chainrule.engine.catalog.Formula;
import dev.chainrule.engine.catalog.Help;
import dev.chainrule.engine.catalog.Member;
import dev.chainrule.engine.catalog.Range;

@Formula("theta <- theta - alpha grad J, the gradient taken over all examples")
@Help("Full-batch gradient descent: one step an epoch, the batch size is ignored.")
public record GradientDescent(
        @Help("Step size alpha.") @Default("0.1") @Range(min = 0, openMin = true, max = 1e6)
        double learningRate) implements UpdateRule {
    public GradientDescent {
        Member.check(GradientDescent.class, learningRate);
    }

    @Override
    public boolean fullBatch() {
        return true;
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
