package dev.chainrule.engine.optimize;

import dev.chainrule.engine.catalog.Default;
import dev.chainrule.engine.catalog.Formula;
import dev.chainrule.engine.catalog.Help;
import dev.chainrule.engine.catalog.Member;
import dev.chainrule.engine.catalog.Range;

/** Newton's method with directions from truncated conjugate gradients, over all examples; at work in {@link TruncatedNewton}. */
@Formula(
        "theta <- theta + alpha d, norm(H d + grad J) <= eta norm(grad J) by conjugate gradients on products H v, alpha by a line search")
@Help("Truncated Newton: conjugate gradients on Hessian-vector products (Nocedal and Wright 2006, 7.1; Martens 2010).")
public record NewtonCg(
        @Help("Products with the Hessian a step, at most.") @Default("50") @Range(min = 1, max = 10_000)
        int products,

        @Help("Norm of the gradient that counts as zero.") @Default("1e-6") @Range(min = 0)
        double tolerance)
        implements OptimizerSpec {
    public NewtonCg {
        Member.check(NewtonCg.class, products, tolerance);
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

    @Override
    public boolean secondOrder() {
        return true;
    }

    /** Those of the conjugate gradients and of the line search, and the gradient while the layers are shown something else. */
    @Override
    public int vectors() {
        return 3 + Descent.VECTORS + 1;
    }
}
