package dev.chainrule.engine.optimize;

import dev.chainrule.engine.catalog.Default;
import dev.chainrule.engine.catalog.Formula;
import dev.chainrule.engine.catalog.Help;
import dev.chainrule.engine.catalog.Member;
import dev.chainrule.engine.catalog.Range;

/** Limited-memory BFGS (Liu and Nocedal 1989) over all examples, at work in {@link QuasiNewton}. */
@Formula(
        "theta <- theta - alpha H grad J, H from the last pairs s, y (two-loop recursion), alpha by the strong Wolfe conditions")
@Help(
        "Limited-memory BFGS with a line search, over all examples; ends where the gradient vanishes (Liu and Nocedal 1989).")
public record Lbfgs(
        @Help("Pairs of steps and gradient changes remembered.") @Default("10") @Range(min = 1, max = 100)
        int history,

        @Help("Norm of the gradient that counts as zero.") @Default("1e-6") @Range(min = 0)
        double tolerance)
        implements OptimizerSpec {
    public Lbfgs {
        Member.check(Lbfgs.class, history, tolerance);
    }

    @Override
    public boolean fullBatch() {
        return true;
    }

    @Override
    public boolean ownRate() {
        return true;
    }

    @Override
    public boolean repeatable() {
        return true;
    }

    /** The pairs, what each line search keeps, and the gradient while the layers are shown something else. */
    @Override
    public int vectors() {
        return 2 * history + Descent.VECTORS + 1;
    }
}
