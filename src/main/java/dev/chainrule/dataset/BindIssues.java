package dev.chainrule.dataset;

import static dev.chainrule.dataset.table.FileFaults.shown;

import dev.chainrule.dataset.table.Column;
import dev.chainrule.dataset.table.Issue;
import dev.chainrule.dataset.table.Table;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What is accepted, but likely to disappoint. */
final class BindIssues {

    /** Issues of one kind at most: a picture has hundreds of constant pixels. */
    private static final int TOLD = 5;

    private static final double LARGE = 1e4;
    private static final double WIDE_TARGET = 100;
    private static final double RARE = 0.01;
    private static final int FEW = 10;

    private final DatasetUse use;
    private final Table table;
    private final UsableRows rows;
    private final List<Issue> issues = new ArrayList<>();

    BindIssues(DatasetUse settled, Table table, UsableRows rows) {
        this.use = settled;
        this.table = table;
        this.rows = rows;
    }

    List<Issue> of(Column target, List<Column> features) {
        List<Column> constant = features.stream().filter(BindIssues::isConstant).toList();
        tell("CONSTANT_COLUMN", constant, "holds one value only: nothing can be learned from it.");
        if (use.scaling() == Scaling.NONE) {
            List<Column> large = features.stream().filter(BindIssues::isLarge).toList();
            tell("LARGE_VALUES", large, "reaches far beyond 1 and is not scaled: training may diverge.");
        }
        List<Column> names = features.stream().filter(this::isName).toList();
        tell("HIGH_CARDINALITY", names, "is different in nearly every row: a name, perhaps, that is better left out.");
        if (use.task() == Task.REGRESSION) {
            ofNumber(target);
        } else {
            ofClasses(target);
        }
        issues.addAll(new Twins(table, rows).among(target, features, use.task() == Task.REGRESSION));
        return List.copyOf(issues);
    }

    private void tell(String code, List<Column> columns, String what) {
        for (Column column : columns.subList(0, Math.min(TOLD, columns.size()))) {
            issues.add(Issue.warning(code, column.name(), "Feature " + shown(column.name()) + " " + what));
        }
        if (columns.size() > TOLD) {
            issues.add(Issue.warning(code, null, "Each of " + (columns.size() - TOLD) + " more features " + what));
        }
    }

    private static boolean isConstant(Column column) {
        if (column.unique() != null && column.unique() == 1) {
            return true;
        }
        return column.mean() != null
                && column.deviation() != null
                && Moments.isConstant(column.mean(), column.deviation());
    }

    private static boolean isLarge(Column column) {
        return column.min() != null && column.max() != null && Math.max(-column.min(), column.max()) > LARGE;
    }

    private boolean isName(Column column) {
        return column.categories() != null
                && column.categories().size() > 2 * FEW
                && column.categories().size() > table.rows() / 2;
    }

    private void ofNumber(Column target) {
        Double deviation = target.deviation();
        if (use.targetScaling() == Scaling.NONE && deviation != null && deviation > WIDE_TARGET) {
            String message = "Target " + shown(target.name()) + " spreads by " + (float) deviation.doubleValue()
                    + ": with targetScaling \"standard\" training is easier, and predictions are turned back.";
            issues.add(Issue.warning("TARGET_SCALE", target.name(), message));
        }
        Long unique = target.unique();
        if (unique != null && unique == 1) {
            issues.add(Issue.warning("CONSTANT_COLUMN", target.name(), "The target is the same in every row."));
        } else if (unique != null && unique <= FEW && rows.rows().length > FEW * unique) {
            String message = "Target " + shown(target.name()) + " has " + unique
                    + " different values and is taken for a number; if they are classes, set task to \"classification\".";
            issues.add(Issue.info("FEW_VALUES", target.name(), message));
        }
    }

    private void ofClasses(Column target) {
        int[] counts = rows.counts();
        int most = Arrays.stream(counts).max().orElse(1);
        int parts = 1 + (use.split().validation() > 0 ? 1 : 0) + (use.split().test() > 0 ? 1 : 0);
        List<String> few = new ArrayList<>();
        List<String> rare = new ArrayList<>();
        for (int i = 0; i < counts.length; i++) {
            if (counts[i] < parts) {
                few.add(shown(rows.classes().get(i)));
            } else if (counts[i] < RARE * most) {
                rare.add(shown(rows.classes().get(i)));
            }
        }
        classes("RARE_CLASS", target, few, "too few rows to be in every part of the split");
        classes("IMBALANCE", target, rare, "less than a hundredth of the rows of the largest class");
    }

    private void classes(String code, Column target, List<String> names, String what) {
        if (!names.isEmpty()) {
            String list = String.join(", ", names.subList(0, Math.min(TOLD, names.size())));
            String more = names.size() > TOLD ? " and " + (names.size() - TOLD) + " more" : "";
            issues.add(Issue.warning(code, target.name(), "Of the classes, " + list + more + " have " + what + "."));
        }
    }
}
