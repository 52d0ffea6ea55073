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

    /** What a row is called in messages: a line of a text file, otherwise a row. */
    default String unit() {
        return "row";
    }

    /** Whether its cells come by {@link RowSink#cell} only, as letters to be parsed: a second walk is then worth a tape. */
    default boolean isText() {
        return false;
    }

    /**
     * Hands every cell of every row to a sink, row by row.
     *
     * @param faults receives what is wrong with the rows
     */
    void walk(RowSink sink, FileFaults faults) throws IOException;
}
