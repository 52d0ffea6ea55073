package dev.chainrule.engine.network;

import dev.chainrule.engine.catalog.CodePlace;
import org.jspecify.annotations.Nullable;

/**
 * One statement of algorithm 6.3 or 6.4, carried out.
 *
 * @param statement its place in the algorithm
 * @param text what it does here; the algorithm's own words for a dense layer
 * @param k number of the layer, from 1; 0 where it is of none
 * @param layer name of the layer, or of the part of it that the numbers are of
 * @param symbol what is assigned: {@code a_1}
 * @param rows units, of a matrix with one example a column; 1 for a number
 * @param columns examples, or inputs of a weight
 * @param values column by column
 * @param code what computes it
 */
public record WorkedLine(
        Statement statement,
        String text,
        int k,
        @Nullable String layer,
        String symbol,
        int rows,
        int columns,
        double[] values,
        CodePlace code) {

    /** The same in other words. */
    WorkedLine saying(String words) {
        return new WorkedLine(statement, words, k, layer, symbol, rows, columns, values, code);
    }

    /** The element in a row and a column. */
    public double at(int row, int column) {
        return values[column * rows + row];
    }
}
