package dev.chainrule.dataset;

import dev.chainrule.dataset.table.Issue;
import dev.chainrule.engine.train.ExampleWriter;
import dev.chainrule.engine.train.Precision;
import java.util.List;

/**
 * A dataset ready to be used: everything that can be known before a number is touched. Only {@link #use} needs to be kept to
 * bind it again.
 *
 * @param use with id, target, features and task settled
 * @param name of the dataset
 * @param sha256 of the content as it was uploaded
 * @param classes in order of the outputs; empty for regression
 * @param classCounts rows of each class
 * @param inputs length of x, one-hot features counted with all their categories
 * @param outputs length of y
 * @param trainingRows rows to learn from
 * @param validationRows rows to judge training by
 * @param testRows rows to judge the result by
 * @param issues what the owner should know
 */
public record Bound(
        DatasetUse use,
        String name,
        String sha256,
        List<String> classes,
        List<Long> classCounts,
        int inputs,
        int outputs,
        int trainingRows,
        int validationRows,
        int testRows,
        List<Issue> issues) {

    /** The same use of a dataset that holds the same. */
    Bound of(Dataset dataset) {
        return new Bound(
                use.settled(dataset, target(), features(), task()),
                dataset.name(),
                dataset.sha256(),
                classes,
                classCounts,
                inputs,
                outputs,
                trainingRows,
                validationRows,
                testRows,
                issues);
    }

    /** What is to be predicted. */
    public Task task() {
        Task task = use.task();
        if (task == null) {
            throw new IllegalStateException("not settled");
        }
        return task;
    }

    /** Id of the dataset. */
    public String datasetId() {
        String id = use.id();
        if (id == null) {
            throw new IllegalStateException("not settled");
        }
        return id;
    }

    /** Name of the column to predict. */
    public String target() {
        String target = use.target();
        if (target == null) {
            throw new IllegalStateException("not settled");
        }
        return target;
    }

    /** Names of the columns to predict from. */
    public List<String> features() {
        List<String> features = use.features();
        if (features == null) {
            throw new IllegalStateException("not settled");
        }
        return features;
    }

    /** Bytes off the heap that the prepared examples will take. */
    public long bytes(Precision precision) {
        return ExampleWriter.bytes(inputs, outputs, (long) trainingRows + validationRows + testRows, precision);
    }
}
