package dev.chainrule.engine.array;

/**
 * A named part of a flat vector, seen as a matrix.
 *
 * @param name such as {@code layer1.weight}
 * @param offset index of its first element
 * @param rows rows of the matrix
 * @param columns columns of the matrix
 */
public record Slot(String name, long offset, long rows, long columns) {

    public Slot {
        if (offset < 0 || rows < 1 || columns < 1) {
            throw new IllegalArgumentException("slot " + name + ": (" + rows + ", " + columns + ") at " + offset);
        }
    }

    /** Number of elements. */
    public long length() {
        return rows * columns;
    }
}
