package dev.chainrule.dataset.table;

/** Receives a table cell by cell. Buffers are only read, and only during the call. */
public interface RowSink {

    /**
     * A row begins.
     *
     * @param line where it begins in the file, or its number from 1
     */
    void beginRow(long line);

    /** A number, finite. */
    void number(int column, double value);

    /** A cell of a text file: a number, a missing value or a text, as its letters say. */
    void cell(int column, char[] letters, int from, int to);

    /** A text even if its letters are digits; only the words for a missing value are looked for. */
    void text(int column, char[] letters, int from, int to);

    /** No value. */
    void missing(int column);

    /** The row is complete. */
    void endRow();
}
