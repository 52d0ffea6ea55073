package dev.chainrule.engine.graph;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Adjoints dy/dv of every node v that the number y depends on, in reverse topological order: an adjoint is complete, all
 * its parts added up, before it is passed on to the inputs (<i>Deep Learning</i>, Algorithms 6.2 and 6.6). One visit to
 * each node, however often it is used.
 */
public final class Gradient {

    private final Node output;
    private final @Nullable Node[] adjoints;

    private Gradient(Node output, @Nullable Node[] adjoints) {
        this.output = output;
        this.adjoints = adjoints;
    }

    /**
     * Writes the adjoints of a node as further nodes of its graph.
     *
     * @param output a number
     * @throws OperationException where a derivative is not finite, naming the node differentiated
     * @throws IllegalArgumentException where the output is an array
     */
    public static Gradient of(Node output) {
        if (!output.shape().isScalar()) {
            throw new IllegalArgumentException("only a number has a gradient, not shape " + output.shape());
        }
        Gradient gradient = new Gradient(output, new Node[output.id() + 1]);
        gradient.sweep();
        return gradient;
    }

    private void sweep() {
        if (!output.active()) {
            return;
        }
        adjoints[output.id()] = output.number(1);
        for (int id = output.id(); id >= 0; id--) {
            Node adjoint = adjoints[id];
            if (adjoint != null) {
                passOn(output.graph().node(id), adjoint);
            }
        }
    }

    private void passOn(Node node, Node adjoint) {
        try {
            for (int i = 0; i < node.inputs().size(); i++) {
                if (node.input(i).active()) {
                    accumulate(node.input(i), node.operation().adjoint(node, i, adjoint));
                }
            }
        } catch (OperationException e) {
            throw e.whileDifferentiating(node);
        }
    }

    private void accumulate(Node node, Node part) {
        Node sum = adjoints[node.id()];
        adjoints[node.id()] = sum == null ? part : sum.plus(part);
    }

    /** dy/d(node) with the node's shape; empty where y does not depend on it, or it depends on no variable. */
    public Optional<Node> adjoint(Node node) {
        return node.id() < adjoints.length ? Optional.ofNullable(adjoints[node.id()]) : Optional.empty();
    }

    /** dy/dx as numbers; zeros where y does not depend on x. */
    public Value by(Node x) {
        return adjoint(x).map(Node::value).orElseGet(() -> Value.filled(x.shape(), 0));
    }

    /**
     * Second derivatives: the gradient of each element of the gradient, rows and columns in the order of the variables'
     * elements. Exact, by the same sweep over the nodes that the first one wrote.
     *
     * @param variables what derivatives are taken by
     * @return one row an element of the variables, symmetric but for rounding
     */
    public double[][] hessian(List<Node> variables) {
        List<double[]> rows = new ArrayList<>();
        for (Node x : variables) {
            for (int i = 0; i < x.value().size(); i++) {
                rows.add(
                        adjoint(x).isPresent()
                                ? row(adjoint(x).get(), i, variables)
                                : new double
                                        [variables.stream()
                                                .mapToInt(v -> v.value().size())
                                                .sum()]);
            }
        }
        return rows.toArray(double[][]::new);
    }

    private static double[] row(Node slope, int i, List<Node> variables) {
        int mark = slope.graph().size();
        Value pick = Value.filled(slope.shape(), 0).with(i, 1);
        Node element = slope.shape().isScalar() ? slope : slope.apply(new Linear.Dot(), slope.constant(pick));
        Gradient second = Gradient.of(element);
        double[] row = variables.stream()
                .flatMapToDouble(v -> Arrays.stream(second.by(v).toArray()))
                .toArray();
        slope.graph().truncate(mark);
        return row;
    }
}
