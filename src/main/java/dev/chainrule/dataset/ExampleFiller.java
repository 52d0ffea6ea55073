package dev.chainrule.dataset;

import dev.chainrule.dataset.table.Column;
import dev.chainrule.dataset.table.NumberRows;
import dev.chainrule.dataset.table.Table;
import dev.chainrule.engine.train.ExampleWriter;
import dev.chainrule.engine.train.Examples;
import dev.chainrule.engine.train.Precision;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Fills examples with rows of a table, as an encoding says: from mapped file to off-heap array, a row at a time. */
final class ExampleFiller {

    private final Encoding encoding;
    private final Precision precision;
    private final TargetReader target;
    private final NumberInput[] numbers;
    private final NumberRows cells;
    private final double[] offsets;
    private final double[] scales;
    private final double[] known;
    private final CategoryInput[] categories;

    /** A numeric feature that becomes input number {@code at}. */
    private record NumberInput(int column, int at, double offset, double scale, double fill) {}

    /** A categorical feature whose first category becomes input number {@code at}; a missing cell is {@code fill}. */
    private record CategoryInput(FeatureCells cells, int at, int fill) {}

    /** The table must have the columns of the encoding, and of their types. */
    ExampleFiller(Table table, Encoding encoding, Precision precision) {
        this.encoding = encoding;
        this.precision = precision;
        Map<String, Integer> places =
                Encoding.places(table.columns().stream().map(Column::name).toList());
        int column = Objects.requireNonNull(places.get(encoding.target().name()));
        this.target = encoding.target().task() == Task.REGRESSION
                ? TargetReader.number(table, column)
                : TargetReader.classes(table, column, encoding.target().classes());
        List<NumberInput> numeric = new ArrayList<>();
        List<CategoryInput> categorical = new ArrayList<>();
        int at = 0;
        for (Feature feature : encoding.features()) {
            int place = Objects.requireNonNull(places.get(feature.name()));
            if (feature.categories() == null) {
                double fill = feature.fill() == null ? Double.NaN : feature.fill();
                numeric.add(new NumberInput(place, at, feature.offset(), feature.scale(), fill));
            } else {
                int fill = feature.categories().indexOf(feature.fillCategory());
                categorical.add(new CategoryInput(FeatureCells.of(table, place, feature.categories()), at, fill));
            }
            at += feature.width();
        }
        this.numbers = numeric.toArray(NumberInput[]::new);
        this.cells =
                table.numbers(numeric.stream().mapToInt(NumberInput::column).toArray());
        this.offsets = numeric.stream().mapToDouble(NumberInput::offset).toArray();
        this.scales = numeric.stream().mapToDouble(NumberInput::scale).toArray();
        this.known = new double[numbers.length];
        this.categories = categorical.toArray(CategoryInput[]::new);
    }

    Examples fill(int[] rows) {
        ExampleWriter writer = new ExampleWriter(encoding.inputs(), encoding.outputs(), rows.length, precision);
        for (int j = 0; j < rows.length; j++) {
            numbers(rows[j], j, writer);
            categories(rows[j], j, writer);
            target(rows[j], j, writer);
        }
        return writer.examples();
    }

    private void numbers(int row, int example, ExampleWriter writer) {
        cells.read(row, known);
        if (!cells.areBytes()) {
            fillIn();
        }
        for (int j = 0; j < known.length; j++) {
            known[j] = (known[j] - offsets[j]) / scales[j];
        }
        if (categories.length == 0) {
            writer.inputs(example, known);
            return;
        }
        for (int j = 0; j < known.length; j++) {
            writer.input(example, numbers[j].at, known[j]);
        }
    }

    private void fillIn() {
        for (int j = 0; j < known.length; j++) {
            if (Double.isNaN(known[j])) {
                known[j] = numbers[j].fill;
            }
        }
    }

    private void categories(int row, int example, ExampleWriter writer) {
        for (CategoryInput category : categories) {
            int cell = category.cells.at(row);
            int place = cell == FeatureCells.MISSING ? category.fill : cell;
            if (place >= 0) {
                writer.input(example, category.at + place, 1);
            }
        }
    }

    private void target(int row, int example, ExampleWriter writer) {
        switch (encoding.target().task()) {
            case CLASSIFICATION -> writer.target(example, target.label(row), 1);
            case BINARY -> writer.target(example, 0, target.label(row));
            case REGRESSION -> {
                double offset = encoding.target().offset();
                writer.target(
                        example,
                        0,
                        (target.number(row) - offset) / encoding.target().scale());
            }
        }
    }
}
