package dev.chainrule.engine.network;

import org.nd4j.linalg.api.ndarray.INDArray;

/** What the last passes left in a layer that normalizes. */
interface Normalized extends Probe {

    /** (x - mean) * factor, (units, m). */
    INDArray xHat();

    /** 1 / sqrt(variance + epsilon), one number a line of the axis. */
    INDArray factor();

    /** Whether mean and variance did not depend on x. */
    boolean fixed();

    /** Its scale, (units, 1). */
    INDArray scale();

    /** It has none. */
    Activation IDENTITY = new Activation.Linear();

    @Override
    default Activation activation() {
        return IDENTITY;
    }

    /** There is no activation: a is h. */
    @Override
    default INDArray a() {
        return h();
    }

    /** dJ/da, and so dJ/dh. */
    @Override
    default INDArray delta() {
        return outer();
    }

    @Override
    default boolean hasWeights() {
        return false;
    }
}
