package dev.chainrule.analysis;

import dev.chainrule.engine.catalog.Default;
import dev.chainrule.engine.catalog.Help;
import dev.chainrule.engine.catalog.Member;
import dev.chainrule.engine.catalog.Range;
import dev.chainrule.engine.solve.Quadratic;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Asks for runs of EPOCH-GD on a known quadratic or on a ridge regression. */
@Help("Runs of EPOCH-GD (Hazan and Kale 2014), the gap to the minimum beside the theorem's bound.")
record EpochGdRequest(
        @Help("Examples of 1/2n sum (x' w - y)^2 + lambda/2 |w|^2; features standardized, target less its mean.")
        @Nullable
        RegressionData dataset,

        @Help("A quadratic instead.") @Nullable Quadratic quadratic,

        @Help("Column to predict; may also stand in dataset.") @Nullable
        String target,

        @Help("Columns to predict from; may also stand in dataset.") @Nullable
        List<String> features,

        @Help("Strong convexity: 1 / lambda is the first rate.") @Default("1") @Range(min = 1e-9, max = 1e9)
        double lambda,

        @Help("Gradient steps T of a run.") @Default("10000") @Range(min = 4, max = 10_000_000)
        long steps,

        @Help("Runs whose gaps are averaged.") @Default("20") @Range(min = 1, max = 1_000)
        int repetitions,

        @Help("Seed of all runs.") @Default("0") long seed) {

    EpochGdRequest {
        Member.check(EpochGdRequest.class, dataset, quadratic, target, features, lambda, steps, repetitions, seed);
    }
}
