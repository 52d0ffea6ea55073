package dev.chainrule.dataset;

import static dev.chainrule.dataset.table.FileFaults.shown;

import dev.chainrule.dataset.table.Column;
import dev.chainrule.dataset.table.Table;
import dev.chainrule.engine.train.Precision;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.LongPredicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A whole table encoded as another one was: what a model is judged by. */
final class OtherData {

    private final Table table;
    private final Encoding encoding;
    private final Binder.BindFaults faults;
    private final Map<String, Integer> places;

    OtherData(Table table, Encoding encoding, Binder.BindFaults faults) {
        this.table = table;
        this.encoding = encoding;
        this.faults = faults;
        this.places = Encoding.places(table.columns().stream().map(Column::name).toList());
    }

    /** Null exactly where something is wrong. */
    @Nullable
    Encoded examples(Precision precision) {
        Column target = faults.column("", encoding.target().name());
        if (target != null) {
            checkTarget(target);
        }
        for (Feature feature : encoding.features()) {
            Column column = faults.column("", feature.name());
            if (column != null) {
                check(feature, column);
            }
        }
        if (faults.any()) {
            return null;
        }
        int[] rows = rows();
        if (rows.length == 0) {
            faults.add("", "NO_ROWS", "No row has a value in every column in use.");
            return null;
        }
        long[] lines = IntStream.of(rows).mapToLong(table::line).toArray();
        return new Encoded(new ExampleFiller(table, encoding, precision).fill(rows), rows, lines);
    }

    private void checkTarget(Column target) {
        if (encoding.target().classes() == null && !target.isNumeric()) {
            faults.add("", "LABEL_NOT_NUMERIC", "Target " + shown(target.name()) + " must hold numbers.");
            return;
        }
        if (target.missing() > 0 && encoding.missing() != MissingPolicy.DROP) {
            faults.add(
                    "",
                    "MISSING_VALUES",
                    "Target " + shown(target.name()) + " has " + target.missing() + " missing values.");
        }
        if (encoding.target().classes() != null) {
            checkKnown(target, encoding.target().classes(), "UNKNOWN_CLASS", "none of the classes");
        }
    }

    private void check(Feature feature, Column column) {
        if (feature.isNumeric() && !column.isNumeric()) {
            faults.add("", "NOT_A_NUMBER", "Column " + shown(column.name()) + " must hold numbers.");
            return;
        }
        boolean fills = feature.fill() != null || feature.fillCategory() != null;
        if (column.missing() > 0 && !fills && encoding.missing() != MissingPolicy.DROP) {
            faults.add(
                    "",
                    "MISSING_VALUES",
                    "Column " + shown(column.name()) + " has " + column.missing() + " missing values, the first in row "
                            + column.firstMissing() + ".");
        }
        if (feature.categories() != null) {
            checkKnown(column, feature.categories(), "UNKNOWN_CATEGORY", "none of the categories");
        }
    }

    private void checkKnown(Column column, List<String> known, String code, String what) {
        FeatureCells cells = column.isNumeric() || column.categories() != null
                ? FeatureCells.of(table, place(column.name()), known)
                : row -> FeatureCells.UNKNOWN;
        for (long row = 0; row < table.rows(); row++) {
            if (cells.at(row) == FeatureCells.UNKNOWN) {
                String value = shown(String.valueOf(table.value(row, place(column.name()))));
                faults.add(
                        "",
                        code,
                        "Row " + (row + 1) + ", column " + shown(column.name()) + ": " + value + " is " + what
                                + " seen in training.");
                return;
            }
        }
    }

    private int place(String name) {
        return Objects.requireNonNull(places.get(name));
    }

    private int[] rows() {
        LongPredicate whole = row -> true;
        if (encoding.missing() == MissingPolicy.DROP) {
            for (Feature feature : encoding.features()) {
                whole = whole.and(isPresent(feature.name()));
            }
            whole = whole.and(isPresent(encoding.target().name()));
        }
        LongPredicate used = whole;
        return IntStream.range(0, Math.toIntExact(table.rows()))
                .filter(row -> used.test(row))
                .toArray();
    }

    private LongPredicate isPresent(String name) {
        int column = place(name);
        if (table.columns().get(column).missing() == 0) {
            return row -> true;
        }
        return UsableRows.isMissing(table, column).negate();
    }
}
