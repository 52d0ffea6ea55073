package dev.chainrule.engine.network;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * One layer at work: a step of the loops of algorithms 6.3 and 6.4. A batch is a matrix with one example a column. Every buffer is
 * allocated when the layer is built; forward and backward allocate nothing, and what they return is the layer's own memory, good
 * until its next pass.
 */
interface Layer extends AutoCloseable {

    /**
     * h_prev to h.
     *
     * @param x h_prev, (inputs, m); only read, and kept in mind until backward
     * @return h, (outputs, m)
     */
    INDArray forward(INDArray x, Mode mode);

    /**
     * dJ/dh to dJ/dh_prev, for the batch and the mode of the last forward pass; adds to the gradient of the layer's parameters.
     *
     * @param g dJ/dh, (outputs, m); only read
     * @return dJ/dh_prev, (inputs, m)
     */
    INDArray backward(INDArray g);

    /** The next backward pass finds the gradient of the layer's parameters at 0, or overwrites what is there. */
    void startGradient();

    /** The same as {@link #backward} for the first layer, whose input needs no gradient. */
    default void backwardParameters(INDArray g) {
        backward(g);
    }

    /**
     * Allocates what second order takes, so that plain training never pays for it; called once at most.
     *
     * @param directions its theta is the direction v that parameters move along, its gradient receives R{gradient}
     */
    void allocateTangents(Workshop directions);

    /**
     * R{h_prev} to R{h}: how h moves where the parameters move along the direction. For the batch of the last forward and backward pass.
     *
     * @param rx R{h_prev}, (inputs, m), kept in mind until {@link #backwardTangent}; null where the input stands still
     * @return R{h}, (outputs, m); null where it stands still
     */
    @Nullable
    INDArray forwardTangent(@Nullable INDArray rx);

    /**
     * R{dJ/dh} to R{dJ/dh_prev}; adds to R{gradient} of the layer's parameters.
     *
     * @param rg R{dJ/dh}, (outputs, m); only read
     * @return R{dJ/dh_prev}, (inputs, m)
     */
    INDArray backwardTangent(INDArray rg);

    /** The same for the first layer, whose input needs no gradient. */
    default void backwardParametersTangent(INDArray rg) {
        backwardTangent(rg);
    }

    /** Draws what is random in this layer as number n: the same n, the same draw. */
    default void draw(long n) {}

    /** What a monitor may look at; one for each part that has a name of its own. */
    default List<Probe> probes() {
        return List.of();
    }

    /** Frees the buffers. */
    @Override
    void close();
}
