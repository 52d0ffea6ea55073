package dev.chainrule.dataset;

import dev.chainrule.dataset.table.Column;
import dev.chainrule.dataset.table.Table;
import dev.chainrule.engine.train.Examples;
import dev.chainrule.engine.train.Precision;
import dev.chainrule.engine.train.TrainingData;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Splits a table, measures its training rows, and fills examples by what was measured. */
final class Preparation {

    private final Bound bound;
    private final Table table;
    private final List<String> missingWords;
    private final DatasetColumns columns;

    /** @param missingWords what stood for a missing value in the file of the table */
    Preparation(Bound bound, Table table, List<String> missingWords) {
        this.bound = bound;
        this.table = table;
        this.missingWords = missingWords;
        this.columns = DatasetColumns.of(table.columns(), bound.target(), bound.features());
    }

    Prepared prepare(Precision precision, long seed) {
        DatasetUse use = bound.use();
        UsableRows usable = UsableRows.of(table, columns, bound.task(), use.missing());
        boolean stratify = use.split().stratify() && bound.task() != Task.REGRESSION;
        Parts parts = Parts.of(usable, use.split(), stratify, seed);
        Encoding encoding = encoding(usable, rows(usable, parts.training()));
        ExampleFiller filler = new ExampleFiller(table, encoding, precision);
        Examples training = filler.fill(rows(usable, parts.training()));
        Examples validation = part(filler, rows(usable, parts.validation()));
        Examples test = part(filler, rows(usable, parts.test()));
        boolean classes = bound.task() != Task.REGRESSION;
        return new Prepared(new TrainingData(training, validation, classes), test, encoding);
    }

    private static int[] rows(UsableRows usable, int[] places) {
        return Arrays.stream(places).map(i -> usable.rows()[i]).toArray();
    }

    private static @Nullable Examples part(ExampleFiller filler, int[] rows) {
        return rows.length == 0 ? null : filler.fill(rows);
    }

    private Encoding encoding(UsableRows usable, int[] training) {
        int[] numeric = IntStream.of(columns.features())
                .filter(column -> table.columns().get(column).isNumeric())
                .toArray();
        Moments moments =
                Moments.of(table.numbers(numeric), training, bound.use().requireScaling());
        Feature[] features = new Feature[columns.features().length];
        int next = 0;
        for (int f = 0; f < features.length; f++) {
            int column = columns.features()[f];
            boolean isNumber = table.columns().get(column).isNumeric();
            features[f] = isNumber ? number(column, moments, next++) : category(column, training);
        }
        return new Encoding(
                List.of(features), target(usable, training), bound.use().missing(), missingWords);
    }

    private Feature number(int column, Moments moments, int j) {
        Scaling scaling = bound.use().requireScaling();
        boolean fills = bound.use().missing() == MissingPolicy.MEAN;
        // A column without any value among the training rows is as good as 0.
        double mean = Double.isNaN(moments.mean[j]) ? 0 : moments.mean[j];
        String name = table.columns().get(column).name();
        return Feature.number(name, moments.offset(scaling, j), moments.scale(scaling, j), fills ? mean : null);
    }

    private Feature category(int column, int[] training) {
        Column info = table.columns().get(column);
        List<String> categories = Objects.requireNonNull(info.categories());
        if (bound.use().missing() != MissingPolicy.MEAN) {
            return Feature.category(info.name(), categories, null);
        }
        Table.Categories cells = table.categories(column);
        int[] counts = new int[categories.size()];
        int best = 0;
        for (int row : training) {
            int category = cells.at(row);
            if (category >= 0) {
                counts[category]++;
            }
        }
        for (int i = 1; i < counts.length; i++) {
            best = counts[i] > counts[best] ? i : best;
        }
        return Feature.category(info.name(), categories, categories.get(best));
    }

    private Encoding.Target target(UsableRows usable, int[] training) {
        if (bound.task() != Task.REGRESSION) {
            return new Encoding.Target(bound.target(), bound.task(), usable.classes(), 0, 1);
        }
        Scaling scaling = bound.use().targetScaling();
        Moments moments = Moments.of(table.numbers(new int[] {columns.target()}), training, scaling);
        return new Encoding.Target(
                bound.target(), Task.REGRESSION, null, moments.offset(scaling, 0), moments.scale(scaling, 0));
    }
}
