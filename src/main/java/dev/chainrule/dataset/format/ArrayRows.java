package dev.chainrule.dataset.format;

import dev.chainrule.dataset.table.ColumnType;
import dev.chainrule.dataset.table.FileFaults;
import dev.chainrule.dataset.table.RowSink;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Arrays side by side, each a row's share of the columns, and perhaps a column of labels.
 *
 * @param arrays all with as many rows
 * @param labels whole numbers, taken for the names of classes; null where there are none
 */
record ArrayRows(
        List<NumberArray> arrays, @Nullable NumberArray labels, List<String> names, Map<String, Object> details)
        implements FileRows {

    static final String LABEL = "label";

    /** Names for the columns of one array: its own where there is one column, else numbered from 1. */
    static List<String> names(String name, int columns, boolean numbered) {
        if (columns == 1 && !numbered) {
            return List.of(name);
        }
        List<String> names = new ArrayList<>();
        for (int j = 1; j <= columns; j++) {
            names.add(name + j);
        }
        return names;
    }

    @Override
    public @Nullable String target() {
        return labels == null ? null : LABEL;
    }

    @Override
    public ColumnType type(int column) {
        return labels != null && column == names.size() - 1 ? ColumnType.CATEGORICAL : ColumnType.NUMERIC;
    }

    @Override
    public void walk(RowSink sink, FileFaults faults) {
        long rows = arrays.getFirst().rows();
        for (long row = 0; row < rows; row++) {
            sink.beginRow(row + 1);
            int column = 0;
            for (NumberArray array : arrays) {
                array.row(row, column, sink);
                column += array.columns();
            }
            if (labels != null) {
                char[] text = Long.toString(labels.whole(row)).toCharArray();
                sink.text(column, text, 0, text.length);
            }
            sink.endRow();
        }
    }
}
