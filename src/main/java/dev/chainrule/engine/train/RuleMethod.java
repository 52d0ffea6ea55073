package dev.chainrule.engine.train;

import dev.chainrule.engine.optimize.UpdateRule;

/** One gradient a step, one element-wise update. */
final class RuleMethod extends FirstOrder implements Method {

    RuleMethod(UpdateRule rule, Workbench bench) {
        super(bench, bench.optimizer(rule));
    }
}
