package dev.chainrule.engine.network;

import dev.chainrule.engine.array.ColumnBuffer;
import dev.chainrule.engine.array.Parameters;
import dev.chainrule.engine.array.RandomStream;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * What layers are built from.
 *
 * @param parameters theta and its gradient, with a slot for each array a layer reserved
 * @param capacity examples a batch at most
 * @param random the run's seed
 */
record Workshop(Parameters parameters, int capacity, RandomStream random) {

    /** A layer's part of theta. */
    INDArray theta(String slot) {
        return parameters.view(parameters.theta(), slot);
    }

    /** A layer's part of the gradient. */
    INDArray gradient(String slot) {
        return parameters.view(parameters.gradient(), slot);
    }

    /** A statistic of a layer as it stands. */
    INDArray statistic(String name) {
        return parameters.statistic(name);
    }

    /** A statistic of a layer as the examples of this gradient would make it. */
    INDArray nextStatistic(String name) {
        return parameters.nextStatistic(name);
    }

    /** A buffer of one column, whatever the batch. */
    ColumnBuffer vector(long rows) {
        return new ColumnBuffer(parameters.type(), rows, 1);
    }

    /** A buffer of so many rows, one column an example. */
    ColumnBuffer columns(long rows) {
        return new ColumnBuffer(parameters.type(), rows, capacity);
    }

    /** The stream of a purpose in a layer: independent of every other layer's and purpose's. */
    RandomStream random(String purpose, String layer) {
        return random.split(purpose).split(layer);
    }
}
