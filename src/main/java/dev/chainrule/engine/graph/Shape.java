package dev.chainrule.engine.graph;

/**
 * The shape of a value: rank 0 is a number, 1 a vector (one column), 2 a matrix.
 *
 * @param rank 0, 1 or 2
 * @param rows 1 for a number, the length of a vector, the rows of a matrix
 * @param columns 1 but for a matrix
 */
public record Shape(int rank, int rows, int columns) {

    public static final Shape SCALAR = new Shape(0, 1, 1);

    public Shape {
        boolean fits = switch (rank) {
            case 0 -> rows == 1 && columns == 1;
            case 1 -> rows >= 1 && columns == 1;
            case 2 -> rows >= 1 && columns >= 1;
            default -> false;
        };
        if (!fits || (long) rows * columns > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("no shape has rank " + rank + " and " + rows + " x " + columns);
        }
    }

    public static Shape vector(int length) {
        return new Shape(1, length, 1);
    }

    public static Shape matrix(int rows, int columns) {
        return new Shape(2, rows, columns);
    }

    /** Number of elements. */
    public int size() {
        return rows * columns;
    }

    public boolean isScalar() {
        return rank == 0;
    }

    /** {@code []}, {@code [3]} or {@code [3, 4]}. */
    @Override
    public String toString() {
        return switch (rank) {
            case 0 -> "[]";
            case 1 -> "[" + rows + "]";
            default -> "[" + rows + ", " + columns + "]";
        };
    }
}
