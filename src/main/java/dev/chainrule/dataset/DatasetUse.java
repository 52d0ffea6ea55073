package dev.chainrule.dataset;

import dev.chainrule.dataset.generate.Generator;
import dev.chainrule.engine.catalog.Default;
import dev.chainrule.engine.catalog.Help;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Which data a job learns from, and how: by id, made by a generator, or the rows themselves. */
@Help("Which data a job learns from, and how.")
public record DatasetUse(
        @Help("Id of a dataset.") @Nullable String id,

        @Help("Makes the data, where there is no id.") @Nullable
        Generator generator,

        @Help("Name for rows given here.") @Nullable String name,

        @Help("Names of the columns of rows given here.") @Nullable
        List<String> columns,

        @Help("Rows given here: numbers, texts, null for a missing value.") @Nullable
        List<List<@Nullable Object>> rows,

        @Help("Column to predict; generated data and labeled images know theirs.") @Nullable
        String target,

        @Help("Columns to predict from; all others unless given.") @Nullable
        List<String> features,

        @Help("Classes or a number; follows from the target's type unless given.") @Nullable
        Task task,

        @Help("Rows held out.") @Default("{}") Split split,

        @Help("How numeric features are brought to one size; standard for tables, min_max for images unless given.")
        @Nullable
        Scaling scaling,

        @Help("How a numeric target is brought to size; predictions are turned back.") @Default("none")
        Scaling targetScaling,

        @Help("What is done about missing values.") @Default("error")
        MissingPolicy missing) {

    /** The same use with the dataset, target, features and scaling settled. */
    DatasetUse settled(Dataset dataset, String settledTarget, List<String> settledFeatures, Task settledTask) {
        return new DatasetUse(
                dataset.id(),
                null,
                null,
                null,
                null,
                settledTarget,
                settledFeatures,
                settledTask,
                split,
                scaling == null ? Scaling.usual(dataset) : scaling,
                targetScaling,
                missing);
    }

    /** The scaling of a settled use. */
    Scaling requireScaling() {
        return Objects.requireNonNull(scaling, "the use has not been settled");
    }

    /** The same use for another task, e.g. {@link Task#BINARY} where one sigmoid output is asked for. */
    public DatasetUse withTask(Task other) {
        return new DatasetUse(
                id, generator, name, columns, rows, target, features, other, split, scaling, targetScaling, missing);
    }
}
