package dev.chainrule.dataset.format;

import java.io.IOException;
import java.io.Reader;
import java.util.Arrays;

/** Lines whose fields stand between runs of blanks and tabs, without quotes: {@code 1.5   2.0  yes}. */
final class BlankSeparated {

    private final Reader reader;
    private final char[] buffer = new char[1 << 16];
    private char[] field = new char[64];
    private int length;
    private int fields;

    BlankSeparated(Reader reader) {
        this.reader = reader;
    }

    void read(FieldSink sink) throws IOException, TextFaultException {
        long line = 1;
        boolean returned = false;
        sink.begin(line);
        for (int n = reader.read(buffer); n >= 0; n = reader.read(buffer)) {
            for (int i = 0; i < n; i++) {
                char c = buffer[i];
                boolean second = returned && c == '\n';
                returned = c == '\r';
                if (second) {
                    continue;
                }
                if (c == '\n' || c == '\r') {
                    if (!endLine(sink)) {
                        return;
                    }
                    sink.begin(++line);
                } else if (c == ' ' || c == '\t') {
                    endField(sink);
                } else {
                    append(c, line);
                }
            }
        }
        endLine(sink);
    }

    private void append(char c, long line) throws TextFaultException {
        if (length == TextRecords.LONGEST) {
            throw TextFaultException.tooLong(line);
        }
        if (length == field.length) {
            field = Arrays.copyOf(field, 2 * length);
        }
        field[length++] = c;
    }

    private void endField(FieldSink sink) {
        if (length > 0) {
            sink.field(fields++, field, 0, length, false);
            length = 0;
        }
    }

    private boolean endLine(FieldSink sink) {
        endField(sink);
        int count = fields;
        fields = 0;
        return count == 0 || sink.end(count);
    }
}
