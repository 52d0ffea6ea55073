package dev.chainrule.engine.network;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A whole network: y = output(layer_l(… layer_1(x))).
 *
 * @param inputs length of x
 * @param layers hidden layers and the output layer, in order, each with a name
 * @param loss L(yHat, y)
 * @param regularizer penalty on the weights (not the biases) of every layer that names none itself
 */
public record NetworkSpec(
        int inputs,
        List<LayerSpec> layers,
        Loss loss,
        @Nullable Regularizer regularizer) {

    public NetworkSpec {
        layers = List.copyOf(layers);
        if (layers.isEmpty()) {
            throw new IllegalArgumentException("a network needs at least its output layer");
        }
    }
}
