package dev.chainrule.history;

/** Numbers that JSON has no spelling for. */
enum NonFinite {
    NAN("NaN"),
    INFINITY("Infinity"),
    NEGATIVE_INFINITY("-Infinity");

    private final String spelling;

    NonFinite(String spelling) {
        this.spelling = spelling;
    }

    static NonFinite of(double value) {
        if (Double.isNaN(value)) {
            return NAN;
        }
        return value > 0 ? INFINITY : NEGATIVE_INFINITY;
    }

    /** The member's bit in a set. */
    int bit() {
        return 1 << ordinal();
    }

    boolean in(int bits) {
        return (bits & bit()) != 0;
    }

    /** As {@link Double#toString(double)} writes it. */
    String spelling() {
        return spelling;
    }
}
