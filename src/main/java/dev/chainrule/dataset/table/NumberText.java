package dev.chainrule.dataset.table;

/** A number as the text it would be as a category. */
public final class NumberText {

    private NumberText() {}

    /** Whole numbers without a point: 1 and 1.0 are "1"; others in the shortest form that reads back the same. */
    public static String of(double value) {
        boolean whole = value == Math.rint(value) && Math.abs(value) < 0x1p53;
        return whole ? Long.toString((long) value) : Double.toString(value);
    }
}
