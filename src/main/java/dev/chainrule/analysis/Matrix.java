package dev.chainrule.analysis;

import dev.chainrule.engine.network.WorkedLine;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An array as answers show it: what is not finite is null there and told beside it.
 *
 * @param elements column by column
 */
record Matrix(int rows, int columns, double[] elements) {

    /** Most elements that are told of one array. */
    private static final int MOST_TOLD = 20;

    /**
     * An element that is not finite.
     *
     * @param index row and column, from 0
     * @param value NaN, Infinity or -Infinity
     */
    @Schema(name = "NonFiniteEntry")
    record NonFinite(List<Integer> index, String value) {}

    static Matrix of(WorkedLine line) {
        return new Matrix(line.rows(), line.columns(), line.values());
    }

    double at(int row, int column) {
        return elements[column * rows + row];
    }

    List<Integer> shape() {
        return List.of(rows, columns);
    }

    /** Row by row. */
    double[][] toRows() {
        double[][] list = new double[rows][columns];
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                list[i][j] = at(i, j);
            }
        }
        return list;
    }

    /** Rows for columns: one row an example, of units by examples. */
    Matrix transposed() {
        double[] other = new double[elements.length];
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                other[i * columns + j] = at(i, j);
            }
        }
        return new Matrix(columns, rows, other);
    }

    /** The first elements that are not finite; null where all are. */
    @Nullable
    List<NonFinite> nonFinite() {
        List<NonFinite> found = new ArrayList<>();
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns && found.size() < MOST_TOLD; j++) {
                if (!Double.isFinite(at(i, j))) {
                    found.add(new NonFinite(List.of(i, j), Double.toString(at(i, j))));
                }
            }
        }
        return found.isEmpty() ? null : found;
    }

    /** Square root of the sum of squares. */
    double norm() {
        double squares = 0;
        for (double element : elements) {
            squares += element * element;
        }
        return Math.sqrt(squares);
    }
}
