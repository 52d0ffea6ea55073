package dev.chainrule.engine.optimize;

import dev.chainrule.engine.array.UpdatePass;
import dev.chainrule.engine.catalog.Default;
import dev.chainrule.engine.catalog.Formula;
import dev.chainrule.engine.catalog.Help;
import dev.chainrule.engine.catalog.Member;
import dev.chainrule.engine.catalog.Range;

@Formula("v <- mu v + g; theta <- theta - alpha (g + mu v)")
@Help("Nesterov's accelerated gradient in the form of Sutskever et al. 2013.")
public record Nesterov(
        @Help("Step size alpha.") @Default("0.01") @Range(min = 0, openMin = true, max = 1e6)
        double learningRate,

        @Help("Momentum mu.") @Default("0.9") @Range(min = 0, max = 1, openMax = true)
        double momentum)
        implements UpdateRule {
    public Nesterov {
        Member.check(Nesterov.class, learningRate, momentum);
    }

    @Override
    public int averages() {
        return 1;
    }

    @Override
    public void update(UpdatePass pass, double alpha, long t) {
        pass.nesterov(alpha, momentum);
    }
}
