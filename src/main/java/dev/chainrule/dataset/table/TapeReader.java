package dev.chainrule.dataset.table;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads a {@link Tape}, row by row. */
final class TapeReader implements AutoCloseable {

    private final InputStream in;
    private final byte[] buffer = new byte[Tape.BUFFER];
    private char[] letters = new char[64];
    private int at;
    private int end;
    private long line;

    TapeReader(Path file) throws IOException {
        in = Files.newInputStream(file);
    }

    /** Hands the next row to a sink. */
    void row(int width, RowSink sink) throws IOException {
        line++;
        for (int column = 0; column < width; column++) {
            require(Tape.ROOM);
            int kind = buffer[at++] & 0xff;
            if (column == 0) {
                if (kind == Tape.LINE) {
                    line = (long) Tape.LONG.get(buffer, at);
                    at += Long.BYTES;
                    kind = buffer[at++] & 0xff;
                }
                sink.beginRow(line);
            }
            cell(column, kind, sink);
        }
        sink.endRow();
    }

    private void cell(int column, int kind, RowSink sink) throws IOException {
        switch (kind) {
            case Tape.DOUBLE_NUMBER -> {
                sink.number(column, (double) Tape.DOUBLE.get(buffer, at));
                at += Double.BYTES;
            }
            case Tape.FLOAT_NUMBER -> {
                sink.number(column, (float) Tape.FLOAT.get(buffer, at));
                at += Float.BYTES;
            }
            case Tape.MISSING -> sink.missing(column);
            case Tape.LATIN, Tape.WIDE -> {
                int length = letters(kind == Tape.WIDE);
                sink.cell(column, letters, 0, length);
            }
            default -> {
                if (kind > Tape.SMALL) {
                    throw new IOException("no cell of a tape begins with " + kind);
                }
                sink.number(column, kind);
            }
        }
    }

    private int letters(boolean wide) throws IOException {
        int length = (int) Tape.INT.get(buffer, at);
        at += Integer.BYTES;
        if (letters.length < length) {
            letters = new char[Math.max(length, 2 * letters.length)];
        }
        for (int i = 0; i < length; i++) {
            if (end - at < Character.BYTES) {
                require(Character.BYTES);
            }
            int low = buffer[at++] & 0xff;
            letters[i] = (char) (wide ? low | (buffer[at++] & 0xff) << Byte.SIZE : low);
        }
        return length;
    }

    /** Has so many bytes ready, or all that are left; at least one. */
    private void require(int bytes) throws IOException {
        if (end - at >= bytes) {
            return;
        }
        System.arraycopy(buffer, at, buffer, 0, end - at);
        end -= at;
        at = 0;
        for (int n = 0; n >= 0 && end < bytes; end += Math.max(0, n)) {
            n = in.read(buffer, end, buffer.length - end);
        }
        if (end == 0) {
            throw new EOFException("a tape ends too early");
        }
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
