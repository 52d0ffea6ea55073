package dev.chainrule.engine.network;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A whole network: yHat = output(layer_l(… layer_1(x))).
 *
 * @param inputs length of x
 * @param layers hidden layers and the output layer, in order; a layer without a name is given one here: layer1, layer2, …
 *     by its place, output for the last
 * @param loss L(yHat, y)
 * @param regularizer penalty on the weights (not the biases) of every layer that names none itself
 */
public record NetworkSpec(
        int inputs,
        List<LayerSpec> layers,
        Loss loss,
        @Nullable Regularizer regularizer) {

    public NetworkSpec {
        if (layers.isEmpty()) {
            throw new IllegalArgumentException("a network needs at least its output layer");
        }
        layers = withNames(layers);
    }

    private static List<LayerSpec> withNames(List<LayerSpec> layers) {
        List<LayerSpec> named = new ArrayList<>();
        for (LayerSpec layer : layers) {
            boolean last = named.size() == layers.size() - 1;
            String fallback = last ? "output" : "layer" + (named.size() + 1);
            named.add(layer.name() == null ? layer.named(fallback) : layer);
        }
        return List.copyOf(named);
    }

    /** The name of a layer of a network: never null once the network's description exists. */
    static String nameOf(LayerSpec layer) {
        return Objects.requireNonNull(layer.name());
    }

    /** Everything wrong with this description, all at once; empty where building the network would succeed. */
    public List<SpecFault> faults() {
        return SpecCheck.of(this);
    }

    /** Length of yHat. */
    public long outputs() {
        return Stack.walk(layers, inputs, (layer, rows) -> {});
    }

    /** Length of theta. */
    public long parameters() {
        return Stack.sum(layers, inputs, LayerSpec::parameters);
    }

    /** Running statistics that stand behind theta. */
    public long statistics() {
        return Stack.sum(layers, inputs, LayerSpec::statistics);
    }

    /** A layer at its place. */
    public record Placed(LayerSpec layer, long inputs, long outputs) {}

    /** Every layer in order of computation, those inside others before the one that adds them up. */
    public List<Placed> allLayers() {
        List<Placed> all = new ArrayList<>();
        collect(layers, inputs, all);
        return List.copyOf(all);
    }

    private static void collect(List<LayerSpec> layers, long inputs, List<Placed> all) {
        Stack.walk(layers, inputs, (layer, rows) -> {
            collect(layer.parts(), rows, all);
            all.add(new Placed(layer, rows, layer.outputs(rows)));
        });
    }
}
