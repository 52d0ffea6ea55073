package dev.chainrule.dataset;

import static dev.chainrule.dataset.table.FileFaults.shown;

import dev.chainrule.dataset.table.Column;
import dev.chainrule.dataset.table.Issue;
import dev.chainrule.dataset.table.Table;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Finds columns that say the same: two features, or a feature and the target. */
final class Twins {

    private static final int TOLD = 5;
    /** Correlation from which a feature is taken for the target in other words. */
    private static final double SAME = 1 - 1e-12;

    private final Table table;
    private final UsableRows rows;
    private final Map<String, Integer> places;

    Twins(Table table, UsableRows rows) {
        this.table = table;
        this.rows = rows;
        this.places = Encoding.places(table.columns().stream().map(Column::name).toList());
    }

    List<Issue> among(Column target, List<Column> features, boolean regression) {
        List<Issue> issues = duplicates(features);
        if (regression && target.deviation() != null && target.deviation() > 0) {
            for (Column feature : features) {
                if (issues.size() < 2 * TOLD && feature.isNumeric() && leaks(feature, target)) {
                    String message = "Feature " + shown(feature.name()) + " determines the target "
                            + shown(target.name()) + " exactly, by a straight line.";
                    issues.add(Issue.warning("LEAKAGE", feature.name(), message));
                }
            }
        }
        return issues;
    }

    private List<Issue> duplicates(List<Column> features) {
        List<Issue> issues = new ArrayList<>();
        Map<List<Object>, Column> seen = new HashMap<>();
        for (Column feature : features) {
            if (feature.unique() != null && feature.unique() == 1 || !feature.isNumeric() || feature.mean() == null) {
                continue;
            }
            List<Object> looks = List.of(
                    feature.mean(),
                    Objects.requireNonNull(feature.min()),
                    Objects.requireNonNull(feature.max()),
                    feature.missing());
            Column first = seen.putIfAbsent(looks, feature);
            if (first != null && issues.size() < TOLD && areEqual(first, feature)) {
                String message = "Features " + shown(first.name()) + " and " + shown(feature.name())
                        + " are the same in every row.";
                issues.add(Issue.warning("DUPLICATE_FEATURE", feature.name(), message));
            }
        }
        return issues;
    }

    private Table.Numbers numbers(Column column) {
        return table.numbers(places.getOrDefault(column.name(), -1));
    }

    private boolean areEqual(Column a, Column b) {
        Table.Numbers first = numbers(a);
        Table.Numbers second = numbers(b);
        for (int row : rows.rows()) {
            if (Double.compare(first.at(row), second.at(row)) != 0) {
                return false;
            }
        }
        return true;
    }

    /** Whether the correlation is 1 or -1 but for rounding; looks at few rows where it plainly is not. */
    private boolean leaks(Column feature, Column target) {
        Double deviation = feature.deviation();
        if (deviation == null || deviation == 0 || feature.missing() > 0 || target.missing() > 0) {
            return false;
        }
        Table.Numbers x = numbers(feature);
        Table.Numbers y = numbers(target);
        double meanX = Objects.requireNonNull(feature.mean());
        double meanY = Objects.requireNonNull(target.mean());
        double spread = Objects.requireNonNull(target.deviation());
        double both = 0;
        double off = 0;
        for (int row : rows.rows()) {
            double u = (x.at(row) - meanX) / deviation;
            double v = (y.at(row) - meanY) / spread;
            both += u * v;
            // |u| = |v| in every row if the correlation is exactly one.
            off += (Math.abs(u) - Math.abs(v)) * (Math.abs(u) - Math.abs(v));
            if (off > 1e-6 * rows.rows().length + 1e-6) {
                return false;
            }
        }
        return Math.abs(both) / rows.rows().length >= SAME;
    }
}
