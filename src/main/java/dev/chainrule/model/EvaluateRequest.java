package dev.chainrule.model;

import dev.chainrule.dataset.DatasetUse;
import dev.chainrule.engine.catalog.Default;
import dev.chainrule.engine.catalog.Help;
import dev.chainrule.engine.catalog.Member;
import dev.chainrule.engine.catalog.Named;
import dev.chainrule.engine.catalog.Range;
import org.jspecify.annotations.Nullable;

/** What a model is judged by. */
@Named("evaluation")
@Help("What a model is judged by.")
record EvaluateRequest(
        @Help("Says which data; target and features are the model's.")
        DatasetUse dataset,

        @Help("Rows to be named one by one; null names none.") @Nullable
        RowsWanted rows) {

    /** Which rows are named. */
    @Named("rows_wanted")
    @Help("Which rows are named one by one.")
    record RowsWanted(
            @Help("So many of greatest loss.") @Default("20") @Range(min = 0, max = 1000)
            int hardest,

            @Help("At most so many whose label is probably wrong.") @Default("20") @Range(min = 0, max = 1000)
            int mislabeled) {
        RowsWanted {
            Member.check(RowsWanted.class, hardest, mislabeled);
        }
    }
}
