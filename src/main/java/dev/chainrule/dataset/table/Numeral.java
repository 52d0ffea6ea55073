package dev.chainrule.dataset.table;

import ch.randelshofer.fastdoubleparser.JavaDoubleParser;
import java.math.BigDecimal;

/**
 * Reads a number from text by a grammar of our own: {@code [+-] (digits [. digits] | . digits) [(e|E) [+-] digits]}, ASCII
 * digits, blanks and no-break blanks around it. So {@code +5 .5 5. " 7 "} are numbers; {@code 1d 0x1p3 1_000 1,5} are not.
 * Correctly rounded. One thread at a time; allocates only where more than 19 digits or an extreme exponent ask for it.
 */
public final class Numeral {

    /** What a text is. */
    public enum Kind {
        /** A number; {@link #value()} holds it. */
        NUMBER,
        /** A number so near zero that 64 bits hold it as zero or with fewer digits. */
        UNDERFLOW,
        /** An integer beyond 2^53 that 64 bits round to a neighbor. */
        IMPRECISE,
        /** A number beyond 1.8e308. */
        OUT_OF_RANGE,
        /** A word for infinity or for not-a-number. */
        NON_FINITE,
        /** Anything else. */
        TEXT
    }

    private static final double[] TENS = {
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19,
        1e20, 1e21, 1e22
    };
    private static final long EXACT = 1L << 53;
    private static final int DIGITS = 18;
    private static final int EXPONENT = 99_999;

    private final char point;
    private double value;
    private char[] letters = {};
    private int at;
    private int end;
    private long mantissa;
    private int exponent;
    private int digits;
    private boolean exact;

    /** @param point what separates the fraction: a point or a comma */
    public Numeral(char point) {
        this.point = point;
    }

    /** The number last read. */
    public double value() {
        return value;
    }

    /** Reads letters[from, to). */
    public Kind read(char[] text, int from, int to) {
        letters = text;
        at = from;
        end = to;
        while (at < end && isBlank(letters[at])) {
            at++;
        }
        while (end > at && isBlank(letters[end - 1])) {
            end--;
        }
        if (at == end) {
            return Kind.TEXT;
        }
        return isPlain() ? Kind.NUMBER : signed();
    }

    /** Reads what nearly all numbers are: few digits, no exponent. As {@link #signed}, but with nothing kept in fields meanwhile. */
    private boolean isPlain() {
        char[] text = letters;
        boolean negative = text[at] == '-';
        int start = negative ? at + 1 : at;
        if (end - start > DIGITS) {
            return false;
        }
        long whole = 0;
        int pointAt = end;
        for (int i = start; i < end; i++) {
            int digit = text[i] - '0';
            if (digit >= 0 && digit <= 9) {
                whole = whole * 10 + digit;
            } else if (text[i] == point && pointAt == end) {
                pointAt = i;
            } else {
                return false;
            }
        }
        int digits = end - start - (pointAt == end ? 0 : 1);
        if (digits == 0 || whole > EXACT) {
            return false;
        }
        double size = pointAt == end ? whole : whole / TENS[end - pointAt - 1];
        value = negative ? -size : size;
        return true;
    }

    /** A blank that may stand around a number. */
    static boolean isBlank(char c) {
        return c <= ' ' || c == '\u00A0' || c == '\u2007' || c == '\u202F';
    }

    private Kind signed() {
        int start = at;
        boolean negative = letters[at] == '-';
        if (negative || letters[at] == '+') {
            at++;
        }
        mantissa = 0;
        exponent = 0;
        digits = 0;
        exact = true;
        int whole = digits(0);
        boolean fraction = at < end && letters[at] == point;
        int parts = 0;
        if (fraction) {
            at++;
            parts = digits(-1);
        }
        if (whole + parts == 0) {
            return isNonFinite(negative || letters[start] == '+' ? start + 1 : start) ? Kind.NON_FINITE : Kind.TEXT;
        }
        boolean integer = !fraction && at == end;
        if (!readExponent()) {
            return Kind.TEXT;
        }
        return finish(start, negative, integer);
    }

    /** Reads a run of digits, each lowering the exponent by -step where it is kept; gives their number. */
    private int digits(int step) {
        int start = at;
        for (; at < end; at++) {
            int digit = letters[at] - '0';
            if (digit < 0 || digit > 9) {
                break;
            }
            if (digits < DIGITS) {
                mantissa = mantissa * 10 + digit;
                digits += mantissa == 0 ? 0 : 1;
                exponent += step;
            } else {
                exact = exact && digit == 0;
                exponent += step + 1;
            }
        }
        return at - start;
    }

    private boolean readExponent() {
        if (at == end) {
            return true;
        }
        if (letters[at] != 'e' && letters[at] != 'E') {
            return false;
        }
        at++;
        boolean negative = at < end && letters[at] == '-';
        if (negative || at < end && letters[at] == '+') {
            at++;
        }
        int start = at;
        int power = 0;
        for (; at < end && letters[at] >= '0' && letters[at] <= '9'; at++) {
            power = Math.min(EXPONENT, power * 10 + letters[at] - '0');
        }
        exponent += negative ? -power : power;
        return at > start && at == end;
    }

    private Kind finish(int start, boolean negative, boolean integer) {
        if (exact && mantissa <= EXACT && Math.abs(exponent) < TENS.length) {
            // Both are exact doubles, so one rounding is all there is (Clinger 1990).
            double size = exponent < 0 ? mantissa / TENS[-exponent] : mantissa * TENS[exponent];
            value = negative ? -size : size;
            return integer && size > EXACT ? precise(start) : Kind.NUMBER;
        }
        value = parsed(start);
        if (Double.isInfinite(value)) {
            return Kind.OUT_OF_RANGE;
        }
        if (Math.abs(value) < Double.MIN_NORMAL && mantissa != 0) {
            return Kind.UNDERFLOW;
        }
        return integer && Math.abs(value) >= EXACT ? precise(start) : Kind.NUMBER;
    }

    private double parsed(int start) {
        if (point == '.') {
            return JavaDoubleParser.parseDouble(letters, start, end - start);
        }
        return JavaDoubleParser.parseDouble(plain(start));
    }

    private Kind precise(int start) {
        return new BigDecimal(plain(start)).compareTo(new BigDecimal(value)) == 0 ? Kind.NUMBER : Kind.IMPRECISE;
    }

    private String plain(int start) {
        return new String(letters, start, end - start).replace(point, '.');
    }

    private boolean isNonFinite(int start) {
        int length = end - start;
        return length == 3 && (isWord("inf", start) || isWord("nan", start))
                || length == 8 && isWord("infinity", start);
    }

    private boolean isWord(String word, int start) {
        for (int i = 0; i < word.length(); i++) {
            if ((letters[start + i] | 0x20) != word.charAt(i)) {
                return false;
            }
        }
        return true;
    }
}
