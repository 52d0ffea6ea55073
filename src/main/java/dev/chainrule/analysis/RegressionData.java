package dev.chainrule.analysis;

import dev.chainrule.dataset.DatasetUse;
import dev.chainrule.dataset.MissingPolicy;
import dev.chainrule.dataset.Scaling;
import dev.chainrule.dataset.Split;
import dev.chainrule.dataset.Task;
import dev.chainrule.dataset.generate.Generator;
import dev.chainrule.engine.catalog.Default;
import dev.chainrule.engine.catalog.Help;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which numbers are fitted: by id, made by a generator, or the rows themselves. Nothing is held out, nothing kept. */
@Help("Which numbers are fitted: all rows, in their own units.")
record RegressionData(
        @Help("Id of a dataset.") @Nullable String id,

        @Help("Makes the data, where there is no id.") @Nullable
        Generator generator,

        @Help("Names of the columns of rows given here.") @Nullable
        List<String> columns,

        @Help("Rows given here.") @Nullable List<List<@Nullable Object>> rows,

        @Help("Column to predict, a number.") @Nullable String target,

        @Help("Columns to predict from; all others unless given. Texts become one column a category.") @Nullable
        List<String> features,

        @Help("What is done about missing values.") @Default("error")
        MissingPolicy missing) {

    /** The whole of it as a regression. */
    DatasetUse use(@Nullable String wantedTarget, @Nullable List<String> wantedFeatures, Scaling scaling) {
        return new DatasetUse(
                id,
                generator,
                null,
                columns,
                rows,
                wantedTarget == null ? target : wantedTarget,
                wantedFeatures == null ? features : wantedFeatures,
                Task.REGRESSION,
                new Split(0, 0, false),
                scaling,
                Scaling.NONE,
                missing);
    }
}
