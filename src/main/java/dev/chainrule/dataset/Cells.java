package dev.chainrule.dataset;

import dev.chainrule.dataset.table.NumberText;
import dev.chainrule.dataset.table.Numeral;

/** A raw value of a row, as JSON has it, read as the number or the text that a column asks for. */
final class Cells {

    private Cells() {}

    /** The number it is, by the grammar of files; NaN where it is none or too large. */
    static double number(Object value) {
        if (value instanceof Number number) {
            double plain = number.doubleValue();
            return Double.isFinite(plain) ? plain : Double.NaN;
        }
        if (!(value instanceof String text)) {
            return Double.NaN;
        }
        Numeral numeral = new Numeral('.');
        return switch (numeral.read(text.toCharArray(), 0, text.length())) {
            case NUMBER, UNDERFLOW, IMPRECISE -> numeral.value();
            case OUT_OF_RANGE, NON_FINITE, TEXT -> Double.NaN;
        };
    }

    /** The text it is: 1 is "1", and so is 1.0. */
    static String text(Object value) {
        return value instanceof Number number ? NumberText.of(number.doubleValue()) : value.toString();
    }
}
