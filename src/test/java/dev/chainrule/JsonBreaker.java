package dev.chainrule;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Makes good JSON bad, one thing at a time. */
public final class JsonBreaker {

    private JsonBreaker() {}

    /** Walks down by chance and replaces, adds or removes one thing. */
    public static String breakSomething(JsonNode node, Random random) {
        List<String> names = new ArrayList<>(node.propertyNames());
        if (node instanceof ObjectNode object && !names.isEmpty()) {
            String name = names.get(random.nextInt(names.size()));
            JsonNode below = Objects.requireNonNull(object.get(name));
            if (below.isContainer() && !below.isEmpty() && random.nextInt(3) > 0) {
                return name + "/" + breakSomething(below, random);
            }
            return switch (random.nextInt(4)) {
                case 0 -> "without " + object.remove(List.of(name)) + name;
                case 1 -> "more " + object.put(name + "x", 1).size();
                default -> name + " <- " + object.replace(name, odd(random));
            };
        }
        if (node instanceof ArrayNode array && !array.isEmpty()) {
            int index = random.nextInt(array.size());
            JsonNode below = array.get(index);
            if (below.isContainer() && !below.isEmpty() && random.nextInt(3) > 0) {
                return index + "/" + breakSomething(below, random);
            }
            return index + " <- " + array.set(index, odd(random)).size();
        }
        return "nothing";
    }

    private static JsonNode odd(Random random) {
        JsonNodeFactory nodes = JsonNodeFactory.instance;
        List<JsonNode> values = List.of(
                nodes.nullNode(),
                nodes.stringNode("relu"),
                nodes.stringNode("Relu"),
                nodes.stringNode("dense:0x1"),
                nodes.stringNode("12"),
                nodes.numberNode(-1),
                nodes.numberNode(0),
                nodes.numberNode(1),
                nodes.numberNode(0.5),
                nodes.numberNode(3.0),
                nodes.numberNode(1e15),
                nodes.numberNode(1L << 40),
                nodes.booleanNode(true),
                nodes.arrayNode(),
                nodes.arrayNode().add(1),
                nodes.arrayNode().add("x"),
                nodes.objectNode(),
                nodes.objectNode().put("type", "relu"),
                nodes.objectNode().put("type", "nothing"));
        return values.get(random.nextInt(values.size()));
    }
}
