package dev.chainrule.analysis;

import dev.chainrule.engine.catalog.Default;
import dev.chainrule.engine.catalog.Formula;
import dev.chainrule.engine.catalog.Help;
import dev.chainrule.engine.catalog.Member;
import dev.chainrule.engine.catalog.Named;
import dev.chainrule.engine.catalog.Range;

/** What does J look like around here? */
@Named("landscape")
@Formula("J(theta + a d1 + b d2), each unit's part of d as long as the unit's weights")
@Help("J on a plane through the parameters, along two random directions, filter-normalized (Li et al. 2018).")
record LandscapeRequest(
        @Help("Id of the job.") String job,
        @Help("Which of its parameters.") @Default("latest") At at,

        @Help("Points of a side of the grid.") @Default("25") @Range(min = 3, max = 101)
        int points,

        @Help("Largest |a| and |b|.") @Default("1") @Range(min = 0, max = 100, openMin = true)
        double radius,

        @Help("Training examples, drawn by the seed.") @Default("500") @Range(min = 1, max = 10_000)
        int examples,

        @Help("Seed of the examples and of the directions.") @Default("0")
        long seed)
        implements AnalysisRequest {

    LandscapeRequest {
        Member.check(LandscapeRequest.class, job, at, points, radius, examples, seed);
    }

    @Override
    public double passes(long parameters, int arrays) {
        return points * points / 3.0;
    }
}
