package dev.chainrule.model.onnx;

import dev.chainrule.engine.network.Activation;
import dev.chainrule.engine.network.SmoothRectifier;
import java.util.List;

/** h = f(a) as nodes, in DOUBLE throughout: what ONNX Runtime has no double kernel for is put together from what it has. */
final class OnnxActivations {

    /** sqrt(2 / pi), and what stands before a^3, in gelu by a tanh. */
    private static final double RATE = Math.sqrt(2 / Math.PI);

    private static final double CUBE = 0.044715;

    /** P of Phi(-t) = e^(-t^2 / 2) P(q) / (1 + t), t >= 0, q = (t - 5) / (t + 5), from its highest power: the engine's own. */
    private static final double[] TAIL = {
        2.196032905924892e-09,
        1.6129107766244392e-09,
        -2.6332491672878587e-08,
        -2.1567877175579913e-08,
        1.9124697360088803e-07,
        1.222807738066692e-07,
        -1.3041981291689899e-06,
        -6.645126985386993e-08,
        9.058505485209712e-06,
        -9.897782095693084e-06,
        -5.360723737658505e-05,
        0.00018233460332349368,
        7.791539896184297e-06,
        -0.0016760724212402098,
        0.0065220006738440734,
        -0.015170415395094575,
        0.024536963243297946,
        -0.026401042966674067,
        0.010002352385241659,
        0.0310303684259707,
        -0.09155228183400917,
        0.46151582985003775
    };

    private final OnnxGraph graph;

    OnnxActivations(OnnxGraph graph) {
        this.graph = graph;
    }

    /** f of a value. A new activation does not compile until it is a case here. */
    String add(Activation f, String a) {
        return switch (f) {
            case Activation.Linear linear -> a;
            case Activation.Relu relu -> graph.node("Relu", a);
            case Activation.LeakyRelu relu -> positive(a, a, graph.node("Mul", a, relu.slope()));
            case Activation.HardSigmoid sigmoid -> hardSigmoid(a, sigmoid.slope(), sigmoid.offset());
            case Activation.Tanh tanh -> graph.node("Tanh", a);
            case Activation.Sigmoid sigmoid -> graph.node("Sigmoid", a);
            case Activation.Softsign softsign -> divide(a, graph.node("Add", graph.node("Abs", a), 1));
            case Activation.Softmax softmax -> graph.node("Softmax", List.of(a), new Attribute.Whole("axis", 1));
            case SmoothRectifier smooth -> add(smooth, a);
        };
    }

    private String add(SmoothRectifier f, String a) {
        return switch (f) {
            case SmoothRectifier.Elu elu -> positive(a, a, belowZero(a, elu.alpha()));
            case SmoothRectifier.Selu selu ->
                graph.node("Mul", positive(a, a, belowZero(a, selu.alpha())), selu.scale());
            case SmoothRectifier.Gelu gelu ->
                switch (gelu.approximate()) {
                    case NONE -> multiply(a, normal(a));
                    case TANH -> multiply(a, byTanh(a));
                };
            case SmoothRectifier.Silu silu -> silu(a);
            case SmoothRectifier.Softplus softplus -> softplus(a);
            case SmoothRectifier.Mish mish -> multiply(a, graph.node("Tanh", softplus(a)));
        };
    }

    private String multiply(String a, String b) {
        return graph.node("Mul", List.of(a, b));
    }

    private String divide(String a, String b) {
        return graph.node("Div", List.of(a, b));
    }

    private String add(String a, String b) {
        return graph.node("Add", List.of(a, b));
    }

    /** One value where a is positive, else another. */
    private String positive(String a, String above, String below) {
        return graph.node("Where", List.of(graph.node("Greater", a, 0), above, below));
    }

    /** alpha (e^a - 1). */
    private String belowZero(String a, double alpha) {
        return graph.node("Mul", graph.node("Sub", graph.node("Exp", a), 1), alpha);
    }

    private String hardSigmoid(String a, double slope, double offset) {
        String line = graph.node("Add", graph.node("Mul", a, slope), offset);
        return graph.node("Min", graph.node("Max", line, 0), 1);
    }

    /** a / (1 + e^-a). Not a sigma(a): ONNX Runtime would fuse that to an operator it has no double kernel for. */
    private String silu(String a) {
        return divide(a, graph.node("Add", graph.node("Exp", graph.node("Neg", a)), 1));
    }

    /** log(1 + e^a) = max(a, 0) + log(1 + e^-|a|). */
    private String softplus(String a) {
        String small = graph.node("Exp", graph.node("Neg", graph.node("Abs", a)));
        return add(graph.node("Max", a, 0), graph.node("Log", graph.node("Add", small, 1)));
    }

    /** (1 + tanh(sqrt(2 / pi) (a + 0.044715 a^3))) / 2. */
    private String byTanh(String a) {
        String cube = multiply(multiply(a, a), graph.node("Mul", a, CUBE));
        String tanh = graph.node("Tanh", graph.node("Mul", add(a, cube), RATE));
        return graph.node("Mul", graph.node("Add", tanh, 1), 0.5);
    }

    /** Phi(a), the distribution function of the normal distribution. */
    private String normal(String a) {
        String t = graph.node("Abs", a);
        String q = divide(graph.node("Sub", t, 5), graph.node("Add", t, 5));
        String p = graph.constant(TAIL[0]);
        for (int i = 1; i < TAIL.length; i++) {
            p = graph.node("Add", multiply(q, p), TAIL[i]);
        }
        String density = graph.node("Exp", graph.node("Mul", multiply(a, a), -0.5));
        String tail = divide(multiply(density, p), graph.node("Add", t, 1));
        return positive(a, graph.node("Sub", List.of(graph.constant(1), tail)), tail);
    }
}
