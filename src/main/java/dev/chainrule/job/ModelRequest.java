package dev.chainrule.job;

import dev.chainrule.engine.catalog.Help;
import dev.chainrule.engine.catalog.Named;
import dev.chainrule.engine.network.LayerSpec;
import dev.chainrule.engine.network.Loss;
import dev.chainrule.engine.network.Regularizer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The network a job trains. Output and loss follow from the target unless given. */
@Named("model")
@Help("The network to train. Output layer and loss follow from the target unless given.")
public record ModelRequest(
        @Help("Hidden layers, in order; none is linear or softmax regression.")
        List<LayerSpec> layers,

        @Help("Output layer; null takes what fits the target.") @Nullable
        LayerSpec output,

        @Help("Loss; null takes what fits the output.") @Nullable
        Loss loss,

        @Help("Penalty on the weights of every layer that names none itself.") @Nullable
        Regularizer regularizer,

        @Help(
                "Model whose parameters training starts from: id, name@alias or name@version; layers are then its own unless given.")
        @Nullable
        String startFrom) {

    static final int MOST_LAYERS = 1000;

    public ModelRequest {
        layers = List.copyOf(layers);
        int count = count(layers);
        if (count > MOST_LAYERS) {
            throw new IllegalArgumentException("layers must be at most " + MOST_LAYERS + ", were " + count);
        }
    }

    /** The same network with other first parameters. */
    ModelRequest startingFrom(@Nullable String model) {
        return new ModelRequest(layers, output, loss, regularizer, model);
    }

    /** Layers, and those inside them. */
    private static int count(List<LayerSpec> layers) {
        return layers.stream().mapToInt(layer -> 1 + count(layer.parts())).sum();
    }
}
