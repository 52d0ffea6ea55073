package dev.chainrule.analysis;

import dev.chainrule.engine.catalog.Default;
import dev.chainrule.engine.catalog.Formula;
import dev.chainrule.engine.catalog.Help;
import dev.chainrule.engine.catalog.Member;
import dev.chainrule.engine.catalog.Named;
import dev.chainrule.engine.catalog.Range;

/** Which learning rates does this job bear? */
@Named("learning_rate_range")
@Formula("alpha_t = min (max / min)^((t - 1) / (steps - 1))")
@Help("Trains the job anew while the learning rate grows step by step (Smith 2017), until the loss grows too.")
record LearningRateRangeRequest(
        @Help("Id of the job.") String job,

        @Help("First rate.") @Default("1e-6") @Range(min = 1e-12, max = 1e3)
        double min,

        @Help("Last rate.") @Default("10") @Range(min = 1e-11, max = 1e6)
        double max,

        @Help("Steps, all from the job's first parameters on.") @Default("200") @Range(min = 10, max = 10_000)
        int steps)
        implements AnalysisRequest {

    LearningRateRangeRequest {
        Member.check(LearningRateRangeRequest.class, job, min, max, steps);
        if (min >= max) {
            throw new IllegalArgumentException("min must be < max, was " + min);
        }
    }

    @Override
    public int examples() {
        return 0;
    }

    @Override
    public double passes(long parameters, int arrays) {
        return steps;
    }
}
