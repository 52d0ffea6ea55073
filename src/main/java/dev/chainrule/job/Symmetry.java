package dev.chainrule.job;

import dev.chainrule.dataset.table.Issue;
import dev.chainrule.engine.network.Dense;
import dev.chainrule.engine.network.Dropout;
import dev.chainrule.engine.network.Initializer;
import dev.chainrule.engine.network.LayerSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Units that begin alike and get the same gradient at every step, so that a layer of many learns no more than one would: its weights
 * are all one number, and so are those of the layer after it (Goodfellow, Bengio, Courville, section 8.4).
 */
final class Symmetry {

    private Symmetry() {}

    /** A warning for each hidden layer of which this is so. */
    static List<Issue> of(List<LayerSpec> layers) {
        List<Issue> issues = new ArrayList<>();
        for (int k = 0; k < layers.size(); k++) {
            if (layers.get(k) instanceof Dense layer && layer.units() > 1 && isEven(layer) && evenAfter(layers, k)) {
                String name = Objects.requireNonNullElse(layer.name(), "layer " + (k + 1));
                String message = "The " + layer.units() + " units of " + name
                        + " begin with the same weights and stay the same: draw them with another initializer.";
                issues.add(Issue.warning("SYMMETRY", null, message));
            }
        }
        return issues;
    }

    /** Whether the next layer with weights treats all its inputs alike; dropout would tell them apart. */
    private static boolean evenAfter(List<LayerSpec> layers, int k) {
        return IntStream.range(k + 1, layers.size())
                .mapToObj(layers::get)
                .filter(layer -> layer instanceof Dense || layer instanceof Dropout)
                .findFirst()
                .filter(layer -> layer instanceof Dense next && isEven(next))
                .isPresent();
    }

    private static boolean isEven(Dense layer) {
        double[][] weights = layer.initialWeights();
        boolean even = weights == null
                ? isEven(layer.initializer())
                : Arrays.stream(weights).allMatch(row -> Arrays.stream(row).allMatch(w -> w == weights[0][0]));
        return even && isEven(layer.initialBias());
    }

    private static boolean isEven(Initializer initializer) {
        return initializer instanceof Initializer.Zeros
                || initializer instanceof Initializer.Ones
                || initializer instanceof Initializer.Constant;
    }

    private static boolean isEven(double @Nullable [] bias) {
        return bias == null || Arrays.stream(bias).allMatch(b -> b == bias[0]);
    }
}
