package dev.chainrule.model.onnx;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A model as its file has it, read without trust.
 *
 * @param inputs width of each input by name, 0 where it is not a fixed number of numbers
 * @param constants by name
 * @param metadata texts by name
 */
record OnnxSource(
        List<Node> nodes,
        Map<String, Tensor> constants,
        Map<String, Long> inputs,
        List<String> outputs,
        Map<String, String> metadata) {

    /** More nodes or constants than these no chain of layers has. */
    private static final int MOST = 20_000;

    /** Names and attributes of a node at most. */
    private static final int MOST_NAMES = 10_000;

    /** Numbers of an attribute that anybody looks at. */
    private static final int MOST_NUMBERS = 16;

    private static final int MOST_ENTRIES = 1_000;

    /**
     * An operation.
     *
     * @param numbers attributes that are numbers: one, or several
     */
    record Node(
            String op,
            String domain,
            List<String> inputs,
            List<String> outputs,
            Map<String, double[]> numbers,
            Map<String, String> texts,
            Map<String, Tensor> tensors) {

        boolean isNamed(String attribute, String text) {
            return text.equals(texts.get(attribute));
        }

        private int names() {
            return inputs.size() + outputs.size() + numbers.size();
        }

        double number(String name, double fallback) {
            double[] given = numbers.get(name);
            return given == null || given.length == 0 ? fallback : given[0];
        }
    }

    private static OnnxSource empty() {
        return new OnnxSource(
                new ArrayList<>(), new HashMap<>(), new LinkedHashMap<>(), new ArrayList<>(), new HashMap<>());
    }

    /** Reads a ModelProto. */
    static OnnxSource read(byte[] file) throws OnnxFaultException {
        OnnxSource source = empty();
        ProtoReader in = ProtoReader.of(file);
        boolean graph = false;
        while (in.next()) {
            switch (in.field()) {
                case Fields.MODEL_GRAPH -> {
                    source.graph(in.message());
                    graph = true;
                }
                case Fields.MODEL_METADATA -> source.entry(in.message());
                default -> {}
            }
        }
        if (!graph) {
            throw OnnxFaultException.malformed("it has no graph");
        }
        source.constants.keySet().forEach(source.inputs::remove); // before IR version 4 they were inputs too
        return source;
    }

    private void entry(ProtoReader in) throws OnnxFaultException {
        String key = "";
        String value = "";
        while (in.next()) {
            switch (in.field()) {
                case Fields.ENTRY_KEY -> key = in.text();
                case Fields.ENTRY_VALUE -> value = in.text();
                default -> {}
            }
        }
        if (metadata.size() < MOST_ENTRIES) {
            metadata.put(key, value);
        }
    }

    private void graph(ProtoReader in) throws OnnxFaultException {
        long names = 0;
        while (in.next()) {
            switch (in.field()) {
                case Fields.GRAPH_NODE -> {
                    nodes.add(node(in.message()));
                    names += nodes.getLast().names();
                }
                case Fields.GRAPH_INITIALIZER -> {
                    Tensor.Named constant = Tensor.read(in.message());
                    constants.put(constant.name(), constant.tensor());
                }
                case Fields.GRAPH_INPUT -> input(in.message());
                case Fields.GRAPH_OUTPUT -> {
                    outputs.add(name(in.message()));
                    names++;
                }
                default -> {}
            }
            if (Math.max(nodes.size(), constants.size()) > MOST || inputs.size() > MOST || names > 10L * MOST) {
                throw OnnxFaultException.tooLarge("The graph has more than " + MOST + " nodes, constants or inputs.");
            }
        }
    }

    private static String name(ProtoReader in) throws OnnxFaultException {
        String name = "";
        while (in.next()) {
            if (in.field() == Fields.VALUE_NAME) {
                name = in.text();
            }
        }
        return name;
    }

    private void input(ProtoReader in) throws OnnxFaultException {
        String name = "";
        long width = 0;
        while (in.next()) {
            switch (in.field()) {
                case Fields.VALUE_NAME -> name = in.text();
                case Fields.VALUE_TYPE -> width = width(in.message());
                default -> {}
            }
        }
        inputs.put(name, width);
    }

    /** Width of a tensor type (N, width) of numbers, else 0. */
    private static long width(ProtoReader type) throws OnnxFaultException {
        long width = 0;
        while (type.next()) {
            if (type.field() == Fields.TYPE_TENSOR) {
                ProtoReader tensor = type.message();
                while (tensor.next()) {
                    if (tensor.field() == Fields.TENSOR_TYPE_SHAPE) {
                        width = lastOfTwo(tensor.message());
                    }
                }
            }
        }
        return width;
    }

    private static long lastOfTwo(ProtoReader shape) throws OnnxFaultException {
        List<Long> dims = new ArrayList<>();
        while (shape.next()) {
            if (shape.field() == Fields.SHAPE_DIM && dims.size() < 3) {
                ProtoReader dim = shape.message();
                long value = 0;
                while (dim.next()) {
                    value = dim.field() == Fields.DIM_VALUE ? dim.whole() : value;
                }
                dims.add(value);
            }
        }
        return dims.size() == 2 ? dims.get(1) : 0;
    }

    private static Node node(ProtoReader in) throws OnnxFaultException {
        String op = "";
        String domain = "";
        Node node = new Node(
                "", "", new ArrayList<>(), new ArrayList<>(), new HashMap<>(), new HashMap<>(), new HashMap<>());
        while (in.next()) {
            switch (in.field()) {
                case Fields.NODE_INPUT -> node.inputs.add(in.text());
                case Fields.NODE_OUTPUT -> node.outputs.add(in.text());
                case Fields.NODE_OP -> op = in.text();
                case Fields.NODE_DOMAIN -> domain = in.text();
                case Fields.NODE_ATTRIBUTE -> attribute(in.message(), node);
                default -> {}
            }
            if (node.names() > MOST_NAMES) {
                throw OnnxFaultException.tooLarge("A node has more than " + MOST_NAMES + " inputs and outputs.");
            }
        }
        return new Node(op, domain, node.inputs, node.outputs, node.numbers, node.texts, node.tensors);
    }

    private static void attribute(ProtoReader in, Node node) throws OnnxFaultException {
        String name = "";
        List<Double> numbers = new ArrayList<>();
        String text = "";
        Tensor tensor = null;
        while (in.next()) {
            switch (in.field()) {
                case Fields.ATTRIBUTE_NAME -> name = in.text();
                case Fields.ATTRIBUTE_FLOAT -> numbers.add((double) in.real());
                case Fields.ATTRIBUTE_INT -> numbers.add((double) in.whole());
                case Fields.ATTRIBUTE_INTS -> in.wholes(value -> add(value, numbers));
                case Fields.ATTRIBUTE_FLOATS -> {
                    var reals = in.reals(Float.BYTES);
                    while (reals.remaining() >= Float.BYTES) {
                        add(reals.getFloat(), numbers);
                    }
                }
                case Fields.ATTRIBUTE_TEXT -> text = in.text();
                case Fields.ATTRIBUTE_TENSOR ->
                    tensor = Tensor.read(in.message()).tensor();
                default -> {}
            }
        }
        node.numbers.put(name, numbers.stream().mapToDouble(Double::doubleValue).toArray());
        node.texts.put(name, text);
        if (tensor != null) {
            node.tensors.put(name, tensor);
        }
    }

    private static void add(double number, List<Double> numbers) {
        if (numbers.size() < MOST_NUMBERS) {
            numbers.add(number);
        }
    }
}
