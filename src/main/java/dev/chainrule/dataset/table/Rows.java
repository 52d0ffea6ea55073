package dev.chainrule.dataset.table;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A source of rows that can be walked more than once, each time with the same cells. */
public interface Rows {

    /** Names of the columns, in order. */
    List<String> names();

    /** The column's type where the format fixes it, null where the cells decide. */
    default @Nullable ColumnType type(int column) {
        return null;
    }

    /** Hands every cell of every row to a sink, row by row, each row from the first column to the last. */
    void walk(RowSink sink) throws IOException;
}
