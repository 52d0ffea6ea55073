package dev.chainrule.engine.diagnose;

import dev.chainrule.engine.network.LayerSpec;
import java.util.List;

/**
 * What is known of a run before its first step.
 *
 * @param layers the layers that have units (dense ones), from the input to the output, in the order of {@link StepView}
 * @param specs the hidden layers as described, for patches that change them; without the output layer
 * @param learningRate of the optimizer, before any schedule; NaN where it finds the length of its steps by itself
 * @param reach length of a step where the gradient stays the same, in units of the learning rate times the gradient's norm; NaN where it
 *     does not follow the gradient's
 * @param baselineLoss loss of the best constant answer: entropy of the classes, or the variance of the target; NaN if unknown
 */
public record RunView(
        List<LayerView> layers, List<LayerSpec> specs, double learningRate, double reach, double baselineLoss) {

    /**
     * A layer that has units.
     *
     * @param name unique in the network
     * @param activation public name of its activation
     */
    public record LayerView(String name, String activation) {}

    public RunView {
        layers = List.copyOf(layers);
        specs = List.copyOf(specs);
    }

    /** Whether there is a learning rate that could be changed. */
    boolean hasLearningRate() {
        return !Double.isNaN(learningRate);
    }

    /** Index of the last hidden layer, -1 where there is none. */
    int lastHidden() {
        return layers.size() - 2;
    }

    String name(int layer) {
        return layers.get(layer).name();
    }
}
