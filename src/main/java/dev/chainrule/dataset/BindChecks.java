package dev.chainrule.dataset;

import dev.chainrule.dataset.table.Column;
import dev.chainrule.dataset.table.FileFaults;
import java.util.List;

/** What stands against using a dataset, one question a method. */
final class BindChecks {

    private final DatasetUse use;
    private final Binder.BindFaults faults;
    private final String unit;

    BindChecks(DatasetUse use, Dataset dataset, Binder.BindFaults faults) {
        this.use = use;
        this.unit = dataset.unit();
        this.faults = faults;
    }

    /** Length of x. */
    static int inputs(List<Column> features) {
        long inputs = features.stream().mapToLong(BindChecks::width).sum();
        return (int) Math.min(inputs, Integer.MAX_VALUE);
    }

    private static long width(Column column) {
        return column.categories() == null ? 1 : column.categories().size();
    }

    void checkMissing(Column target, List<Column> features) {
        for (Column feature : features) {
            if (feature.isEmpty()) {
                faults.add("/features", "ALL_MISSING", "Column " + shown(feature) + " holds no value: leave it out.");
            } else if (feature.missing() > 0 && use.missing() == MissingPolicy.ERROR) {
                faults.add("/missing", "MISSING_VALUES", missing(feature) + "; set missing to drop or mean.");
            }
        }
        if (target.isEmpty()) {
            faults.add("/target", "ALL_MISSING", "Target " + shown(target) + " holds no value.");
        } else if (target.missing() > 0 && use.missing() != MissingPolicy.DROP) {
            String message = missing(target) + ", and a target cannot be made up; set missing to drop.";
            faults.add("/missing", "MISSING_VALUES", message);
        }
    }

    private String missing(Column column) {
        return "Column " + shown(column) + " has " + column.missing() + " missing values, the first in " + unit + " "
                + column.firstMissing();
    }

    void checkCategories(Column target, List<Column> features, Task task) {
        if (features.isEmpty()) {
            faults.add("/features", "NO_FEATURES", "There is no column to predict from.");
        }
        for (Column feature : features) {
            if (!feature.isNumeric() && feature.categories() == null) {
                String message = "Column " + shown(feature) + " holds more texts than can be told apart: leave it out.";
                faults.add("/features", "TOO_MANY_CATEGORIES", message);
            }
        }
        int inputs = inputs(features);
        if (inputs > Limits.INPUTS) {
            faults.add(
                    "/features",
                    "TOO_MANY_INPUTS",
                    inputs + " inputs are more than " + Limits.INPUTS
                            + "; columns with many categories make one input each.");
        }
        boolean many = target.unique() == null || target.unique() > Limits.CLASSES;
        if (task != Task.REGRESSION && many) {
            String found =
                    target.unique() == null ? "too many" : target.unique().toString();
            String hint = target.isNumeric() ? "; is it a number to predict (task regression)?" : ".";
            faults.add(
                    "/target",
                    "TOO_MANY_CLASSES",
                    "Target " + shown(target) + " has " + found + " different values, and " + Limits.CLASSES
                            + " classes are the most" + hint);
        }
    }

    void checkClasses(Column target, UsableRows rows, Task task) {
        if (task == Task.REGRESSION || rows.rows().length == 0) {
            return;
        }
        List<String> classes = rows.classes();
        classes.stream()
                .filter(name -> target.isNumeric() && !name.matches("-?\\d+"))
                .findFirst()
                .ifPresent(name -> {
                    String message = "Target " + shown(target) + " has the value " + name + ", which is no class;"
                            + " classes are texts or whole numbers.";
                    faults.add("/target", "LABEL_NOT_CLASS", message);
                });
        if (classes.size() == 1) {
            String message = "Target " + shown(target) + " has one class only, " + FileFaults.shown(classes.getFirst())
                    + ": there is nothing to tell apart.";
            faults.add("/target", "ONE_CLASS", message);
        } else if (task == Task.BINARY && classes.size() != 2) {
            String message =
                    "Target " + shown(target) + " has " + classes.size() + " classes, and one output tells two apart.";
            faults.add("/target", "NOT_BINARY", message);
        }
    }

    void checkSizes(UsableRows rows, SplitSizes sizes) {
        int n = rows.rows().length;
        Split split = use.split();
        int parts = 1 + (split.validation() > 0 ? 1 : 0) + (split.test() > 0 ? 1 : 0);
        boolean empty =
                split.validation() > 0 && sizes.validationRows() == 0 || split.test() > 0 && sizes.testRows() == 0;
        if (n < parts || empty) {
            String message = n + " usable rows are too few for " + parts + (parts == 1 ? " part" : " parts")
                    + ", each class keeping one to train on; set split.validation to 0 to train on all.";
            faults.add("/split", "TOO_FEW_ROWS", message);
        }
    }

    private static String shown(Column column) {
        return FileFaults.shown(column.name());
    }
}
