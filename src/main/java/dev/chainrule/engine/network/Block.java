package dev.chainrule.engine.network;

import dev.chainrule.engine.array.Parameters;
import dev.chainrule.engine.array.Slot;
import java.util.Arrays;
import java.util.List;

/**
 * Where a named part of a network's parameters lies in theta, known without building the network.
 *
 * @param name such as {@code layer1.weight}
 * @param offset of its first element
 * @param rows units, for a weight
 * @param columns inputs, for a weight; 1 for a bias
 */
public record Block(String name, int offset, int rows, int columns) {

    /** The blocks of a network, in order of theta. */
    public static List<Block> of(NetworkSpec spec) {
        Parameters.Layout layout = Parameters.layout();
        long rows = spec.inputs();
        for (LayerSpec layer : spec.layers()) {
            layer.reserve(layout, rows);
            rows = layer.outputs(rows);
        }
        return layout.slots().stream().map(Block::of).toList();
    }

    private static Block of(Slot slot) {
        return new Block(slot.name(), (int) slot.offset(), (int) slot.rows(), (int) slot.columns());
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
