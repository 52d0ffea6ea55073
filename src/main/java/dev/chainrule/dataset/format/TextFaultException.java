package dev.chainrule.dataset.format;

import java.io.IOException;
import java.io.InputStream;

/** A text file that cannot be read beyond a certain line. */
final class TextFaultException extends Exception {

    private final long line;
    private final String code;

    TextFaultException(long line, String code, String message) {
        super(message);
        this.line = line;
        this.code = code;
    }

    long line() {
        return line;
    }

    String code() {
        return code;
    }

    String text() {
        return String.valueOf(getMessage());
    }

    static TextFaultException tooLong(long line) {
        String message =
                "Line " + line + ": a field of more than " + TextRecords.LONGEST + " letters, or too many fields.";
        return new TextFaultException(line, "LINE_TOO_LONG", message);
    }

    /** Finds the line of a byte that is no text. */
    static TextFaultException at(Utf8Reader.BadTextException e, Source file) throws IOException {
        long line = line(file, e.offset());
        String where = "Line " + line + ", byte " + e.offset() + " of the file";
        String message = e.code().equals("BAD_CHARACTER")
                ? where + ": a NUL, which no text has."
                : where + " is not UTF-8. Is the file in Latin-1 or another old encoding? Save it as UTF-8.";
        return new TextFaultException(line, e.code(), message);
    }

    private static long line(Source file, long offset) throws IOException {
        long line = 1;
        int last = 0;
        try (InputStream in = file.open()) {
            for (long at = 0; at < offset; at++) {
                int b = in.read();
                if (b == '\r' || b == '\n' && last != '\r') {
                    line++;
                }
                last = b;
            }
        }
        return line;
    }
}
