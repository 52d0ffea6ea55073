package dev.chainrule.analysis;

import dev.chainrule.engine.array.TwiceDifferentiable;
import org.nd4j.linalg.api.ndarray.INDArray;

/** An objective whose every use is counted, so that whatever is computed from it can be watched and stopped. */
record PacedObjective(TwiceDifferentiable j, Pace pace) implements TwiceDifferentiable {

    /** A forward pass is a third of both. */
    private static final double FORWARD = 1.0 / 3;

    private static final double PRODUCT = 2;

    @Override
    public INDArray theta() {
        return j.theta();
    }

    @Override
    public INDArray gradient() {
        return j.gradient();
    }

    @Override
    public double value() {
        pace.made(FORWARD);
        return j.value();
    }

    @Override
    public double valueAndGradient() {
        pace.made(1);
        return j.valueAndGradient();
    }

    @Override
    public void hessianVectorProduct(INDArray out, INDArray v) {
        pace.made(PRODUCT);
        j.hessianVectorProduct(out, v);
    }
}
