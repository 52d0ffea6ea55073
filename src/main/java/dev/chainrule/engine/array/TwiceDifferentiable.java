package dev.chainrule.engine.array;

import org.nd4j.linalg.api.ndarray.INDArray;

/** An objective with second derivatives, as products of the Hessian H with a vector: H itself is never made. */
public interface TwiceDifferentiable extends Objective {

    /**
     * out <- H(theta) v, and gradient <- grad J(theta), which the product needs anyway. About twice the work of
     * {@link #valueAndGradient}; the same theta and v give the same bits each time.
     *
     * @param out same layout as theta; overwritten, neither v nor theta nor gradient
     * @param v same layout as theta; only read, as is theta
     */
    void hessianVectorProduct(INDArray out, INDArray v);
}
