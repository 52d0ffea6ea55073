package dev.chainrule.analysis;

import dev.chainrule.engine.catalog.Default;
import dev.chainrule.engine.catalog.Help;
import dev.chainrule.engine.catalog.Member;
import dev.chainrule.engine.catalog.Range;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Asks for the closed form of a linear fit, and what SGD would cost for the same. */
@Help("The closed form of a linear fit, and what SGD would cost for the same.")
record LeastSquaresRequest(
        @Help("Which numbers are fitted.") RegressionData dataset,

        @Help("Column to predict; may also stand in dataset.") @Nullable
        String target,

        @Help("Columns to predict from; may also stand in dataset.") @Nullable
        List<String> features,

        @Help("Whether a constant is fitted too.") @Default("true")
        boolean intercept,

        @Help("Ridge: |X w + b - y|^2 + lambda |w|^2 is minimized; b is not penalized.") @Default("0") @Range(min = 0)
        double lambda,

        @Help("Precision that SGD must reach: share of the loss above the minimum that may be left.")
        @Default("0.01")
        @Range(min = 1e-9, max = 1, openMax = true)
        double epsilon,

        @Help("Seed of SGD's batches.") @Default("0") long seed) {

    LeastSquaresRequest {
        Member.check(LeastSquaresRequest.class, dataset, target, features, intercept, lambda, epsilon, seed);
    }
}
