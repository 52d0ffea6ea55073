package dev.chainrule.model.onnx;

import dev.chainrule.engine.network.Activation;
import dev.chainrule.model.onnx.OnnxSource.Node;
import dev.chainrule.web.SpecReader;
import java.util.ArrayList;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** ONNX's own activations as ours. */
final class ForeignActivations {

    private ForeignActivations() {}

    /** Null where the node is none that we have, or its numbers are out of our ranges. */
    static @Nullable Activation of(Node node) {
        return switch (node.op()) {
            case "Relu", "Tanh", "Sigmoid", "Softsign", "Softplus", "Mish" ->
                read(object(node.op().toLowerCase(java.util.Locale.ROOT)));
            case "LeakyRelu" -> read(object("leaky_relu").put("slope", node.number("alpha", 0.01f)));
            case "Elu" -> read(object("elu").put("alpha", node.number("alpha", 1)));
            case "Selu" ->
                read(object("selu")
                        .put("alpha", node.number("alpha", 1.67326319217681884765625))
                        .put("scale", node.number("gamma", 1.05070102214813232421875)));
            case "HardSigmoid" ->
                read(object("hard_sigmoid")
                        .put("slope", node.number("alpha", 0.2f))
                        .put("offset", node.number("beta", 0.5)));
            case "Gelu" ->
                read(object("gelu").put("approximate", node.isNamed("approximate", "tanh") ? "tanh" : "none"));
            case "Softmax" -> isOverColumns(node.number("axis", -1)) ? read(object("softmax")) : null;
            default -> null;
        };
    }

    /** a sigma(a), which ONNX has no operator for. */
    static @Nullable Activation silu() {
        return read(object("silu"));
    }

    private static ObjectNode object(String type) {
        return JsonNodeFactory.instance.objectNode().put("type", type);
    }

    private static @Nullable Activation read(ObjectNode described) {
        return SpecReader.readMember(described, Activation.class, "", new ArrayList<>());
    }

    private static boolean isOverColumns(double axis) {
        return axis == -1 || axis == 1;
    }
}
