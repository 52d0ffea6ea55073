package dev.chainrule.engine.network;

import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * What the last forward and backward pass left in a layer, (units, m) each, to be read only. Nothing of it is overwritten between
 * the end of a backward pass and the next forward pass.
 */
public interface Probe {

    /** Name of the layer. */
    String name();

    /** Whether it has a weight matrix: a normalization has none. */
    default boolean hasWeights() {
        return true;
    }

    /** f. */
    Activation activation();

    /** Pre-activation a. */
    INDArray a();

    /** h = f(a). */
    INDArray h();

    /** dJ/dh: what came from above. */
    INDArray outer();

    /** dJ/da = dJ/dh * f'(a). */
    INDArray delta();

    /** Whether dJ/da is dJ/dh: f is linear, or a loss fused with f is differentiated at a. */
    default boolean linear() {
        return activation() instanceof Activation.Linear;
    }

    /** dJ/dh_prev = W' dJ/da: what goes below. Of the first layer it is computed only where asked for, and old otherwise. */
    INDArray inner();
}
