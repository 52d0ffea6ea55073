package dev.chainrule.history;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Arrays;

/** Numbers in few significant digits, for charts: nobody sees the fifth, and each costs a byte. */
final class Digits {

    /** From 17 digits a double is read back exactly. */
    static final int MOST = 17;

    /** 10^22 is the last power of ten that a double holds exactly. */
    private static final double[] POWERS = new double[23];

    static {
        for (int i = 0; i < POWERS.length; i++) {
            POWERS[i] = Double.parseDouble("1e" + i);
        }
    }

    private Digits() {}

    static double[] round(double[] exact, int digits) {
        return Arrays.stream(exact).map(value -> round(value, digits)).toArray();
    }

    /** The number of so many significant decimal digits that is nearest, or next to nearest where two are nearly as near. */
    static double round(double value, int digits) {
        if (value == 0 || !Double.isFinite(value) || digits >= MOST) {
            return value;
        }
        int places = digits - 1 - (int) Math.floor(Math.log10(Math.abs(value)));
        if (places >= 0 && places < POWERS.length && digits <= 15) {
            // Both operands are exact, so the quotient is the double that the decimal number is read as.
            return Math.rint(value * POWERS[places]) / POWERS[places];
        }
        return new BigDecimal(value).round(new MathContext(digits)).doubleValue();
    }
}
