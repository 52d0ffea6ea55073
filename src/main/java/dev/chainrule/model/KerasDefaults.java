package dev.chainrule.model;

import dev.chainrule.web.Fault;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/** What may be chosen in Keras and is settled here. */
final class KerasDefaults {

    /** Members that change what is computed, and the values under which it is what is computed here; null is one of them. */
    private static final Map<String, Set<String>> ONLY = Map.ofEntries(
            Map.entry("trainable", Set.of("true")),
            Map.entry("axis", Set.of("-1", "1", "[-1]", "[1]")),
            Map.entry("center", Set.of("true")),
            Map.entry("scale", Set.of("true")),
            Map.entry("rms_scaling", Set.of("false")),
            Map.entry("renorm", Set.of("false")),
            Map.entry("max_value", Set.of()),
            Map.entry("threshold", Set.of("0", "0.0")),
            Map.entry("noise_shape", Set.of()),
            Map.entry("activity_regularizer", Set.of()),
            Map.entry("beta_regularizer", Set.of()),
            Map.entry("gamma_regularizer", Set.of()),
            Map.entry("kernel_constraint", Set.of()),
            Map.entry("bias_constraint", Set.of()),
            Map.entry("beta_constraint", Set.of()),
            Map.entry("gamma_constraint", Set.of()),
            Map.entry("from_logits", Set.of("false")),
            Map.entry("label_smoothing", Set.of("0", "0.0")));

    /** First values that are always these here. */
    private static final Map<String, String> FIRST = Map.of(
            "bias_initializer", "zeros",
            "beta_initializer", "zeros",
            "gamma_initializer", "ones",
            "moving_mean_initializer", "zeros",
            "moving_variance_initializer", "ones");

    private KerasDefaults() {}

    /** Names what a layer's or a loss' config has chosen otherwise. */
    static void check(JsonNode config, String pointer, List<Fault> faults) {
        new TreeMap<>(ONLY).forEach((member, values) -> {
            JsonNode value = config.path(member);
            if (!value.isMissingNode() && !value.isNull() && !values.contains(value.toString())) {
                faults.add(fault(pointer + member, "There is no counterpart here for such a " + member + "."));
            }
        });
        new TreeMap<>(FIRST).forEach((member, first) -> {
            String name = KerasSpec.className(config.path(member));
            if (!name.isEmpty() && !name.equals(first)) {
                faults.add(fault(pointer + member, "It can only be " + first + " here."));
            }
        });
    }

    private static Fault fault(String pointer, String message) {
        return new Fault(pointer, "UNSUPPORTED", message);
    }
}
