package dev.chainrule.dataset;

/** What no dataset may exceed in use. */
final class Limits {

    /** Classes of a target. */
    static final int CLASSES = 1_000;

    /** Inputs, one-hot features counted with all their categories. */
    static final int INPUTS = 65_536;

    /** Rows: examples are counted by an int. */
    static final long ROWS = 100_000_000;

    private Limits() {}
}
