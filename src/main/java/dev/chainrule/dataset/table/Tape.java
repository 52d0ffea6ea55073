package dev.chainrule.dataset.table;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What the first walk read of each cell, noted in a scratch file: so that no number is parsed twice. A cell is a byte that says what
 * follows, or is itself a small whole number; it takes hardly more room than the text it was read from, and often less.
 *
 * <p>Where the file cannot be written there is no tape, and the source is walked a second time.
 */
final class Tape {

    static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    static final VarHandle FLOAT = MethodHandles.byteArrayViewVarHandle(float[].class, ByteOrder.LITTLE_ENDIAN);
    static final VarHandle DOUBLE = MethodHandles.byteArrayViewVarHandle(double[].class, ByteOrder.LITTLE_ENDIAN);

    /** Whole numbers up to here are their own byte. */
    static final int SMALL = 0xf0;
    /** Eight bytes: the line on which a row begins, where it is not the one after the row before. */
    static final int LINE = 0xf8;

    static final int DOUBLE_NUMBER = 0xf9;
    static final int FLOAT_NUMBER = 0xfa;
    static final int MISSING = 0xfb;
    /** The number of letters, four bytes, and a byte for each. */
    static final int LATIN = 0xfc;
    /** The number of letters, four bytes, and two for each. */
    static final int WIDE = 0xfd;

    static final int BUFFER = 1 << 16;
    /** The most that a cell takes beside its letters, rounded up. */
    static final int ROOM = 32;

    private final Path file;
    private final OutputStream out;
    private final boolean[] words;
    private final byte[] buffer = new byte[BUFFER];
    private int at;
    private long expected = Long.MIN_VALUE;
    private boolean broken;

    /**
     * An empty tape.
     *
     * @param file an empty file, its owner's to delete
     * @param words columns of which letters are noted even where they are a number
     */
    Tape(Path file, boolean[] words) throws IOException {
        this.file = file;
        this.words = words;
        this.out = Files.newOutputStream(file);
    }

    boolean isWords(int column) {
        return words[column];
    }

    void beginRow(long line) {
        if (line != expected) {
            room();
            buffer[at] = (byte) LINE;
            LONG.set(buffer, at + 1, line);
            at += 1 + Long.BYTES;
        }
        expected = line + 1;
    }

    void number(double value) {
        room();
        int whole = (int) value;
        if (whole == value && whole >= 0 && whole <= SMALL && (whole != 0 || 1 / value > 0)) {
            buffer[at++] = (byte) whole;
        } else if (value == (float) value) {
            buffer[at] = (byte) FLOAT_NUMBER;
            FLOAT.set(buffer, at + 1, (float) value);
            at += 1 + Float.BYTES;
        } else {
            buffer[at] = (byte) DOUBLE_NUMBER;
            DOUBLE.set(buffer, at + 1, value);
            at += 1 + Double.BYTES;
        }
    }

    void missing() {
        room();
        buffer[at++] = (byte) MISSING;
    }

    void letters(char[] letters, int from, int to) {
        room();
        int all = 0;
        for (int i = from; i < to; i++) {
            all |= letters[i];
        }
        boolean latin = all <= 0xff;
        buffer[at] = (byte) (latin ? LATIN : WIDE);
        INT.set(buffer, at + 1, to - from);
        at += 1 + Integer.BYTES;
        for (int i = from; i < to; i++) {
            if (at > BUFFER - ROOM) {
                flush();
            }
            buffer[at++] = (byte) letters[i];
            if (!latin) {
                buffer[at++] = (byte) (letters[i] >>> Byte.SIZE);
            }
        }
    }

    private void room() {
        if (at > BUFFER - ROOM) {
            flush();
        }
    }

    private void flush() {
        if (!broken) {
            try {
                out.write(buffer, 0, at);
            } catch (IOException e) {
                broken = true;
            }
        }
        at = 0;
    }

    /** Nothing more will be noted. */
    void end() {
        flush();
        try {
            out.close();
        } catch (IOException e) {
            broken = true;
        }
    }

    /** Whether the second walk can do with what was noted: where a text is wanted, it was not taken for a number. */
    boolean suffices(List<Plan> plans) {
        for (int column = 0; column < words.length; column++) {
            Plan plan = plans.get(column);
            if (plan.type() == ColumnType.CATEGORICAL && plan.profile().numbers > 0 && !words[column]) {
                return false;
            }
        }
        return !broken;
    }

    /** What was noted, row by row. */
    Rows rows(List<String> names, long count) {
        return new Noted(names, file, count);
    }

    /** Rows of a tape. */
    private record Noted(List<String> names, Path file, long count) implements Rows {

        @Override
        public void walk(RowSink sink, FileFaults faults) throws IOException {
            try (TapeReader reader = new TapeReader(file)) {
                for (long row = 0; row < count; row++) {
                    reader.row(names.size(), sink);
                }
            }
        }
    }
}
