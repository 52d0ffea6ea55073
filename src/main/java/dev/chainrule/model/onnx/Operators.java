package dev.chainrule.model.onnx;

import dev.chainrule.engine.network.Activation;
import dev.chainrule.model.onnx.OnnxSource.Node;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Follows a graph node by node: what each value is as layers upon the inputs, or why it is not. */
final class Operators {

    private static final int MOST_LAYERS = 1_000;

    /** A column's name is a text: it weighs as much as so many numbers. */
    private static final long COLUMN = 16;

    private static final long SPARE = 1L << 22;

    private final Map<String, Tensor> constants;
    private final Map<String, Chain> chains = new HashMap<>();
    private final Map<String, String> reasons = new HashMap<>();

    /** Numbers that may still be copied: what a sensible model needs, however its graph is twisted. */
    private long budget;

    Operators(OnnxSource source) throws OnnxFaultException {
        constants = new HashMap<>(source.constants());
        budget = SPARE
                + 4
                        * constants.values().stream()
                                .mapToLong(t -> t.values().length)
                                .sum();
        for (Map.Entry<String, Long> input : source.inputs().entrySet()) {
            long width = input.getValue();
            if (width > 0) {
                spend(width <= SPARE ? COLUMN * width : Long.MAX_VALUE);
                chains.put(input.getKey(), Chain.of(columns(input.getKey(), (int) width)));
            }
        }
        for (Node node : source.nodes()) {
            follow(node);
        }
    }

    private void spend(long numbers) throws OnnxFaultException {
        budget -= numbers;
        if (budget < 0) {
            throw OnnxFaultException.tooLarge("The graph takes more memory than its constants explain.");
        }
    }

    private static List<String> columns(String input, int width) {
        List<String> columns = new ArrayList<>();
        for (int i = 1; i <= width; i++) {
            columns.add(width == 1 ? input : "x" + i);
        }
        return columns;
    }

    /** What a value is, null where it is no chain of layers. */
    @Nullable
    Chain chain(String value) {
        return chains.get(value);
    }

    /** Why a value is none, as a sentence. */
    String reason(String value) {
        return reasons.getOrDefault(value, "The output does not follow from the inputs.");
    }

    private void follow(Node node) throws OnnxFaultException {
        if (node.outputs().isEmpty()) {
            return;
        }
        String output = node.outputs().getFirst();
        String inherited = node.inputs().stream()
                .map(reasons::get)
                .filter(reason -> reason != null)
                .findFirst()
                .orElse(null);
        Tensor constant = inherited == null ? constant(node) : null;
        if (constant != null) {
            constants.put(output, constant);
            return;
        }
        Chain chain = inherited == null ? chain(node) : null;
        if (chain != null) {
            if (chain.links().size() > MOST_LAYERS) {
                throw OnnxFaultException.tooLarge("The graph has more than " + MOST_LAYERS + " layers.");
            }
            chains.put(output, chain);
        } else {
            String op = node.op().length() <= 40 ? node.op() : node.op().substring(0, 40);
            String reason = "Operator " + op + " is not understood where it stands.";
            node.outputs().forEach(name -> reasons.put(name, inherited == null ? reason : inherited));
        }
    }

    /** The result where it is constant. */
    private @Nullable Tensor constant(Node node) throws OnnxFaultException {
        Tensor in = node.inputs().isEmpty() ? null : constants.get(node.inputs().getFirst());
        return switch (node.op()) {
            case "Constant" -> node.tensors().getOrDefault("value", Tensor.of(node.number("value_float", Double.NaN)));
            case "Identity", "Cast" -> in;
            case "Transpose" -> in != null && in.isMatrix() ? transposed(in) : null;
            default -> null;
        };
    }

    private Tensor transposed(Tensor matrix) throws OnnxFaultException {
        spend(matrix.values().length);
        return matrix.transposed();
    }

    private Chain map(Chain chain, Affine map) throws OnnxFaultException {
        spend(8L * chain.width() + (map.isShift() ? 0 : chain.weights()));
        return chain.map(map);
    }

    private @Nullable Chain chain(Node node) throws OnnxFaultException {
        return switch (node.op()) {
            case "Identity", "Cast", "Dropout", "Flatten", "Reshape" -> operand(node, 0);
            case "Concat" -> concat(node);
            case "MatMul" -> product(operand(node, 0), matrix(node, 1), 1);
            case "Gemm" -> gemm(node);
            case "Add", "Sub", "Mul", "Div" -> arithmetic(node);
            case "BatchNormalization" -> normalization(node);
            default -> activation(node);
        };
    }

    private @Nullable Chain operand(Node node, int i) {
        return i < node.inputs().size() ? chains.get(node.inputs().get(i)) : null;
    }

    private @Nullable Tensor value(Node node, int i) {
        return i < node.inputs().size() ? constants.get(node.inputs().get(i)) : null;
    }

    private @Nullable Tensor matrix(Node node, int i) {
        Tensor tensor = value(node, i);
        return tensor != null && tensor.isMatrix() ? tensor : null;
    }

    private @Nullable Chain concat(Node node) throws OnnxFaultException {
        List<String> columns = new ArrayList<>();
        for (String input : node.inputs()) {
            Chain chain = chains.get(input);
            if (chain == null || !chain.links().isEmpty() || !chain.scaled().isIdentity()) {
                return null;
            }
            spend(2 * COLUMN * chain.width());
            columns.addAll(chain.columns());
        }
        return columns.stream().distinct().count() == columns.size() ? Chain.of(columns) : null;
    }

    private @Nullable Chain product(@Nullable Chain chain, @Nullable Tensor w, double alpha) throws OnnxFaultException {
        if (chain == null
                || w == null
                || w.dims().get(0) != chain.width()
                || w.dims().get(1) == 0) {
            return null;
        }
        int units = Math.toIntExact(w.dims().get(1));
        boolean copied = alpha != 1 || !chain.after().isIdentity();
        spend(8L * units + (copied ? 2L * w.values().length : 0));
        double[] scaled = alpha == 1
                ? w.values()
                : Arrays.stream(w.values()).map(v -> alpha * v).toArray();
        return chain.append(new Chain.Link(chain.width(), units, scaled, new double[units], new Activation.Linear()));
    }

    /** alpha A B + beta C. */
    private @Nullable Chain gemm(Node node) throws OnnxFaultException {
        Tensor b = matrix(node, 1);
        boolean turned = node.number("transB", 0) != 0;
        Chain product = node.number("transA", 0) != 0
                ? null
                : product(operand(node, 0), b != null && turned ? transposed(b) : b, node.number("alpha", 1));
        if (product == null || node.inputs().size() < 3) {
            return product;
        }
        double[] c = row(value(node, 2), product.width());
        double beta = node.number("beta", 1);
        return c == null
                ? null
                : map(product, shift(Arrays.stream(c).map(v -> beta * v).toArray()));
    }

    private @Nullable Chain arithmetic(Node node) throws OnnxFaultException {
        Chain one = operand(node, 0);
        Chain other = operand(node, 1);
        if (one != null && other != null) {
            return node.op().equals("Mul") ? silu(one, other) : null;
        }
        boolean first = operand(node, 0) != null;
        Chain chain = operand(node, first ? 0 : 1);
        double[] c = chain == null ? null : row(value(node, first ? 1 : 0), chain.width());
        if (chain == null || c == null) {
            return null;
        }
        return switch (node.op()) {
            case "Add" -> map(chain, shift(c));
            case "Mul" -> map(chain, factor(c));
            case "Sub" -> map(chain, first ? shift(negative(c)) : new Affine(negative(ones(c)), c));
            case "Div" ->
                first ? map(chain, factor(Arrays.stream(c).map(v -> 1 / v).toArray())) : null;
            default -> null;
        };
    }

    /** a sigma(a), which ONNX has no operator for. */
    private static @Nullable Chain silu(Chain one, Chain other) throws OnnxFaultException {
        Chain a = one.isLinear() ? one : other;
        Chain gate = one.isLinear() ? other : one;
        boolean same = a.isLinear() && gate.equals(a.activate(new Activation.Sigmoid()));
        Activation silu = same ? ForeignActivations.silu() : null;
        return silu == null ? null : a.activate(silu);
    }

    private static double[] ones(double[] like) {
        return Arrays.stream(like).map(v -> 1).toArray();
    }

    private static double[] negative(double[] c) {
        return Arrays.stream(c).map(v -> -v).toArray();
    }

    private static Affine shift(double[] c) {
        return new Affine(ones(c), c);
    }

    private static Affine factor(double[] c) {
        return new Affine(c, new double[c.length]);
    }

    /** A constant as one number a column, null where it is none. */
    private static double @Nullable [] row(@Nullable Tensor tensor, int width) {
        if (tensor == null) {
            return null;
        }
        if (tensor.values().length == 1) {
            double[] row = new double[width];
            Arrays.fill(row, tensor.values()[0]);
            return row;
        }
        boolean flat = !tensor.dims().isEmpty() && tensor.dims().getLast() == width;
        return flat && tensor.values().length == width ? tensor.values() : null;
    }

    /** scale (x - mean) / sqrt(variance + epsilon) + b, with constants throughout. */
    private @Nullable Chain normalization(Node node) throws OnnxFaultException {
        Chain chain = operand(node, 0);
        int width = chain == null ? 0 : chain.width();
        double[] scale = row(value(node, 1), width);
        double[] b = row(value(node, 2), width);
        double[] mean = row(value(node, 3), width);
        double[] variance = row(value(node, 4), width);
        if (chain == null || scale == null || b == null || mean == null || variance == null) {
            return null;
        }
        double epsilon = node.number("epsilon", 1e-5);
        double[] factor = new double[width];
        double[] shift = new double[width];
        for (int i = 0; i < width; i++) {
            factor[i] = scale[i] / Math.sqrt(variance[i] + epsilon);
            shift[i] = b[i] - mean[i] * factor[i];
        }
        return map(chain, new Affine(factor, shift));
    }

    private @Nullable Chain activation(Node node) throws OnnxFaultException {
        Chain chain = operand(node, 0);
        Activation f = chain == null ? null : ForeignActivations.of(node);
        return chain == null || f == null ? null : chain.activate(f);
    }
}
