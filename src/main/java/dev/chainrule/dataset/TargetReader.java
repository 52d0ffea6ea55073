package dev.chainrule.dataset;

import dev.chainrule.dataset.table.Column;
import dev.chainrule.dataset.table.NumberText;
import dev.chainrule.dataset.table.Table;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Reads the target of each row: the number of its class, or its number. */
final class TargetReader {

    private final Table.@Nullable Numbers numbers;
    private final @Nullable FeatureCells cells;
    private final List<String> classes;

    private TargetReader(Table.@Nullable Numbers numbers, @Nullable FeatureCells cells, List<String> classes) {
        this.numbers = numbers;
        this.cells = cells;
        this.classes = classes;
    }

    /** A number, for regression. */
    static TargetReader number(Table table, int column) {
        return new TargetReader(table.numbers(column), null, List.of());
    }

    /**
     * Classes: the column's texts or whole numbers, sorted.
     *
     * @param known the classes there are; null to take those of the column
     */
    static TargetReader classes(Table table, int column, @Nullable List<String> known) {
        List<String> classes = known != null ? known : all(table, column);
        return new TargetReader(null, FeatureCells.of(table, column, classes), classes);
    }

    private static List<String> all(Table table, int column) {
        Column info = table.columns().get(column);
        return info.isNumeric()
                ? wholeNumbers(table.numbers(column), table.rows())
                : sorted(Objects.requireNonNull(info.categories()));
    }

    /** By number where all are whole numbers, else by code point. */
    static List<String> sorted(List<String> texts) {
        boolean numbers = texts.stream().allMatch(text -> text.matches("-?\\d{1,9}"));
        return numbers
                ? texts.stream()
                        .sorted(Comparator.comparingInt(Integer::parseInt))
                        .toList()
                : List.copyOf(texts);
    }

    /** The different numbers of a column, as texts; one more than is allowed where there are too many. */
    private static List<String> wholeNumbers(Table.Numbers numbers, long rows) {
        TreeSet<Double> seen = new TreeSet<>();
        for (long row = 0; row < rows && seen.size() <= Limits.CLASSES; row++) {
            double value = numbers.at(row);
            if (!Double.isNaN(value)) {
                seen.add(value + 0.0);
            }
        }
        List<String> texts = new ArrayList<>();
        seen.forEach(value -> texts.add(NumberText.of(value)));
        return texts;
    }

    /** In order of the outputs; empty for a number. */
    List<String> classes() {
        return classes;
    }

    boolean isMissing(long row) {
        return cells != null ? cells.at(row) == FeatureCells.MISSING : Double.isNaN(number(row));
    }

    /** The number in a row. */
    double number(long row) {
        return Objects.requireNonNull(numbers).at(row);
    }

    /** The class of a row, -1 where it is missing or none of the known ones. */
    int label(long row) {
        return Math.max(-1, Objects.requireNonNull(cells).at(row));
    }
}
