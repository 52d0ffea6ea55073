package dev.chainrule.analysis;

import dev.chainrule.analysis.GradientAnswer.Hessian;
import dev.chainrule.analysis.GradientAnswer.NodeAnswer;
import dev.chainrule.engine.graph.Differences;
import dev.chainrule.engine.graph.Gradient;
import dev.chainrule.engine.graph.Leaf;
import dev.chainrule.engine.graph.Node;
import dev.chainrule.engine.graph.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Everything the answer tells of one graph. */
final class GradientReport {

    /** Numbers shown: a few megabytes of JSON. */
    private static final long MOST_SHOWN = 200_000;

    /** Cost of one node besides its multiplications, in multiplications. */
    private static final int NODE = 100;

    /** Multiplications that differences may cost: about a second. */
    private static final double MOST_DIFFERENCES = 4e8;

    /** Multiplications that second derivatives may cost: about a second. */
    private static final double MOST_SECOND = 1e9;

    /** Evaluations that one difference takes, about. */
    private static final int EVALUATIONS = 8;

    private final Node output;
    private final List<Node> nodes;
    private final double forwardCost;
    private final Map<String, Node> variables = new LinkedHashMap<>();
    private final List<Warning> warnings = new ArrayList<>();

    /**
     * @param output a number
     * @param at values of its variables, and of others: their gradient is zero
     */
    GradientReport(Node output, Map<String, Value> at) {
        this.output = output;
        this.nodes = output.graph().nodes();
        this.forwardCost = cost(output);
        if (nodes.stream().mapToLong(n -> n.value().size()).sum() > MOST_SHOWN) {
            throw GradientProblems.tooLarge(
                    "/expression", "The values of the nodes have more than " + MOST_SHOWN + " numbers.");
        }
        at.forEach((name, value) ->
                variables.put(name, output.graph().add(new Leaf.Variable(name, value), List.of(), 0)));
    }

    private static double cost(Node node) {
        return node.graph().work() + (double) NODE * node.graph().size();
    }

    GradientAnswer answer(boolean second) {
        Gradient gradient = Gradient.of(output);
        double[][] hessian = second ? hessian(gradient) : null;
        var differences = differences();
        warnAboutKinks();
        return new GradientAnswer(
                output.value().number(),
                byVariable(x -> PointReader.write(gradient.by(x))),
                nodes.stream().map(n -> describe(n, gradient)).toList(),
                differences,
                hessian == null ? null : diagonal(hessian),
                hessian == null || hessian.length < 2 ? null : new Hessian(order(), hessian),
                warnings);
    }

    private Map<String, Object> byVariable(Function<Node, Object> f) {
        Map<String, Object> mapped = new LinkedHashMap<>();
        variables.forEach((name, x) -> mapped.put(name, f.apply(x)));
        return mapped;
    }

    private static NodeAnswer describe(Node node, Gradient gradient) {
        return new NodeAnswer(
                node.id(),
                node.operation().name(),
                node.operation() instanceof Leaf.Variable variable ? variable.variable() : null,
                node.column(),
                node.inputs().stream().map(Node::id).toList(),
                PointReader.write(node.value()),
                gradient.adjoint(node).map(a -> PointReader.write(a.value())).orElse(null),
                IntStream.range(0, node.inputs().size())
                        .<@Nullable Object>mapToObj(i -> localDerivative(node, i))
                        .toList());
    }

    private static @Nullable Object localDerivative(Node node, int input) {
        if (!node.input(input).active()) {
            return null;
        }
        Node local = node.operation().localDerivative(node, input);
        return local == null ? node.operation().rule(input) : PointReader.write(local.value());
    }

    private void warnAboutKinks() {
        nodes.stream()
                .filter(n -> n.active()
                        && n.operation()
                                .kink(n.inputs().stream().map(Node::value).toList()))
                .limit(20)
                .map(n -> new Warning(
                        "KINK",
                        "The derivative of node " + n.id() + " ("
                                + n.operation().name() + ", column " + n.column()
                                + ") jumps at this point; a subgradient is taken."))
                .forEach(warnings::add);
    }

    private Map<String, @Nullable Object> differences() {
        Differences differences = new Differences(output);
        Map<String, @Nullable Object> answer = new LinkedHashMap<>();
        double left = MOST_DIFFERENCES;
        for (var variable : variables.entrySet()) {
            Node x = variable.getValue();
            left -= forwardCost * EVALUATIONS * x.value().size();
            answer.put(variable.getKey(), left < 0 ? notChecked(variable.getKey()) : difference(variable, differences));
        }
        return answer;
    }

    private @Nullable Object notChecked(String name) {
        warnings.add(new Warning("NOT_CHECKED", "Differences by " + name + " would take too long and were left out."));
        return null;
    }

    private Object difference(Map.Entry<String, Node> variable, Differences differences) {
        Node x = variable.getValue();
        Value value = x.id() > output.id() ? Value.filled(x.shape(), 0) : differences.by(x);
        if (value.firstNonFinite() >= 0) {
            warnings.add(new Warning(
                    "NO_DIFFERENCE", "The expression is not defined on both sides of " + variable.getKey() + "."));
        }
        return PointReader.write(value);
    }

    private double[][] hessian(Gradient gradient) {
        List<Node> all = List.copyOf(variables.values());
        double elements = all.stream().mapToInt(x -> x.value().size()).sum();
        if (elements > 300 || elements * cost(output) > MOST_SECOND) {
            throw GradientProblems.tooLarge(
                    "/second",
                    "Second derivatives by " + (long) elements + " numbers of a graph of this size take too long.");
        }
        return gradient.hessian(all);
    }

    private Map<String, Object> diagonal(double[][] hessian) {
        int[] next = {0};
        return byVariable(x -> {
            double[] elements = new double[x.value().size()];
            for (int i = 0; i < elements.length; i++, next[0]++) {
                elements[i] = hessian[next[0]][next[0]];
            }
            return PointReader.write(Value.of(x.shape(), elements));
        });
    }

    private List<String> order() {
        List<String> order = new ArrayList<>();
        variables.forEach((name, x) -> {
            for (int i = 0; i < x.value().size(); i++) {
                order.add(
                        switch (x.shape().rank()) {
                            case 0 -> name;
                            case 1 -> name + "[" + i + "]";
                            default ->
                                name + "[" + i / x.shape().columns() + "]["
                                        + i % x.shape().columns() + "]";
                        });
            }
        });
        return order;
    }
}
