package dev.chainrule.model;

import dev.chainrule.engine.catalog.Family;
import dev.chainrule.engine.network.Activation;
import dev.chainrule.engine.network.Initializer;
import dev.chainrule.engine.network.LayerSpec;
import dev.chainrule.engine.network.Loss;
import dev.chainrule.web.Fault;
import dev.chainrule.web.Names;
import dev.chainrule.web.ProblemException;
import dev.chainrule.web.SpecReader;
import dev.chainrule.web.SpecWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A network as Keras writes it ({@code model.to_json()} of a Sequential, its architecture without weights), as the {@code model} of a
 * job here.
 */
final class KerasSpec {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final int MOST_LAYERS = 1000;

    /** Keras's names where they are not ours in other letters. */
    private static final Map<String, String> OTHER_NAMES = Map.of("swish", "silu", "l1l2", "l1_l2", "re_lu", "relu");

    private static final Map<String, String> LOSSES = Map.of(
            "mse", "mean_squared_error",
            "mae", "mean_absolute_error",
            "sparse_categorical_crossentropy", "categorical_crossentropy");

    private static final Set<String> REGULARIZERS = Set.of("l1", "l2", "l1_l2");

    private final List<Fault> faults = new ArrayList<>();
    private final ArrayNode layers = NODES.arrayNode();
    private @Nullable Integer inputs;

    private KerasSpec() {}

    /**
     * The model of a job.
     *
     * @param inputs that it expects, null where the document does not say
     * @param model what {@code POST /jobs} takes as {@code model}
     */
    record KerasAnswer(@Nullable Integer inputs, JsonNode model) {}

    /** @throws ProblemException 422 with everything that has no counterpart here */
    static KerasAnswer read(JsonNode document) {
        KerasSpec spec = new KerasSpec();
        KerasAnswer answer = spec.answer(document);
        if (!spec.faults.isEmpty()) {
            throw ProblemException.unprocessable(
                    spec.faults.size() == 1 ? spec.faults.getFirst().code() : "INVALID_SPEC", spec.faults);
        }
        return answer;
    }

    private KerasAnswer answer(JsonNode document) {
        JsonNode list = document.at("/config/layers");
        if (!document.path("class_name").asString("").equals("Sequential") || !list.isArray()) {
            fault("/class_name", "UNSUPPORTED", "Only a Sequential with its config.layers can be taken over.");
            return new KerasAnswer(null, NODES.objectNode());
        }
        if (list.size() > MOST_LAYERS) {
            fault("/config/layers", "TOO_LARGE", list.size() + " layers are more than " + MOST_LAYERS + ".");
            return new KerasAnswer(null, NODES.objectNode());
        }
        for (int i = 0; i < list.size(); i++) {
            layer(list.get(i), "/config/layers/" + i);
        }
        ObjectNode model = NODES.objectNode();
        if (layers.isEmpty() || !isDense(layers.get(layers.size() - 1))) {
            fault("/config/layers", "NO_OUTPUT", "The last layer must be a Dense, with an activation after it or not.");
            return new KerasAnswer(null, model);
        }
        model.set("output", layers.remove(layers.size() - 1));
        model.set("layers", layers);
        loss(document.at("/compile_config/loss"), model);
        return new KerasAnswer(inputs, model);
    }

    private static boolean isDense(JsonNode layer) {
        return layer.path("type").asString("").equals("dense");
    }

    private void layer(JsonNode layer, String pointer) {
        JsonNode config = layer.path("config");
        String type = layer.path("class_name").asString("");
        shape(config);
        KerasDefaults.check(config, pointer + "/config/", faults);
        switch (type) {
            case "InputLayer", "Flatten" -> {}
            case "Dense" -> dense(config, pointer);
            case "Dropout" -> add(pointer, object("dropout").set("rate", config.path("rate")));
            case "BatchNormalization", "LayerNormalization" -> {
                ObjectNode ours = object(snake(type));
                copy(config, "epsilon", ours, "epsilon");
                if (type.equals("BatchNormalization")) {
                    copy(config, "momentum", ours, "momentum"); // of the running statistics in both
                }
                add(pointer, ours);
            }
            case "Activation" -> activate(config.path("activation"), pointer + "/config/activation");
            case "ReLU", "LeakyReLU", "ELU", "Softmax" -> activate(activationLayer(type, config), pointer);
            default ->
                fault(
                        pointer + "/class_name",
                        "UNSUPPORTED",
                        "There is no layer " + ProblemException.abbreviate(type) + " here.");
        }
    }

    /** The first shape that is told is the input's. */
    private void shape(JsonNode config) {
        JsonNode shape =
                config.path("batch_shape").isArray() ? config.get("batch_shape") : config.path("batch_input_shape");
        if (inputs == null
                && shape.isArray()
                && shape.size() == 2
                && shape.get(1).isInt()) {
            inputs = shape.get(1).intValue();
        }
    }

    private static JsonNode activationLayer(String type, JsonNode config) {
        JsonNode slope = config.has("negative_slope") ? config.get("negative_slope") : config.path("alpha");
        boolean leaky = type.equals("LeakyReLU") || type.equals("ReLU") && slope.asDouble(0) != 0;
        ObjectNode f = object(leaky ? "leaky_relu" : snakeOf(type));
        if (leaky) {
            f.set("slope", slope.isNumber() ? slope : NODES.numberNode(0.3));
        }
        if (type.equals("ELU") && slope.isNumber()) {
            f.set("alpha", slope);
        }
        return f;
    }

    private static String snakeOf(String type) {
        return type.toLowerCase(java.util.Locale.ROOT);
    }

    private void dense(JsonNode config, String pointer) {
        ObjectNode ours = object("dense");
        ours.set("units", config.path("units"));
        ours.set("activation", activation(config.path("activation"), pointer + "/config/activation"));
        ours.put("useBias", config.path("use_bias").asBoolean(true));
        JsonNode initializer =
                named(config.path("kernel_initializer"), Initializer.class, pointer + "/config/kernel_initializer");
        if (initializer != null) {
            ours.set("initializer", initializer);
        }
        ours.set("regularizer", regularizer(config, "kernel_regularizer", pointer));
        ours.set("biasRegularizer", regularizer(config, "bias_regularizer", pointer));
        add(pointer, ours);
    }

    /** Puts an activation that stands by itself on the dense layer before it. */
    private void activate(JsonNode activation, String pointer) {
        JsonNode last = layers.isEmpty() ? NODES.nullNode() : layers.get(layers.size() - 1);
        JsonNode f = activation(activation, pointer);
        if (!isDense(last) || !last.at("/activation/type").asString("").equals("linear")) {
            fault(pointer, "UNSUPPORTED", "An activation must follow a Dense layer that has none.");
        } else {
            ((ObjectNode) last).set("activation", f);
        }
    }

    private JsonNode activation(JsonNode given, String pointer) {
        if (given.isMissingNode() || given.isNull()) {
            return object("linear");
        }
        if (given.isObject() && given.has("type")) {
            return given;
        }
        String name = className(given);
        if (name.equals("leaky_relu")) {
            return object(name).put("slope", 0.2);
        }
        return known(name, Activation.class, pointer) ? object(name) : object("linear");
    }

    /** Name and numbers of an initializer, null for the default. */
    private @Nullable JsonNode named(JsonNode given, Class<?> family, String pointer) {
        String name = className(given);
        if (name.isEmpty() || !known(name, family, pointer)) {
            return null;
        }
        ObjectNode ours = object(name);
        JsonNode config = given.path("config");
        copy(config, "mean", ours, "mean");
        copy(config, "stddev", ours, "deviation");
        copy(config, "value", ours, "value");
        copy(config, "gain", ours, "gain");
        copy(config, "minval", ours, "low");
        copy(config, "maxval", ours, "high");
        return ours;
    }

    private JsonNode regularizer(JsonNode layer, String member, String pointer) {
        JsonNode given = layer.path(member);
        JsonNode config = given.path("config");
        String name = className(given);
        if (!name.isEmpty() && !(given.isObject() && REGULARIZERS.contains(name))) {
            String message = "There is no regularizer " + ProblemException.abbreviate(name) + " here.";
            fault(pointer + "/config/" + member, "UNSUPPORTED", message);
        }
        double l1 = config.path("l1").asDouble(0);
        double l2 = config.path("l2").asDouble(0);
        if (!given.isObject() || l1 == 0 && l2 == 0) {
            return NODES.nullNode();
        }
        return object("l1_l2").put("l1", l1).put("l2", l2);
    }

    private void loss(JsonNode given, ObjectNode model) {
        String name = className(given);
        String ours = LOSSES.getOrDefault(name, name);
        if (!ours.isEmpty() && known(ours, Loss.class, "/compile_config/loss")) {
            KerasDefaults.check(given.path("config"), "/compile_config/loss/config/", faults);
            ObjectNode loss = object(ours);
            copy(given.path("config"), "delta", loss, "delta");
            model.set("loss", loss);
        }
    }

    private static void copy(JsonNode from, String theirs, ObjectNode to, String ours) {
        if (from.path(theirs).isNumber()) {
            to.set(ours, from.get(theirs));
        }
    }

    /** The name of something written as its name or as {@code {"class_name": …, "config": …}}, in our letters. */
    static String className(JsonNode given) {
        String name = given.isObject() ? given.path("class_name").asString("") : given.asString("");
        String ours = snake(name);
        return OTHER_NAMES.getOrDefault(ours, ours);
    }

    private static String snake(String name) {
        return name.replaceAll("([a-z0-9])([A-Z])", "$1_$2").toLowerCase(java.util.Locale.ROOT);
    }

    private boolean known(String name, Class<?> family, String pointer) {
        List<String> names = Family.of(family).names();
        if (!names.contains(name)) {
            String message = "There is no " + ProblemException.abbreviate(name) + " here.";
            faults.add(new Fault(pointer, "UNKNOWN_NAME", message, names, Names.nearest(name, names)));
        }
        return names.contains(name);
    }

    private void add(String pointer, JsonNode layer) {
        LayerSpec read = SpecReader.readMember(layer, LayerSpec.class, pointer, faults);
        if (read instanceof Record description) {
            layers.add(SpecWriter.write(description));
        }
    }

    private void fault(String pointer, String code, String message) {
        faults.add(new Fault(pointer, code, message));
    }

    private static ObjectNode object(String type) {
        return NODES.objectNode().put("type", type);
    }
}
