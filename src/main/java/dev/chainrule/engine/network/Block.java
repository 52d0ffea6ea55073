package dev.chainrule.engine.network;

import dev.chainrule.engine.array.Parameters;
import dev.chainrule.engine.array.Slot;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * Where a named part of a network's values lies in their one vector, known without building the network.
 *
 * @param name such as {@code layer1.weight}
 * @param offset of its first element
 * @param rows units, for a weight
 * @param columns inputs, for a weight; 1 for a bias
 * @param learned false for a running statistic, which stands behind theta
 */
public record Block(String name, int offset, int rows, int columns, boolean learned) {

    /** The blocks of a network, in order of its values: theta, then the statistics. */
    public static List<Block> of(NetworkSpec spec) {
        Parameters.Layout layout = Parameters.layout();
        Stack.walk(spec.layers(), spec.inputs(), (layer, rows) -> layer.reserve(layout, rows));
        return Stream.concat(
                        layout.slots().stream().map(slot -> of(slot, true)),
                        layout.statistics().stream().map(slot -> of(slot, false)))
                .toList();
    }

    /** Those that are learned: theta's. */
    public static List<Block> ofTheta(NetworkSpec spec) {
        return of(spec).stream().filter(Block::learned).toList();
    }

    private static Block of(Slot slot, boolean learned) {
        return new Block(slot.name(), (int) slot.offset(), (int) slot.rows(), (int) slot.columns(), learned);
    }

    /** Whether it is a weight; a bias is a vector. */
    public boolean isMatrix() {
        return name.endsWith(".weight");
    }

    /** Its elements as rows; theta holds a matrix column by column. */
    public double[][] matrix(double[] theta) {
        double[][] matrix = new double[rows][columns];
        for (int j = 0; j < columns; j++) {
            for (int i = 0; i < rows; i++) {
                matrix[i][j] = theta[offset + j * rows + i];
            }
        }
        return matrix;
    }

    /** Its elements in theta's order. */
    public double[] vector(double[] theta) {
        return Arrays.copyOfRange(theta, offset, offset + rows * columns);
    }
}
