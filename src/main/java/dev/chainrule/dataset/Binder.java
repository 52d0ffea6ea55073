package dev.chainrule.dataset;

import dev.chainrule.dataset.table.Column;
import dev.chainrule.dataset.table.FileFaults;
import dev.chainrule.dataset.table.Issue;
import dev.chainrule.dataset.table.Table;
import dev.chainrule.web.Fault;
import dev.chainrule.web.Names;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Settles what is asked of a dataset, and tells everything that stands against it. */
final class Binder {

    private final DatasetUse use;
    private final Dataset dataset;
    private final Table table;
    private final BindFaults faults;

    Binder(DatasetUse use, Dataset dataset, Table table, String pointer, List<Fault> faults) {
        this.use = use;
        this.dataset = dataset;
        this.table = table;
        this.faults = new BindFaults(pointer, faults, dataset.columns());
    }

    /** Null exactly where something is wrong. */
    @Nullable
    Bound bind() {
        if (dataset.rows() > Limits.ROWS) {
            faults.add("", "TOO_MANY_ROWS", dataset.rows() + " rows are more than " + Limits.ROWS + ".");
        }
        Column target = target();
        List<Column> features = features(target);
        Task task = target == null ? null : task(target);
        if (target == null || task == null || faults.any()) {
            return null;
        }
        BindChecks checks = new BindChecks(use, dataset, faults);
        checks.checkMissing(target, features);
        checks.checkCategories(target, features, task);
        if (faults.any()) {
            return null;
        }
        List<String> names = features.stream().map(Column::name).toList();
        DatasetColumns columns = DatasetColumns.of(dataset.columns(), target.name(), names);
        UsableRows rows = UsableRows.of(table, columns, task, use.missing());
        boolean stratify = use.split().stratify() && task != Task.REGRESSION;
        SplitSizes sizes = SplitSizes.of(rows.groups(stratify), use.split());
        checks.checkClasses(target, rows, task);
        checks.checkSizes(rows, sizes);
        return faults.any() ? null : bound(target, features, task, rows, sizes);
    }

    private Bound bound(Column target, List<Column> features, Task task, UsableRows rows, SplitSizes sizes) {
        DatasetUse settled = use.settled(
                dataset, target.name(), features.stream().map(Column::name).toList(), task);
        int validation = sizes.validationRows();
        int test = sizes.testRows();
        List<Long> counts = task == Task.REGRESSION
                ? List.of()
                : Arrays.stream(rows.counts()).asLongStream().boxed().toList();
        List<Issue> issues = new BindIssues(settled, table, rows).of(target, features);
        return new Bound(
                settled,
                dataset.name(),
                dataset.sha256(),
                rows.classes(),
                counts,
                BindChecks.inputs(features),
                task == Task.CLASSIFICATION ? rows.classes().size() : 1,
                rows.rows().length - validation - test,
                validation,
                test,
                issues);
    }

    private @Nullable Column target() {
        String name = use.target() != null ? use.target() : dataset.target();
        if (name == null) {
            faults.add("/target", "MISSING_FIELD", "target is missing: which column is to be predicted?", null);
            return null;
        }
        return faults.column("/target", name);
    }

    private List<Column> features(@Nullable Column target) {
        List<String> names = use.features();
        if (names == null) {
            return dataset.columns().stream()
                    .filter(column -> target == null || !column.name().equals(target.name()))
                    .toList();
        }
        List<Column> features = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < names.size() && !faults.isFull(); i++) {
            String at = "/features/" + i;
            Column column = faults.column(at, names.get(i));
            if (!seen.add(names.get(i))) {
                faults.add(at, "DUPLICATE_FEATURE", FileFaults.shown(names.get(i)) + " is named twice.");
            } else if (column != null && target != null && column.name().equals(target.name())) {
                String message = FileFaults.shown(target.name()) + " is the target and cannot be a feature as well.";
                faults.add(at, "LABEL_IN_FEATURES", message);
            } else if (column != null) {
                features.add(column);
            }
        }
        return features;
    }

    private @Nullable Task task(Column target) {
        Task natural = target.isNumeric() ? Task.REGRESSION : Task.CLASSIFICATION;
        Task task = use.task() != null ? use.task() : natural;
        if (task == Task.REGRESSION && !target.isNumeric()) {
            String message =
                    "Target " + FileFaults.shown(target.name()) + " holds texts, and regression needs numbers.";
            faults.add("/task", "LABEL_NOT_NUMERIC", message);
            return null;
        }
        return task;
    }

    /** Faults with their pointers. */
    static final class BindFaults {
        /** Faults told of one use's features: each guess of a name looks at every column. */
        private static final int LIMIT = 20;

        private final String pointer;
        private final List<Fault> faults;
        private final List<Column> columns;
        private final Map<String, Column> byName = new HashMap<>();
        private final int before;

        BindFaults(String pointer, List<Fault> faults, List<Column> columns) {
            this.pointer = pointer;
            this.faults = faults;
            this.columns = columns;
            this.before = faults.size();
            columns.forEach(column -> byName.putIfAbsent(column.name(), column));
        }

        void add(String at, String code, String message) {
            faults.add(new Fault(pointer + at, code, message));
        }

        void add(String at, String code, String message, @Nullable String suggestion) {
            faults.add(new Fault(pointer + at, code, message, names(), suggestion));
        }

        private List<String> names() {
            return columns.stream().map(Column::name).limit(100).toList();
        }

        /** The column of this name; null and a fault where there is none. */
        @Nullable
        Column column(String at, String name) {
            Column known = byName.get(name);
            if (known != null) {
                return known;
            }
            String nearest =
                    Names.nearest(name, columns.stream().map(Column::name).toList());
            String hint = nearest == null ? "" : "; did you mean " + FileFaults.shown(nearest) + "?";
            add(at, "UNKNOWN_COLUMN", "There is no column " + FileFaults.shown(name) + hint, nearest);
            return null;
        }

        boolean any() {
            return faults.size() > before;
        }

        boolean isFull() {
            return faults.size() - before >= LIMIT;
        }
    }
}
