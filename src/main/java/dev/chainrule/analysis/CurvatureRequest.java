package dev.chainrule.analysis;

import dev.chainrule.engine.catalog.Default;
import dev.chainrule.engine.catalog.Formula;
import dev.chainrule.engine.catalog.Help;
import dev.chainrule.engine.catalog.Member;
import dev.chainrule.engine.catalog.Named;
import dev.chainrule.engine.catalog.Range;

/** How sharply does J curve, and what rate does that allow? */
@Named("curvature")
@Formula("H v_i = lambda_i v_i; gradient descent is stable below 2 / lambda_max")
@Help("Largest eigenvalues and trace of the Hessian, with 2 / lambda_max beside the job's learning rate.")
record CurvatureRequest(
        @Help("Id of the job.") String job,
        @Help("Which of its parameters.") @Default("latest") At at,

        @Help("How many of the largest eigenvalues (Lanczos).") @Default("5") @Range(min = 1, max = 50)
        int eigenvalues,

        @Help("Draws of the trace (Hutchinson).") @Default("20") @Range(min = 1, max = 1_000)
        int draws,

        @Help("Training examples, drawn by the seed.") @Default("1000") @Range(min = 1, max = 10_000)
        int examples,

        @Help("Seed of the examples and of all directions.") @Default("0")
        long seed)
        implements AnalysisRequest {

    /** Products that the search for eigenvalues may take for each of them. */
    private static final int PRODUCTS_EACH = 20;

    private static final int LEAST_PRODUCTS = 60;

    CurvatureRequest {
        Member.check(CurvatureRequest.class, job, at, eigenvalues, draws, examples, seed);
    }

    /** Products that the search may take. */
    int products() {
        return LEAST_PRODUCTS + PRODUCTS_EACH * eigenvalues;
    }

    @Override
    public int vectors() {
        return products() + 3;
    }

    @Override
    public double passes(long parameters, int arrays) {
        return 2.0 * (Math.min(products(), parameters) + draws);
    }
}
