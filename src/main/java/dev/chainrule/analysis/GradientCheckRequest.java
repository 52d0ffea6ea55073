package dev.chainrule.analysis;

import dev.chainrule.engine.catalog.Default;
import dev.chainrule.engine.catalog.Formula;
import dev.chainrule.engine.catalog.Help;
import dev.chainrule.engine.catalog.Member;
import dev.chainrule.engine.catalog.Named;
import dev.chainrule.engine.catalog.Range;

/** Does back-propagation give the derivative of this job's J? */
@Named("gradient_check")
@Formula("dJ/dtheta_i against (J(theta + e) - J(theta - e)) / 2e")
@Help("Compares gradients of the job's own batch with central differences, in double precision.")
record GradientCheckRequest(
        @Help("Id of the job.") String job,
        @Help("Which of its parameters.") @Default("latest") At at,

        @Help("Components compared of each array, drawn by the seed.") @Default("20") @Range(min = 1, max = 10_000)
        int components,

        @Help("Seed of the draw.") @Default("0") long seed)
        implements AnalysisRequest {

    GradientCheckRequest {
        Member.check(GradientCheckRequest.class, job, at, components, seed);
    }

    @Override
    public int examples() {
        return 0;
    }

    @Override
    public double passes(long parameters, int arrays) {
        return 1 + 2.0 / 3 * Math.min(parameters, (double) components * arrays);
    }
}
