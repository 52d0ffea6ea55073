package dev.chainrule.dataset;

import dev.chainrule.dataset.table.FileFaults;
import dev.chainrule.dataset.table.MissingWords;
import dev.chainrule.engine.train.ExampleWriter;
import dev.chainrule.engine.train.Examples;
import dev.chainrule.engine.train.Precision;
import dev.chainrule.web.Fault;
import dev.chainrule.web.Names;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Turns raw rows into inputs, telling everything that is wrong with them. */
final class RowEncoder {

    private static final int LIMIT = 20;
    /** Names told in a fault at most. */
    private static final int ALLOWED = 100;

    private final Encoding encoding;
    private final String pointer;
    private final List<Fault> faults;
    private final MissingWords missing;
    /** Those of the words that are numbers. */
    private final Set<Double> missingNumbers;

    private final List<String> names;
    private final Set<String> known;
    private final List<@Nullable Map<String, Integer>> places = new ArrayList<>();
    private final int before;
    private double value;

    RowEncoder(Encoding encoding, String pointer, List<Fault> faults) {
        this.encoding = encoding;
        this.pointer = pointer;
        this.faults = faults;
        this.before = faults.size();
        this.missing = new MissingWords(encoding.wordsForMissing());
        this.missingNumbers = encoding.wordsForMissing().stream()
                .map(Cells::number)
                .filter(number -> !number.isNaN())
                .collect(Collectors.toSet());
        this.names = encoding.features().stream().map(Feature::name).toList();
        this.known = new HashSet<>(names);
        known.add(encoding.target().name());
        encoding.features()
                .forEach(feature ->
                        places.add(feature.categories() == null ? null : Encoding.places(feature.categories())));
    }

    @Nullable
    INDArray encode(List<? extends Map<String, ? extends @Nullable Object>> rows, Precision precision) {
        if (rows.isEmpty()) {
            faults.add(new Fault(pointer, "NO_ROWS", "There are no rows."));
            return null;
        }
        ExampleWriter writer = new ExampleWriter(encoding.inputs(), 1, rows.size(), precision);
        for (int row = 0; row < rows.size() && !isFull(); row++) {
            checkNames(row, rows.get(row));
            write(row, rows.get(row), writer);
        }
        Examples examples = writer.examples();
        examples.y().close();
        if (faults.size() == before) {
            return examples.x();
        }
        examples.x().close();
        return null;
    }

    private boolean isFull() {
        return faults.size() - before >= LIMIT;
    }

    private void checkNames(int row, Map<String, ? extends @Nullable Object> cells) {
        for (String name : cells.keySet()) {
            if (!known.contains(name) && !isFull()) {
                String nearest = Names.nearest(name, names);
                String hint = nearest == null ? "" : "; did you mean " + FileFaults.shown(nearest) + "?";
                List<String> allowed = names.stream().limit(ALLOWED).toList();
                String message = "The model knows no column " + FileFaults.shown(name) + hint;
                faults.add(new Fault(at(row, name), "UNKNOWN_COLUMN", message, allowed, nearest));
            }
        }
    }

    private void write(int row, Map<String, ? extends @Nullable Object> cells, ExampleWriter writer) {
        int at = 0;
        for (int f = 0; f < names.size() && !isFull(); f++) {
            Feature feature = encoding.features().get(f);
            if (!cells.containsKey(feature.name())) {
                add(row, feature, "MISSING_COLUMN", "is not given");
            } else {
                int input = input(row, feature, places.get(f), cells.get(feature.name()));
                if (input >= 0) {
                    writer.input(row, at + input, value);
                }
            }
            at += feature.width();
        }
    }

    /** The input that a cell sets, counted from the feature's first; its value is left in {@link #value}. -1 for none. */
    private int input(int row, Feature feature, @Nullable Map<String, Integer> places, @Nullable Object cell) {
        if (places != null && cell != null && places.containsKey(cell.toString())) {
            value = 1;
            return places.get(cell.toString());
        }
        Object known = cell == null || isMissing(cell) ? fill(feature) : cell;
        if (known == null) {
            return add(row, feature, "MISSING_VALUE", "has no value");
        }
        return places == null ? number(row, feature, known) : category(row, feature, places, Cells.text(known));
    }

    private boolean isMissing(Object cell) {
        return cell instanceof Number number
                ? missingNumbers.contains(number.doubleValue())
                : cell instanceof String text && missing.contains(text);
    }

    private int number(int row, Feature feature, Object known) {
        double number = Cells.number(known);
        if (Double.isNaN(number)) {
            return add(row, feature, "NOT_A_NUMBER", "must be a number, was " + FileFaults.shown(known.toString()));
        }
        value = (number - feature.offset()) / feature.scale();
        return 0;
    }

    private int category(int row, Feature feature, Map<String, Integer> places, String text) {
        value = 1;
        Integer place = Encoding.place(places, text);
        return place == null ? unknownCategory(row, feature, text, places) : place;
    }

    private static @Nullable Object fill(Feature feature) {
        return feature.isNumeric() ? feature.fill() : feature.fillCategory();
    }

    private int unknownCategory(int row, Feature feature, String text, Map<String, Integer> places) {
        List<String> allowed = places.keySet().stream().sorted().limit(50).toList();
        String message = "Row " + row + ", column " + FileFaults.shown(feature.name()) + ": " + FileFaults.shown(text)
                + " is none of the categories seen in training.";
        faults.add(
                new Fault(at(row, feature.name()), "UNKNOWN_CATEGORY", message, allowed, Names.nearest(text, allowed)));
        return -1;
    }

    private int add(int row, Feature feature, String code, String what) {
        String message = "Row " + row + ": column " + FileFaults.shown(feature.name()) + " " + what + ".";
        faults.add(new Fault(at(row, feature.name()), code, message));
        return -1;
    }

    private String at(int row, String name) {
        return pointer + "/" + row + "/" + name.replace("~", "~0").replace("/", "~1");
    }
}
