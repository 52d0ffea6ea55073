package dev.chainrule.dataset.table;

import java.util.ArrayList;
import java.util.List;

/** Remarks on a finished table that its columns alone give reason for. */
final class Observations {

    /** Remarks of one kind told one by one; the rest are counted. */
    private static final int TOLD = 10;

    private Observations() {}

    static List<Issue> of(List<Column> columns, long rows, List<Issue> before) {
        List<Issue> issues = new ArrayList<>(before);
        List<String> constant = columns.stream()
                .filter(column -> column.unique() != null && column.unique() == 1 && rows > 1)
                .map(Column::name)
                .toList();
        List<String> empty =
                columns.stream().filter(Column::isEmpty).map(Column::name).toList();
        List<String> free = columns.stream()
                .filter(column -> !column.isNumeric() && column.categories() == null)
                .map(Column::name)
                .toList();
        add(issues, "CONSTANT_COLUMN", constant, "holds one value only: nothing can be learned from it.");
        add(issues, "ALL_MISSING", empty, "holds no value at all.");
        add(issues, "FREE_TEXT", free, "holds more different texts than can be told apart: it cannot be learned from.");
        if (rows == 1) {
            issues.add(Issue.warning("ONE_ROW", null, "There is one row only."));
        }
        return List.copyOf(issues);
    }

    private static void add(List<Issue> issues, String code, List<String> names, String what) {
        for (String name : names.subList(0, Math.min(TOLD, names.size()))) {
            issues.add(Issue.warning(code, name, "Column " + FileFaults.shown(name) + " " + what));
        }
        if (names.size() > TOLD) {
            issues.add(Issue.warning(code, null, "Each of " + (names.size() - TOLD) + " more columns " + what));
        }
    }
}
