package dev.chainrule.dataset.generate;

import dev.chainrule.dataset.table.ColumnType;
import dev.chainrule.dataset.table.FileFaults;
import dev.chainrule.dataset.table.RowSink;
import dev.chainrule.dataset.table.Rows;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * Rows made one after the other by a generator: the features, and in the last column the target.
 *
 * @param names of the columns; the last is the target
 * @param rows how many
 * @param seed of the draws, which start anew with each walk
 * @param classes names of the classes; empty for regression
 * @param truth what the generator knows and training is to find out, by name
 * @param maker makes a row
 */
public record GeneratedData(
        List<String> names, int rows, long seed, List<String> classes, Map<String, Object> truth, Maker maker)
        implements Rows {

    /** Makes a row. Draws come from {@link Random}, whose algorithm its documentation fixes. */
    @FunctionalInterface
    interface Maker {

        /**
         * Overwrites the features, and gives the target: a number, or the number of the class.
         *
         * @param i from 0
         */
        double fill(int i, double[] features, Random random);
    }

    /** The column to be predicted. */
    public String target() {
        return names.getLast();
    }

    @Override
    public @Nullable ColumnType type(int column) {
        boolean label = !classes.isEmpty() && column == names.size() - 1;
        return label ? ColumnType.CATEGORICAL : ColumnType.NUMERIC;
    }

    @Override
    public void walk(RowSink sink, FileFaults faults) {
        List<char[]> texts = classes.stream().map(String::toCharArray).toList();
        Random random = new Random(seed);
        double[] features = new double[names.size() - 1];
        for (int i = 0; i < rows; i++) {
            double target = maker.fill(i, features, random);
            sink.beginRow(i + 1L);
            for (int j = 0; j < features.length; j++) {
                sink.number(j, features[j]);
            }
            if (texts.isEmpty()) {
                sink.number(features.length, target);
            } else {
                char[] text = texts.get((int) target);
                sink.text(features.length, text, 0, text.length);
            }
            sink.endRow();
        }
    }
}
