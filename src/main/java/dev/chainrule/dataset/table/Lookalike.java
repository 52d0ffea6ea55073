package dev.chainrule.dataset.table;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Texts that were probably meant as numbers or dates, and what to tell their owner. In order of precedence. */
enum Lookalike {
    DECIMAL_COMMA(
            "[+-]?\\d+,\\d+([eE][+-]?\\d+)?|[+-]?\\d{1,3}(\\.\\d{3})+,\\d+",
            "a decimal comma? Set the option decimal to \",\""),
    THOUSANDS(
            "[+-]?\\d{1,3}(,\\d{3})+(\\.\\d+)?|[+-]?\\d{1,3}([ '\u00A0\u202F]\\d{3})+([.,]\\d+)?",
            "thousands separators must go"),
    DATE(
            "\\d{4}[-/.]\\d{1,2}[-/.]\\d{1,2}([T ]\\d{1,2}:\\d{2}.*)?|\\d{1,2}[-/.]\\d{1,2}[-/.]\\d{2,4}([T ]\\d{1,2}:\\d{2}.*)?",
            "a date column? Turn it into numbers, such as days since the first"),
    TIME("\\d{1,2}:\\d{2}(:\\d{2}([.,]\\d+)?)?", "a date column? Turn times into numbers, such as minutes"),
    PERCENT("[+-]?\\d+([.,]\\d+)?\\s?%", "a percent sign must go"),
    CURRENCY("[+-]?[$€£¥]\\s?\\d[\\d.,]*|\\d[\\d.,]*\\s?[€£¥]", "a currency sign must go"),
    LITERAL(
            "[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?[dDfFlL]|[+-]?0[xX][0-9a-fA-F.]+([pP][+-]?\\d+)?|[+-]?\\d+(_+\\d+)+(\\.\\d+)?",
            "the notation of a programming language is not read"),
    OTHER_DIGITS("[+-]?[\\p{Nd}]+([.,\u066B]\\p{Nd}+)?", "only the digits 0 to 9 are read"),
    DECIMAL_POINT("[+-]?\\d+\\.\\d+", "a decimal point? The option decimal says \",\"");

    /** No such text is longer. */
    private static final int LONGEST = 40;

    private final Pattern pattern;
    private final String hint;

    Lookalike(String pattern, String hint) {
        this.pattern = Pattern.compile(pattern);
        this.hint = hint;
    }

    /** What to do about it. */
    String hint() {
        return hint;
    }

    /** The first that matches, null where the text is just a text. */
    static @Nullable Lookalike of(String text) {
        String plain = text.strip();
        if (plain.isEmpty() || plain.length() > LONGEST || plain.codePoints().noneMatch(Character::isDigit)) {
            return null;
        }
        for (Lookalike lookalike : values()) {
            if (lookalike.pattern.matcher(plain).matches()) {
                return lookalike;
            }
        }
        return null;
    }
}
