package dev.chainrule.dataset.format;

import java.io.IOException;
import java.io.InputStream;

/** Tells an endless quoted field from an endless plain one. Looks at bytes: what matters here is ASCII. */
final class QuoteScan {

    private QuoteScan() {}

    /** Whether the field longer than {@link TextRecords#LONGEST}, in a record that begins in this line, is quoted. */
    static boolean isQuoted(Source file, long line, char delimiter) throws IOException {
        try (InputStream in = file.open()) {
            int last = skipTo(in, line);
            boolean quoted = false;
            boolean fieldStart = true;
            long letters = 0;
            for (int b = last; b >= 0 && letters < TextRecords.LONGEST; b = in.read()) {
                // Only the first byte of a letter counts.
                letters = fieldStart ? 0 : letters + ((b & 0xc0) == 0x80 ? 0 : 1);
                if (b == '"' && (quoted || fieldStart)) {
                    quoted = !quoted;
                    fieldStart = !quoted;
                } else if (!quoted) {
                    if (b == '\n' || b == '\r') {
                        return false;
                    }
                    fieldStart = b == delimiter;
                }
            }
            return quoted;
        }
    }

    /** Gives the first byte of a line. */
    private static int skipTo(InputStream in, long line) throws IOException {
        int b = in.read();
        for (long at = 1; at < line && b >= 0; ) {
            int next = in.read();
            if (b == '\n' || b == '\r' && next != '\n') {
                at++;
            }
            b = next;
        }
        return b;
    }
}
