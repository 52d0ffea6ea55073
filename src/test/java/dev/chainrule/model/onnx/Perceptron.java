package dev.chainrule.model.onnx;

import java.util.List;
import java.util.Random;

/** ONNX files as other tools write them: a chain of layers on one input of 32-bit or 64-bit numbers. */
public final class Perceptron {

    private final OnnxGraph graph = new OnnxGraph("main_graph");
    private final Random random;
    private final boolean single;
    private String value;
    private int width;

    public Perceptron(int inputs, boolean single, long seed) {
        this.single = single;
        random = new Random(seed);
        width = inputs;
        value = graph.input("input", single ? Fields.FLOAT : Fields.DOUBLE, inputs);
    }

    private String constant(List<Long> dims) {
        long count = dims.stream().reduce(1L, Math::multiplyExact);
        double[] values = random.doubles(count, -1, 1).map(v -> (float) v).toArray();
        return single
                ? graph.floats(graph.unique("constant"), dims, values)
                : graph.doubles(graph.unique("constant"), dims, values);
    }

    /** As PyTorch writes a Linear. */
    public Perceptron gemm(int units) {
        value = graph.node(
                "Gemm",
                List.of(value, constant(List.of((long) units, (long) width)), constant(List.of((long) units))),
                new Attribute.Whole("transB", 1));
        width = units;
        return this;
    }

    /** As Keras and scikit-learn's converters write a Dense. */
    public Perceptron matmul(int units) {
        String product = graph.node("MatMul", List.of(value, constant(List.of((long) width, (long) units))));
        value = graph.node("Add", List.of(constant(List.of(1L, (long) units)), product));
        width = units;
        return this;
    }

    /** An operator on the value and a constant, one number a column. */
    public Perceptron with(String op) {
        value = graph.node(op, List.of(value, constant(List.of((long) width))));
        return this;
    }

    /** An operator on a constant and the value. */
    public Perceptron after(String op) {
        value = graph.node(op, List.of(constant(List.of((long) width)), value));
        return this;
    }

    public Perceptron op(String op) {
        value = graph.node(op, value);
        return this;
    }

    /** As PyTorch writes a SiLU. */
    public Perceptron silu() {
        value = graph.node("Mul", List.of(value, graph.node("Sigmoid", value)));
        return this;
    }

    /** With a running mean and variance. */
    public Perceptron batchNormalization() {
        List<Long> dims = List.of((long) width);
        String variance = single
                ? graph.floats(
                        graph.unique("variance"),
                        dims,
                        random.doubles(width, 0.5, 2).map(v -> (float) v).toArray())
                : graph.doubles(
                        graph.unique("variance"),
                        dims,
                        random.doubles(width, 0.5, 2).toArray());
        value = graph.node(
                "BatchNormalization", List.of(value, constant(dims), constant(dims), constant(dims), variance));
        return this;
    }

    /** The file; its output is called "output". */
    public byte[] file() {
        String output = graph.node("", "Identity", List.of(value), graph.unique("output"));
        graph.output(output, single ? Fields.FLOAT : Fields.DOUBLE, width);
        return OnnxFile.model(graph, java.util.Map.of());
    }
}
