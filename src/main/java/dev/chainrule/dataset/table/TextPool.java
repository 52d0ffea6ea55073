package dev.chainrule.dataset.table;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * The texts of a table on their way to a file, each behind its length. A text is known by where it begins, so the numbers of
 * texts rise in order of their first appearance.
 */
final class TextPool {

    /** Letters kept in memory to find a text again, in the whole table. */
    private static final long LETTERS = 8_000_000;

    private final OutputStream out;
    private long letters;
    private int end;

    TextPool(OutputStream out) {
        this.out = out;
    }

    /** Appends a text; gives where it begins. */
    int append(String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        int start = end;
        try {
            end = Math.addExact(end, Integer.BYTES + bytes.length);
        } catch (ArithmeticException e) {
            throw FileFaults.refusal("TOO_LARGE", "The different texts of the file are over 2 GB.");
        }
        for (int shift = 0; shift < Integer.SIZE; shift += Byte.SIZE) {
            out.write(bytes.length >>> shift);
        }
        out.write(bytes);
        return start;
    }

    /** Whether one more text of this length may be kept in memory. */
    boolean reserve(int length) {
        letters += length + 16;
        return letters <= LETTERS;
    }

    /** Bytes so far. */
    long bytes() {
        return end;
    }
}
