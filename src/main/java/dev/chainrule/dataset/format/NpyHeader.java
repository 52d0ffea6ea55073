package dev.chainrule.dataset.format;

import dev.chainrule.dataset.table.FileFaults;
import dev.chainrule.web.ProblemException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The header of an NPY file (versions 1 to 3): a Python dictionary of three entries, read by a parser that knows nothing else.
 *
 * @param type numpy's name of the number type
 * @param data where the numbers begin
 */
record NpyHeader(String type, boolean fortran, long[] shape, long data) {

    private static final int MAGIC = 6;
    private static final int LONGEST = 1 << 16;
    private static final int MOST_DIMENSIONS = 64;
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfShort SHORT =
            ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    /** @throws ProblemException 422 or 415 */
    static NpyHeader of(MemorySegment file) {
        if (file.byteSize() < MAGIC + 4) {
            throw FileFaults.refusal("TRUNCATED", "The file ends within its header.");
        }
        int version = file.get(ValueLayout.JAVA_BYTE, MAGIC);
        int start = version == 1 ? MAGIC + 4 : MAGIC + 6;
        if (version < 1 || version > 3) {
            throw bad("version " + version + " is unknown");
        }
        if (file.byteSize() < start) {
            throw FileFaults.refusal("TRUNCATED", "The file ends within its header.");
        }
        long length = version == 1 ? file.get(SHORT, MAGIC + 2) & 0xffff : file.get(INT, MAGIC + 2) & 0xffff_ffffL;
        if (length > LONGEST) {
            throw bad("it is said to be " + length + " bytes long");
        }
        if (start + length > file.byteSize()) {
            // A length that points behind the end is garbage rather than a cut: writers write the header first.
            throw bad("its length of " + length + " bytes is more than the file has");
        }
        byte[] text = file.asSlice(start, length).toArray(ValueLayout.JAVA_BYTE);
        return new Parser(new String(text, StandardCharsets.ISO_8859_1)).header(start + length);
    }

    private static ProblemException bad(String what) {
        return FileFaults.refusal("BAD_HEADER", "The header of the NPY file cannot be read: " + what + ".");
    }

    /** Reads {@code {'descr': '<f4', 'fortran_order': False, 'shape': (3, 4), }}. */
    private static final class Parser {
        private final String text;
        private int at;
        private @Nullable String type;
        private @Nullable Boolean fortran;
        private long @Nullable [] shape;

        Parser(String text) {
            this.text = text;
        }

        NpyHeader header(long data) {
            expect('{');
            while (peek() != '}') {
                entry(quoted());
                if (peek() == ',') {
                    at++;
                }
            }
            at++;
            if (!text.substring(at).isBlank()) {
                throw bad("it goes on after its end");
            }
            if (type == null || fortran == null) {
                throw bad("descr or fortran_order is missing");
            }
            if (shape == null) {
                throw FileFaults.refusal("BAD_SHAPE", "The header of the NPY file has no shape.");
            }
            return new NpyHeader(type, fortran, shape, data);
        }

        private void entry(String key) {
            expect(':');
            switch (key) {
                case "descr" -> type = type();
                case "fortran_order" -> fortran = truth();
                case "shape" -> shape = tuple();
                default -> throw bad("it has an entry " + FileFaults.shown(key));
            }
        }

        private String type() {
            if (peek() == '[') {
                throw FileFaults.refusal(
                        "DTYPE", "A structured type is not read. Save its fields as arrays of their own.");
            }
            return quoted();
        }

        private boolean truth() {
            peek();
            if (text.startsWith("True", at)) {
                at += 4;
                return true;
            }
            if (text.startsWith("False", at)) {
                at += 5;
                return false;
            }
            throw bad("fortran_order is neither True nor False");
        }

        private long[] tuple() {
            expect('(');
            long[] numbers = new long[MOST_DIMENSIONS];
            int count = 0;
            while (peek() != ')') {
                if (count == MOST_DIMENSIONS) {
                    throw FileFaults.refusal(
                            "BAD_SHAPE", "The shape has more than " + MOST_DIMENSIONS + " dimensions.");
                }
                numbers[count++] = whole();
                if (peek() == ',') {
                    at++;
                } else if (peek() != ')') {
                    throw bad("the shape is no list of whole numbers");
                }
            }
            at++;
            return Arrays.copyOf(numbers, count);
        }

        private long whole() {
            int start = at;
            while (at < text.length() && (text.charAt(at) == '-' || Character.isDigit(text.charAt(at)))) {
                at++;
            }
            String digits = text.substring(start, at);
            if (at < text.length() && text.charAt(at) == 'L') {
                at++;
            }
            if (!digits.matches("-?[0-9]+")) {
                throw bad("the shape is no list of whole numbers");
            }
            try {
                return Long.parseLong(digits);
            } catch (NumberFormatException e) {
                throw FileFaults.refusal("BAD_SHAPE", "The shape has a dimension of " + digits.length() + " digits.");
            }
        }

        private String quoted() {
            char quote = peek();
            if (quote != '\'' && quote != '"') {
                throw bad("a text is missing at letter " + at);
            }
            int end = text.indexOf(quote, at + 1);
            if (end < 0) {
                throw bad("a text has no end");
            }
            String value = text.substring(at + 1, end);
            at = end + 1;
            return value;
        }

        private void expect(char wanted) {
            if (peek() != wanted) {
                throw bad("there is no " + wanted + " at letter " + at);
            }
            at++;
        }

        /** The next letter that is not blank. */
        private char peek() {
            while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
                at++;
            }
            if (at >= text.length()) {
                throw bad("it ends too early");
            }
            return text.charAt(at);
        }
    }
}
