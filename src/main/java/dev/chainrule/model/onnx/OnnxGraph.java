package dev.chainrule.model.onnx;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A graph as it grows: every call adds one node and gives the name of its result. Values are (N, width), one example a row, DOUBLE
 * unless said otherwise.
 */
final class OnnxGraph {

    /** Domain of operators on texts and classes. */
    static final String CLASSICAL = "ai.onnx.ml";

    private final ProtoWriter graph = new ProtoWriter();
    private final Set<String> names = new HashSet<>();
    private final Map<Double, String> constants = new HashMap<>();

    OnnxGraph(String name) {
        graph.put(Fields.GRAPH_NAME, name);
    }

    /** A name nobody has. */
    String unique(String wish) {
        String name = wish;
        for (int i = 2; !names.add(name); i++) {
            name = wish + "_" + i;
        }
        return name;
    }

    /** Adds a node of the standard operators. */
    String node(String op, List<String> inputs, Attribute... attributes) {
        return node("", op, inputs, unique(op), attributes);
    }

    /** Adds an operator on one value. */
    String node(String op, String input) {
        return node(op, List.of(input));
    }

    /** Adds an operator on a value and a number. */
    String node(String op, String input, double number) {
        return node(op, List.of(input, constant(number)));
    }

    /** Adds any node; its result has a name given before. */
    String node(String domain, String op, List<String> inputs, String output, Attribute... attributes) {
        ProtoWriter node = new ProtoWriter();
        inputs.forEach(input -> node.put(Fields.NODE_INPUT, input));
        node.put(Fields.NODE_OUTPUT, output).put(Fields.NODE_NAME, output).put(Fields.NODE_OP, op);
        for (Attribute attribute : attributes) {
            node.put(Fields.NODE_ATTRIBUTE, attribute.message());
        }
        if (!domain.isEmpty()) {
            node.put(Fields.NODE_DOMAIN, domain);
        }
        graph.put(Fields.GRAPH_NODE, node);
        return output;
    }

    /** value as another type of number. */
    String cast(String value, int type) {
        return node("Cast", List.of(value), new Attribute.Whole("to", type));
    }

    /** A number, kept once however often it is used. */
    String constant(double value) {
        return constants.computeIfAbsent(value, v -> doubles(unique("number"), List.of(), v));
    }

    /** A vector or, without dims, a number. */
    String doubles(String name, List<Long> dims, double... values) {
        ByteBuffer raw = buffer(values.length * (long) Double.BYTES);
        for (double value : values) {
            raw.putDouble(value);
        }
        return tensor(name, Fields.DOUBLE, dims, raw);
    }

    /**
     * Learned numbers, kept as they were trained and brought to DOUBLE by a node of their own.
     *
     * @param single whether they were trained in 32 bits
     */
    String learned(String wish, List<Long> dims, double[] values, boolean single) {
        if (!single) {
            return doubles(unique(wish), dims, values);
        }
        return cast(floats(unique(wish), dims, values), Fields.DOUBLE);
    }

    /** Numbers of 32 bits. */
    String floats(String name, List<Long> dims, double... values) {
        ByteBuffer raw = buffer(values.length * (long) Float.BYTES);
        for (double value : values) {
            raw.putFloat((float) value);
        }
        return tensor(name, Fields.FLOAT, dims, raw);
    }

    /** Whole numbers. */
    String indices(String name, List<Long> values) {
        ByteBuffer raw = buffer(values.size() * (long) Long.BYTES);
        values.forEach(raw::putLong);
        return tensor(name, Fields.INT64, List.of((long) values.size()), raw);
    }

    private static ByteBuffer buffer(long bytes) {
        return ByteBuffer.allocate(Math.toIntExact(bytes)).order(ByteOrder.LITTLE_ENDIAN);
    }

    private String tensor(String name, int type, List<Long> dims, ByteBuffer raw) {
        ProtoWriter tensor = new ProtoWriter();
        dims.forEach(dim -> tensor.put(Fields.TENSOR_DIMS, dim));
        tensor.put(Fields.TENSOR_TYPE, type).put(Fields.TENSOR_NAME, name).put(Fields.TENSOR_RAW, raw.array());
        graph.put(Fields.GRAPH_INITIALIZER, tensor);
        return name;
    }

    /** An input (N, width). */
    String input(String wish, int type, long width) {
        String name = unique(wish);
        graph.put(Fields.GRAPH_INPUT, value(name, type, width));
        return name;
    }

    /** An output (N, width), or (N) where width is 0; some node's result must have this name. */
    void output(String name, int type, long width) {
        graph.put(Fields.GRAPH_OUTPUT, value(name, type, width));
    }

    private static ProtoWriter value(String name, int type, long width) {
        ProtoWriter shape = new ProtoWriter().put(Fields.SHAPE_DIM, new ProtoWriter().put(Fields.DIM_PARAM, "N"));
        if (width > 0) {
            shape.put(Fields.SHAPE_DIM, new ProtoWriter().put(Fields.DIM_VALUE, width));
        }
        ProtoWriter tensor =
                new ProtoWriter().put(Fields.TENSOR_TYPE_ELEMENT, type).put(Fields.TENSOR_TYPE_SHAPE, shape);
        return new ProtoWriter()
                .put(Fields.VALUE_NAME, name)
                .put(Fields.VALUE_TYPE, new ProtoWriter().put(Fields.TYPE_TENSOR, tensor));
    }

    /** GraphProto. */
    ProtoWriter message() {
        return graph;
    }
}
