package dev.chainrule.engine.onnx;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.chainrule.engine.array.OffHeap;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** One case of {@code onnx-node-cases.json}: an operator, its attributes, inputs, and the outputs they must give. */
public record OnnxCase(String name, JsonNode node, List<Tensor> inputs, List<Tensor> outputs) {

    private static final Path FILE = Path.of("../shared/data/reference/onnx-node-cases.json");

    /** Numbers in row-major order; a truth is 0 or 1. */
    public record Tensor(String name, String type, int[] shape, double[] data) {

        static Tensor of(JsonNode json) {
            double[] data =
                    json.get("data").valueStream().mapToDouble(Tensor::number).toArray();
            int[] shape =
                    json.get("shape").valueStream().mapToInt(JsonNode::asInt).toArray();
            return new Tensor(json.get("name").asString(), json.get("dtype").asString(), shape, data);
        }

        /** JSON has no infinities: they are written as text. */
        private static double number(JsonNode x) {
            if (x.isBoolean()) {
                return x.asBoolean() ? 1 : 0;
            }
            return x.isString() ? Double.parseDouble(x.asString()) : x.asDouble();
        }

        /** One number. */
        public double number() {
            return data[0];
        }

        /** DOUBLE for float64, else FLOAT. */
        public DataType dataType() {
            return type.equals("float64") ? DataType.DOUBLE : DataType.FLOAT;
        }

        /** Everything as one column. */
        public INDArray column() {
            return columns(data.length);
        }

        /** A row-major (m, n) is a column-major (n, m): the last axis runs down the columns. */
        public INDArray columns(int rows) {
            INDArray a = OffHeap.matrix(dataType(), rows, data.length / rows);
            OffHeap.fromDoubles(a, data);
            return a;
        }

        /** The elements that lie along some axes, one column for each place of the others, in row-major order of those. */
        public INDArray along(boolean[] axes) {
            int length = IntStream.range(0, shape.length)
                    .filter(k -> axes[k])
                    .map(k -> shape[k])
                    .reduce(1, (a, b) -> a * b);
            INDArray a = OffHeap.matrix(dataType(), length, data.length / length);
            for (int i = 0; i < data.length; i++) {
                int inside = 0;
                int outside = 0;
                int rest = i;
                int[] index = new int[shape.length];
                for (int k = shape.length - 1; k >= 0; k--) {
                    index[k] = rest % shape[k];
                    rest /= shape[k];
                }
                for (int k = 0; k < shape.length; k++) {
                    inside = axes[k] ? inside * shape[k] + index[k] : inside;
                    outside = axes[k] ? outside : outside * shape[k] + index[k];
                }
                OffHeap.set(a, inside + (long) outside * length, data[i]);
            }
            return a;
        }

        /** Which axes these are; negative ones count from the end. */
        public boolean[] axes(int... numbers) {
            boolean[] axes = new boolean[shape.length];
            for (int number : numbers) {
                axes[number < 0 ? number + shape.length : number] = true;
            }
            return axes;
        }
    }

    /** Every case; the test is skipped where the file is not here. */
    public static List<OnnxCase> all() {
        assumeTrue(Files.exists(FILE), () -> FILE + " is not here");
        List<OnnxCase> cases = new ArrayList<>();
        for (JsonNode json : JsonMapper.shared().readTree(FILE)) {
            cases.add(new OnnxCase(
                    json.get("case").asString(),
                    json.get("nodes").get(0),
                    tensors(json.get("inputs")),
                    tensors(json.get("outputs"))));
        }
        return cases;
    }

    private static List<Tensor> tensors(JsonNode list) {
        return list.valueStream().map(Tensor::of).toList();
    }

    /** Name of the operator. */
    public String operator() {
        return node.get("op").asString();
    }

    /** An attribute, or what the operator takes without it. */
    public double attribute(String key, double otherwise) {
        JsonNode value = node.get("attributes").get(key);
        return value == null ? otherwise : value.asDouble();
    }

    /** An attribute, or what the operator takes without it. */
    public String attribute(String key, String otherwise) {
        JsonNode value = node.get("attributes").get(key);
        return value == null ? otherwise : value.asString();
    }

    /** An input that may be missing. */
    public Stream<Tensor> input(String key) {
        return inputs.stream().filter(tensor -> tensor.name().equals(key));
    }

    public Tensor input(int i) {
        return inputs.get(i);
    }

    /** What an operator gives: its outputs in order, each in row-major order. */
    @FunctionalInterface
    public interface Operator {
        List<double[]> apply(OnnxCase given);

        /** An operator of one output. */
        static Operator single(java.util.function.Function<OnnxCase, INDArray> f) {
            return given -> List.of(OffHeap.toDoubles(f.apply(given)));
        }
    }

    @Override
    public String toString() {
        return name + " "
                + Arrays.toString(
                        inputs.isEmpty() ? new int[0] : inputs.getFirst().shape());
    }
}
