package dev.chainrule.dataset.format;

import dev.chainrule.dataset.table.FileFaults;
import java.util.Arrays;

/**
 * The shape of an array file seen as a table: the first dimension counts the rows, the others together the columns.
 *
 * @param rows at least 1
 * @param offsets of each column's element in the first row, in elements
 * @param step elements from one row to the next
 */
record ArrayShape(long rows, long[] offsets, long step) {

    private static final int RANK = 8;

    /**
     * Checks dimensions before anything is allocated by them.
     *
     * @param fortran whether the first index runs fastest
     * @param width bytes of an element
     * @param most bytes of all
     */
    static ArrayShape of(long[] dimensions, boolean fortran, int width, long most) {
        String shown = Arrays.toString(dimensions);
        if (dimensions.length == 0 || dimensions.length > RANK) {
            throw FileFaults.refusal(
                    "BAD_SHAPE",
                    "An array of " + dimensions.length + " dimensions is no table; 1 to " + RANK + " are.");
        }
        long count = 1;
        for (long dimension : dimensions) {
            if (dimension < 1) {
                throw FileFaults.refusal("BAD_SHAPE", "The shape " + shown + " has a dimension below 1.");
            }
            count = multiply(count, dimension, shown);
        }
        if (multiply(count, width, shown) > most) {
            throw FileFaults.refusal("TOO_LARGE", "The shape " + shown + " needs more than " + most + " bytes.");
        }
        long columns = count / dimensions[0];
        if (columns > Formats.COLUMNS) {
            throw FileFaults.refusal(
                    "TOO_MANY_COLUMNS", "The shape " + shown + " has more than " + Formats.COLUMNS + " columns.");
        }
        return of(dimensions, fortran, (int) columns);
    }

    private static long multiply(long a, long b, String shown) {
        try {
            return Math.multiplyExact(a, b);
        } catch (ArithmeticException e) {
            throw FileFaults.refusal("BAD_SHAPE", "The shape " + shown + " has more elements than can be counted.");
        }
    }

    private static ArrayShape of(long[] dimensions, boolean fortran, int columns) {
        long[] offsets = new long[columns];
        if (!fortran) {
            Arrays.setAll(offsets, j -> j);
            return new ArrayShape(dimensions[0], offsets, columns);
        }
        for (int j = 0; j < columns; j++) {
            // The last dimension runs fastest among the columns, and has the longest stride.
            long rest = j;
            long stride = columns * dimensions[0];
            for (int k = dimensions.length - 1; k > 0; k--) {
                stride /= dimensions[k];
                offsets[j] += rest % dimensions[k] * stride;
                rest /= dimensions[k];
            }
        }
        return new ArrayShape(dimensions[0], offsets, 1);
    }

    int columns() {
        return offsets.length;
    }

    long elements() {
        return rows * offsets.length;
    }
}
