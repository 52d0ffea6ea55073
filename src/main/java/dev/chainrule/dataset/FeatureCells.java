package dev.chainrule.dataset;

import dev.chainrule.dataset.table.Column;
import dev.chainrule.dataset.table.NumberText;
import dev.chainrule.dataset.table.Table;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The place of each row's text among the categories of a feature or the classes of a target. */
@FunctionalInterface
interface FeatureCells {

    int MISSING = -1;
    int UNKNOWN = -2;

    /** A place, {@link #MISSING} or {@link #UNKNOWN}. */
    int at(long row);

    /** Reads a column, of texts or of numbers that are taken for texts. */
    static FeatureCells of(Table table, int column, List<String> known) {
        Map<String, Integer> places = Encoding.places(known);
        Column info = table.columns().get(column);
        if (info.isNumeric()) {
            Table.Numbers numbers = table.numbers(column);
            return row -> {
                double value = numbers.at(row);
                return Double.isNaN(value) ? MISSING : places.getOrDefault(NumberText.of(value), UNKNOWN);
            };
        }
        int[] placeOf = Objects.requireNonNull(info.categories()).stream()
                .mapToInt(text -> Objects.requireNonNullElse(Encoding.place(places, text), UNKNOWN))
                .toArray();
        Table.Categories cells = table.categories(column);
        return row -> {
            int category = cells.at(row);
            return category < 0 ? MISSING : placeOf[category];
        };
    }
}
