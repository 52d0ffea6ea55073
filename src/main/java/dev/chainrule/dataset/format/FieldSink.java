package dev.chainrule.dataset.format;

/** Receives the fields of a text file. Buffers are only read, and only during the call. */
interface FieldSink {

    /** A record begins in this line. An empty line begins as well, and has no field and no end. */
    void begin(long line);

    /** Letters [from, to) are a field, quotes taken off. */
    void field(int index, char[] letters, int from, int to, boolean quoted);

    /** The record is complete. False to read no more. */
    boolean end(int fields);
}
