package dev.chainrule.engine.train;

import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Examples as columns.
 *
 * @param x inputs, (d, n), 'f' order, FLOAT or DOUBLE, contiguous
 * @param y targets, (k, n), same type; one-hot columns for classes
 */
public record Examples(INDArray x, INDArray y) {

    public Examples {
        if (x.columns() != y.columns()) {
            throw new IllegalArgumentException("x has " + x.columns() + " examples, y has " + y.columns());
        }
        if (x.dataType() != y.dataType()) {
            throw new IllegalArgumentException("x is " + x.dataType() + ", y is " + y.dataType());
        }
    }

    /** Number of examples n. */
    public int count() {
        return x.columns();
    }
}
