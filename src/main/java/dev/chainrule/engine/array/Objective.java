package dev.chainrule.engine.array;

import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * J(theta), a function of one flat vector, with its gradient: all that optimizers, gradient checks and Hessian products need to
 * know of a network and its data. The same theta gives the same bits each time.
 */
public interface Objective {

    /** The point theta. Callers move it by writing here. */
    INDArray theta();

    /** grad J at the point of the last {@link #valueAndGradient}; same layout as theta. Callers may overwrite it. */
    INDArray gradient();

    /** J(theta). The gradient is left as it is. */
    double value();

    /** J(theta), and gradient <- grad J(theta). */
    double valueAndGradient();
}
