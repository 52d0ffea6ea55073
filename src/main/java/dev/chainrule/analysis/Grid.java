package dev.chainrule.analysis;

import java.util.function.DoubleUnaryOperator;

/**
 * A part of the plane cut into square many cells.
 *
 * @param x from left to right
 * @param y from bottom to top
 * @param resolution cells along each side
 */
record Grid(Axis x, Axis y, int resolution) {

    /** Free space beside the outermost points, of what they span. */
    private static final double AIR = 0.08;

    /**
     * A side, in the units of its column.
     *
     * @param name of the column
     */
    record Axis(String name, double min, double max) {

        /** An axis that holds all values, with some air. */
        static Axis around(String name, double[] values) {
            double min = Double.POSITIVE_INFINITY;
            double max = Double.NEGATIVE_INFINITY;
            for (double value : values) {
                min = Math.min(min, value);
                max = Math.max(max, value);
            }
            double air = AIR * (max > min ? max - min : 1);
            return new Axis(name, min - air, max + air);
        }

        /** The middle of a cell. */
        double at(int cell, int cells) {
            return min + (cell + 0.5) * (max - min) / cells;
        }
    }

    int cells() {
        return resolution * resolution;
    }

    /** The same part in other cells. */
    Grid with(int cells) {
        return new Grid(x, y, cells);
    }

    /**
     * The middles of all cells, row by row from the top, two numbers each.
     *
     * @param scaleX makes an input of a value of x
     * @param scaleY of y
     */
    double[] middles(DoubleUnaryOperator scaleX, DoubleUnaryOperator scaleY) {
        double[] middles = new double[2 * cells()];
        for (int cell = 0; cell < cells(); cell++) {
            middles[2 * cell] = scaleX.applyAsDouble(x.at(cell % resolution, resolution));
            middles[2 * cell + 1] = scaleY.applyAsDouble(y.at(resolution - 1 - cell / resolution, resolution));
        }
        return middles;
    }
}
