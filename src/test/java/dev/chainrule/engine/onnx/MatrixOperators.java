package dev.chainrule.engine.onnx;

import dev.chainrule.engine.array.Columns;
import dev.chainrule.engine.array.InPlace;
import dev.chainrule.engine.array.OffHeap;
import dev.chainrule.engine.array.RandomStream;
import dev.chainrule.engine.array.Reductions;
import dev.chainrule.engine.network.Activation;
import dev.chainrule.engine.network.Dense;
import dev.chainrule.engine.network.Dropout;
import dev.chainrule.engine.network.LayerSpec;
import dev.chainrule.engine.network.Loss;
import dev.chainrule.engine.network.Network;
import dev.chainrule.engine.network.NetworkSpec;
import dev.chainrule.engine.onnx.OnnxCase.Operator;
import dev.chainrule.engine.onnx.OnnxCase.Tensor;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Products, sums along axes, and layers. */
final class MatrixOperators {

    static final Map<String, Operator> ALL = Map.ofEntries(
            Map.entry("Gemm", MatrixOperators::gemm),
            Map.entry("MatMul", MatrixOperators::matmul),
            Map.entry("Einsum", MatrixOperators::einsum),
            Map.entry("ReduceSum", reduction(Reductions::sum)),
            Map.entry("ReduceMean", reduction(a -> Reductions.sum(a) / a.length())),
            Map.entry("ReduceMax", reduction(Reductions::max)),
            Map.entry("ReduceMin", reduction(Reductions::min)),
            Map.entry("ReduceL1", reduction(Reductions::sumOfAbs)),
            Map.entry("ReduceL2", reduction(a -> Math.sqrt(Reductions.sumOfSquares(a)))),
            Map.entry("ReduceSumSquare", reduction(Reductions::sumOfSquares)),
            Map.entry("ReduceLogSumExp", reduction(MatrixOperators::logSumExp)),
            Map.entry("Hardmax", MatrixOperators::hardmax),
            Map.entry("Dropout", MatrixOperators::dropout));

    private MatrixOperators() {}

    private static Operator reduction(ToDoubleFunction<INDArray> f) {
        return given -> {
            Tensor x = given.input(0);
            boolean[] axes = axes(given, x);
            if (axes.length == 0) {
                return List.of(x.data());
            }
            INDArray slices = x.along(axes);
            return List.of(IntStream.range(0, (int) slices.size(1))
                    .mapToDouble(j -> f.applyAsDouble(column(slices, j)))
                    .toArray());
        };
    }

    /** Those named, all where none is; empty where nothing is to be done. */
    private static boolean[] axes(OnnxCase given, Tensor x) {
        int[] named = given.input("axes")
                .flatMapToInt(tensor -> IntStream.range(0, tensor.data().length).map(i -> (int) tensor.data()[i]))
                .toArray();
        if (named.length > 0) {
            return x.axes(named);
        }
        boolean nothing = given.attribute("noop_with_empty_axes", 0) == 1;
        return nothing
                ? new boolean[0]
                : x.axes(IntStream.range(0, x.shape().length).toArray());
    }

    private static INDArray column(INDArray a, int j) {
        return OffHeap.view(a, j * a.size(0), a.size(0), 1);
    }

    private static double logSumExp(INDArray a) {
        INDArray out = OffHeap.vector(a.dataType(), 1);
        Columns.logSumExpColumns(out, a);
        return OffHeap.get(out, 0);
    }

    /** Row-major Y = op(A) op(B) is column-major Y' = op(B)' op(A)'. */
    private static List<double[]> gemm(OnnxCase given) {
        Tensor a = given.input(0);
        Tensor b = given.input(1);
        INDArray left = oriented(b, given.attribute("transB", 0) == 1);
        INDArray right = oriented(a, given.attribute("transA", 0) == 1);
        INDArray y = OffHeap.matrix(DataType.FLOAT, left.size(0), right.size(1));
        InPlace.matmul(y, left, right);
        InPlace.scale(y, given.attribute("alpha", 1));
        given.input("c").forEach(c -> {
            INDArray bias = c.columns(c.shape()[1]);
            InPlace.scale(bias, given.attribute("beta", 1));
            if (bias.size(1) == 1) {
                InPlace.addColumn(y, bias);
            } else {
                InPlace.add(y, y, bias);
            }
        });
        return List.of(OffHeap.toDoubles(y));
    }

    /** The transpose of a row-major matrix, or of its transpose. */
    private static INDArray oriented(Tensor a, boolean transposed) {
        INDArray plain = a.columns(a.shape()[1]);
        if (!transposed) {
            return plain;
        }
        INDArray turned = OffHeap.matrix(a.dataType(), a.shape()[0], a.shape()[1]);
        OffHeap.convert(turned, plain, true);
        return turned;
    }

    private static List<double[]> matmul(OnnxCase given) {
        Tensor a = given.input(0);
        Tensor b = given.input(1);
        if (a.shape().length == 1) {
            return List.of(new double[] {Reductions.dot(a.column(), b.column())});
        }
        int[] s = a.shape();
        int[] t = b.shape();
        int outer = s[0];
        int inner = t[1];
        double[] all = new double[outer * inner * s[2] * t[3]];
        for (int i = 0; i < outer; i++) {
            for (int j = 0; j < inner; j++) {
                double[] y = product(slice(a, i, s[3], s[2]), slice(b, j, t[3], t[2]));
                System.arraycopy(y, 0, all, (i * inner + j) * y.length, y.length);
            }
        }
        return List.of(all);
    }

    /** The i-th matrix of a stack, transposed. */
    private static INDArray slice(Tensor a, int i, int columns, int rows) {
        return OffHeap.view(a.column(), (long) i * rows * columns, columns, rows);
    }

    private static double[] product(INDArray left, INDArray right) {
        INDArray y = OffHeap.matrix(left.dataType(), right.size(0), left.size(1));
        InPlace.matmul(y, right, left);
        return OffHeap.toDoubles(y);
    }

    private static List<double[]> einsum(OnnxCase given) {
        Tensor a = given.input(0);
        Tensor b = given.input(1);
        return switch (given.attribute("equation", "")) {
            case "i,i" -> List.of(new double[] {Reductions.dot(a.column(), b.column())});
            case "bij, bjk -> bik" -> {
                int[] s = a.shape();
                int[] t = b.shape();
                double[] all = new double[s[0] * s[1] * t[2]];
                for (int i = 0; i < s[0]; i++) {
                    double[] y = product(slice(a, i, s[2], s[1]), slice(b, i, t[2], t[1]));
                    System.arraycopy(y, 0, all, i * y.length, y.length);
                }
                yield List.of(all);
            }
            default -> throw new IllegalArgumentException("no product for " + given);
        };
    }

    /** 1 at the first largest of each column, else 0. */
    private static List<double[]> hardmax(OnnxCase given) {
        Tensor x = given.input(0);
        int rows = x.shape()[x.shape().length - 1];
        INDArray a = x.columns(rows);
        int[] best = new int[(int) a.size(1)];
        Columns.argmaxColumns(best, a);
        double[] y = new double[x.data().length];
        for (int j = 0; j < best.length; j++) {
            y[j * rows + best[j]] = 1;
        }
        return List.of(y);
    }

    /** Of a network that predicts; its output layer passes on what it is given. */
    private static List<double[]> dropout(OnnxCase given) {
        INDArray x = given.input(0).column();
        int n = (int) x.size(0);
        LayerSpec identity = Dense.of(n, new Activation.Linear());
        NetworkSpec spec =
                new NetworkSpec(n, List.of(new Dropout(0.5, null), identity), new Loss.MeanSquaredError(), null);
        try (Network network = Network.build(spec, 1, x.dataType(), RandomStream.of(1))) {
            INDArray theta = network.parameters().theta();
            InPlace.fill(theta, 0);
            for (int i = 0; i < n; i++) {
                OffHeap.set(theta, i + (long) i * n, 1);
            }
            return List.of(OffHeap.toDoubles(network.predict(x)));
        }
    }
}
