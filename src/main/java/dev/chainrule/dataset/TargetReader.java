package dev.chainrule.dataset;

import dev.chainrule.dataset.table.Column;
import dev.chainrule.dataset.table.NumberText;
import dev.chainrule.dataset.table.Table;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Reads the target of each row: the number of its class, or its number. */
final class TargetReader {

    private final Table.@Nullable Numbers numbers;
    private final Table.@Nullable Categories categories;
    private final List<String> classes;
    /** Class of each category of the column, -1 where it is none. */
    private final int[] classOf;
    /** Class of each number that is one. */
    private final Map<Double, Integer> classOfNumber = new HashMap<>();

    private TargetReader(
            Table.@Nullable Numbers numbers,
            Table.@Nullable Categories categories,
            List<String> classes,
            int[] classOf) {
        this.numbers = numbers;
        this.categories = categories;
        this.classes = classes;
        this.classOf = classOf;
        if (numbers != null) {
            classes.forEach(name -> classOfNumber.put(Cells.number(name), classOfNumber.size()));
        }
    }

    /** A number, for regression. */
    static TargetReader number(Table table, int column) {
        return new TargetReader(table.numbers(column), null, List.of(), new int[0]);
    }

    /**
     * Classes: the column's texts or whole numbers, sorted.
     *
     * @param known the classes there are; null to take those of the column
     */
    static TargetReader classes(Table table, int column, @Nullable List<String> known) {
        Column info = table.columns().get(column);
        if (info.isNumeric()) {
            Table.Numbers numbers = table.numbers(column);
            return new TargetReader(
                    numbers, null, known != null ? known : wholeNumbers(numbers, table.rows()), new int[0]);
        }
        List<String> texts = Objects.requireNonNull(info.categories());
        List<String> classes = known != null ? known : sorted(texts);
        Map<String, Integer> places = Encoding.places(classes);
        int[] classOf = texts.stream()
                .mapToInt(text -> Objects.requireNonNullElse(Encoding.place(places, text), -1))
                .toArray();
        return new TargetReader(null, table.categories(column), classes, classOf);
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
        return categories != null ? categories.at(row) < 0 : Double.isNaN(number(row));
    }

    /** The number in a row. */
    double number(long row) {
        return Objects.requireNonNull(numbers).at(row);
    }

    /** The class of a row, -1 where it is missing or none of the known ones. */
    int label(long row) {
        if (categories != null) {
            int category = categories.at(row);
            return category < 0 ? -1 : classOf[category];
        }
        return classOfNumber.getOrDefault(number(row) + 0.0, -1);
    }
}
