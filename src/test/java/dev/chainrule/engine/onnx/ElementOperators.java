package dev.chainrule.engine.onnx;

import dev.chainrule.engine.array.Functions;
import dev.chainrule.engine.array.InPlace;
import dev.chainrule.engine.array.OffHeap;
import dev.chainrule.engine.graph.Expression;
import dev.chainrule.engine.graph.Graph;
import dev.chainrule.engine.graph.Value;
import dev.chainrule.engine.network.Activation;
import dev.chainrule.engine.network.SmoothRectifier;
import dev.chainrule.engine.network.SmoothRectifier.Approximation;
import dev.chainrule.engine.onnx.OnnxCase.Operator;
import dev.chainrule.engine.onnx.OnnxCase.Tensor;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Activations and arithmetic, element by element. */
final class ElementOperators {

    static final Map<String, Operator> ALL = Map.ofEntries(
            Map.entry("Relu", activation(_ -> new Activation.Relu())),
            Map.entry("LeakyRelu", activation(c -> new Activation.LeakyRelu(c.attribute("alpha", 0.01)))),
            Map.entry("Elu", activation(c -> new SmoothRectifier.Elu(c.attribute("alpha", 1)))),
            Map.entry("Selu", activation(ElementOperators::selu)),
            Map.entry("Gelu", activation(ElementOperators::gelu)),
            Map.entry("Swish", activation(ElementOperators::swish)),
            Map.entry("Sigmoid", activation(_ -> new Activation.Sigmoid())),
            Map.entry("HardSigmoid", activation(ElementOperators::hardSigmoid)),
            Map.entry("Tanh", activation(_ -> new Activation.Tanh())),
            Map.entry("Softplus", activation(_ -> new SmoothRectifier.Softplus())),
            Map.entry("Mish", activation(_ -> new SmoothRectifier.Mish())),
            Map.entry("Softmax", Operator.single(ElementOperators::softmax)),
            Map.entry("Abs", function(Functions::abs)),
            Map.entry("Log", function(Functions::log)),
            Map.entry("Neg", function((y, a) -> {
                InPlace.copy(y, a);
                InPlace.scale(y, -1);
            })),
            Map.entry("Reciprocal", function((y, a) -> {
                InPlace.fill(y, 1);
                InPlace.divide(y, a);
            })),
            Map.entry("Add", pair(InPlace::add)),
            Map.entry("Sub", pair(InPlace::subtract)),
            Map.entry("Div", pair(InPlace::divide)),
            Map.entry("Clip", Operator.single(ElementOperators::clip)),
            Map.entry("Pow", ElementOperators::power));

    private ElementOperators() {}

    /** y from a. */
    private interface OneToOne {
        void apply(INDArray y, INDArray a);
    }

    /** y from a and b. */
    private interface TwoToOne {
        void apply(INDArray y, INDArray a, INDArray b);
    }

    private static INDArray like(INDArray a) {
        return OffHeap.matrix(a.dataType(), a.size(0), a.size(1));
    }

    private static Operator function(OneToOne f) {
        return Operator.single(given -> {
            INDArray a = given.input(0).column();
            INDArray y = like(a);
            f.apply(y, a);
            return y;
        });
    }

    private static Operator pair(TwoToOne f) {
        return Operator.single(given -> {
            INDArray a = given.input(0).column();
            INDArray y = like(a);
            f.apply(y, a, given.input(1).column());
            return y;
        });
    }

    private static Operator activation(Function<OnnxCase, Activation> f) {
        return Operator.single(given -> {
            INDArray a = given.input(0).column();
            INDArray h = like(a);
            f.apply(given).value(h, a);
            return h;
        });
    }

    private static Activation selu(OnnxCase given) {
        return new SmoothRectifier.Selu(
                given.attribute("alpha", 1.67326319217681884765625),
                given.attribute("gamma", 1.05070102214813232421875));
    }

    private static Activation gelu(OnnxCase given) {
        boolean byTanh = given.attribute("approximate", "none").equals("tanh");
        return new SmoothRectifier.Gelu(byTanh ? Approximation.TANH : Approximation.NONE);
    }

    private static Activation swish(OnnxCase given) {
        if (given.attribute("alpha", 1) != 1) {
            throw new IllegalArgumentException("silu is swish with alpha = 1");
        }
        return new SmoothRectifier.Silu();
    }

    private static Activation hardSigmoid(OnnxCase given) {
        return new Activation.HardSigmoid(given.attribute("alpha", 0.2), given.attribute("beta", 0.5));
    }

    private static INDArray softmax(OnnxCase given) {
        Tensor x = given.input(0);
        int last = x.shape().length - 1;
        if (!x.axes((int) given.attribute("axis", -1))[last]) {
            throw new IllegalArgumentException("an example is a column: the last axis");
        }
        INDArray a = x.columns(x.shape()[last]);
        INDArray h = like(a);
        new Activation.Softmax().value(h, a);
        return h;
    }

    /** Where the bounds cross, the upper one wins. */
    private static INDArray clip(OnnxCase given) {
        INDArray y = given.input(0).column();
        INDArray bound = like(y);
        given.input("min").forEach(low -> {
            InPlace.fill(bound, low.number());
            InPlace.max(y, y, bound);
        });
        given.input("max").forEach(high -> {
            InPlace.fill(bound, high.number());
            InPlace.min(y, y, bound);
        });
        return y;
    }

    /** By a graph, element by element; a shorter exponent repeats. */
    private static List<double[]> power(OnnxCase given) {
        double[] x = given.input(0).data();
        double[] y = given.input(1).data();
        double[] powers = new double[x.length];
        Expression expression = Expression.parse("x^y");
        for (int i = 0; i < x.length; i++) {
            Map<String, Value> at = Map.of("x", Value.scalar(x[i]), "y", Value.scalar(y[i % y.length]));
            powers[i] = expression
                    .evaluate(at, new Graph(new Graph.Budget(100, 100, 100)))
                    .value()
                    .number();
        }
        return List.of(powers);
    }
}
