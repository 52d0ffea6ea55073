package dev.chainrule.dataset;

import dev.chainrule.dataset.table.Column;
import dev.chainrule.dataset.table.Table;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongPredicate;

/**
 * The rows of a table that can be used, and the class of each.
 *
 * @param rows rising
 * @param labels class of each of them; all 0 for regression
 * @param classes those that occur, in order of the outputs; empty for regression
 */
record UsableRows(int[] rows, int[] labels, List<String> classes) {

    /**
     * Finds them.
     *
     * @param use settled
     */
    static UsableRows of(Table table, DatasetColumns columns, Task task, MissingPolicy missing) {
        TargetReader target = task == Task.REGRESSION
                ? TargetReader.number(table, columns.target())
                : TargetReader.classes(table, columns.target(), null);
        LongPredicate dropped = dropped(table, columns, target, missing);
        int[] rows = new int[Math.toIntExact(table.rows())];
        int[] labels = new int[rows.length];
        int n = 0;
        for (int row = 0; row < rows.length; row++) {
            if (!dropped.test(row)) {
                rows[n] = row;
                labels[n] = task == Task.REGRESSION ? 0 : target.label(row);
                n++;
            }
        }
        return new UsableRows(Arrays.copyOf(rows, n), Arrays.copyOf(labels, n), target.classes()).withoutEmptyClasses();
    }

    private static LongPredicate dropped(
            Table table, DatasetColumns columns, TargetReader target, MissingPolicy missing) {
        if (missing != MissingPolicy.DROP) {
            return row -> false;
        }
        LongPredicate any = target::isMissing;
        for (int column : columns.features()) {
            Column info = table.columns().get(column);
            if (info.missing() > 0) {
                any = any.or(isMissing(table, column));
            }
        }
        return any;
    }

    /** Whether a row has no value in a column. */
    static LongPredicate isMissing(Table table, int column) {
        if (table.columns().get(column).isNumeric()) {
            Table.Numbers numbers = table.numbers(column);
            return row -> Double.isNaN(numbers.at(row));
        }
        Table.Categories categories = table.categories(column);
        return row -> categories.at(row) < 0;
    }

    /** A class all of whose rows were left out is no class. */
    private UsableRows withoutEmptyClasses() {
        int[] counts = counts();
        int[] renamed = new int[counts.length];
        int kept = 0;
        for (int i = 0; i < counts.length; i++) {
            renamed[i] = kept;
            kept += counts[i] > 0 ? 1 : 0;
        }
        if (classes.isEmpty() || kept == classes.size()) {
            return this;
        }
        List<String> left = java.util.stream.IntStream.range(0, counts.length)
                .filter(i -> counts[i] > 0)
                .mapToObj(classes::get)
                .toList();
        return new UsableRows(
                rows, Arrays.stream(labels).map(label -> renamed[label]).toArray(), left);
    }

    /** Rows of each class; of all for regression. */
    int[] counts() {
        int[] counts = new int[Math.max(1, classes.size())];
        for (int label : labels) {
            counts[label]++;
        }
        return counts;
    }

    /** Rows of each group that is split on its own. */
    int[] groups(boolean stratify) {
        return stratify ? counts() : new int[] {rows.length};
    }
}
