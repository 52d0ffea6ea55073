package dev.chainrule.engine.network;

import dev.chainrule.engine.array.Parameters;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Description of one layer. Its name is unique in the network; null means layer1, layer2, … (output for the last). */
public sealed interface LayerSpec permits Dense, Dropout, BatchNormalization, LayerNormalization, Residual {

    @Nullable
    String name();

    /** The same layer under this name. */
    LayerSpec named(String name);

    /** Rows of h where h_prev has {@code inputs} rows. */
    long outputs(long inputs);

    /** Learnable numbers where h_prev has {@code inputs} rows. */
    long parameters(long inputs);

    /** Numbers kept beside theta for predicting: running statistics. */
    default long statistics(long inputs) {
        return 0;
    }

    /** The layers inside this one, in order; most have none. */
    default List<LayerSpec> parts() {
        return List.of();
    }

    /** Numbers kept whatever the batch: what is neither a parameter nor a statistic. */
    default long numbers(long inputs) {
        return 0;
    }

    /** The same once products of the Hessian are asked for: so many more. */
    default long tangentNumbers(long inputs) {
        return 0;
    }

    /** Numbers kept for each example of a batch: what forward leaves for backward, and backward's own. */
    long numbersPerExample(long inputs);

    /** Numbers kept for each example on top of that, once products of the Hessian are asked for. */
    long tangentNumbersPerExample(long inputs);

    /**
     * What is wrong with this layer at its place.
     *
     * @param inputs rows of h_prev
     * @param pointer JSON pointer of this layer
     */
    List<SpecFault> faults(long inputs, String pointer);

    /**
     * Whether the same theta gives the same loss of an example each time, whatever else is in its batch: not so where a layer draws, or
     * looks at the statistics of the batch. Line searches and variance reduction need it.
     */
    boolean repeats();

    /** Reserves this layer's parameters; its slots are named {@code layer.array}. */
    void reserve(Parameters.Layout layout, long inputs);

    /** Writes the first values of this layer's parameters; what is not written is 0. */
    void initialize(Workshop shop);

    /** Adds this layer's penalties; most have none. */
    default void penalize(Penalties penalties, @Nullable Regularizer fallback) {}

    /** This layer at work, on the parameters it reserved. */
    Layer build(Workshop shop, long inputs);
}
