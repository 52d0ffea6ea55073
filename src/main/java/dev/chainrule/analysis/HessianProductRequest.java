package dev.chainrule.analysis;

import dev.chainrule.engine.catalog.Default;
import dev.chainrule.engine.catalog.Formula;
import dev.chainrule.engine.catalog.Help;
import dev.chainrule.engine.catalog.Member;
import dev.chainrule.engine.catalog.Named;
import dev.chainrule.engine.catalog.Range;
import org.jspecify.annotations.Nullable;

/** How does the gradient change along a direction? */
@Named("hessian_vector_product")
@Formula("H v = d/dr grad J(theta + r v) at r = 0")
@Help("The Hessian times a vector, exactly (Pearlmutter 1994), beside a difference of gradients.")
record HessianProductRequest(
        @Help("Id of the job.") String job,
        @Help("Which of its parameters.") @Default("latest") At at,

        @Help("Direction v.") @Default("random") Direction direction,

        @Help("v itself, for the direction given: layer by layer, the weight row by row, then the bias.")
        double @Nullable [] vector,

        @Help("Training examples, drawn by the seed.") @Default("1000") @Range(min = 1, max = 10_000)
        int examples,

        @Help("Seed of the examples and of a random direction.") @Default("0")
        long seed)
        implements AnalysisRequest {

    /** Where v comes from. */
    enum Direction {
        /** Normal numbers. */
        RANDOM,
        /** grad J. */
        GRADIENT,
        /** The caller. */
        GIVEN
    }

    HessianProductRequest {
        Member.check(HessianProductRequest.class, job, at, direction, vector, examples, seed);
        if ((direction == Direction.GIVEN) != (vector != null)) {
            throw new IllegalArgumentException("the direction given has a vector, no other has one");
        }
    }

    @Override
    public double passes(long parameters, int arrays) {
        return 6;
    }
}
