package dev.chainrule.engine.graph;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The gradient without any derivative: (y(x + h) - y(x - h)) / 2h, element by element, extrapolated once to h = 0
 * (Richardson), so that the error falls as h^4. What the backward sweep must agree with.
 *
 * <p>At a kink the difference is the mean of the two slopes.
 */
public final class Differences {

    /** Balances the h^4 of the formula against rounding, which grows as 1/h: about the fifth root of 1.1e-16. */
    private static final double RELATIVE_STEP = 6e-4;

    private static final double AGREEMENT = 1e-10;

    private static final int ATTEMPTS = 10;

    private final List<Node> nodes;
    private final Node output;

    /** Of an output and all nodes before it. */
    public Differences(Node output) {
        this.output = output;
        this.nodes = IntStream.rangeClosed(0, output.id())
                .mapToObj(output.graph()::node)
                .toList();
    }

    /**
     * dy/dx by differences.
     *
     * @param x a variable of the graph
     * @return of the variable's shape; NaN where y is not defined on both sides however small the step
     */
    public Value by(Node x) {
        List<Node> affected = affectedBy(x);
        return Value.of(
                x.shape(),
                IntStream.range(0, x.value().size())
                        .mapToDouble(i -> slope(x, i, affected))
                        .toArray());
    }

    private List<Node> affectedBy(Node x) {
        boolean[] affected = new boolean[nodes.size()];
        affected[x.id()] = true;
        return nodes.stream()
                .filter(n -> affected[n.id()] |= n.inputs().stream().anyMatch(in -> affected[in.id()]))
                .filter(n -> n.id() != x.id())
                .collect(Collectors.toList());
    }

    /** Takes smaller steps until two results agree to ten digits; else the one that changed least. */
    private double slope(Node x, int i, List<Node> affected) {
        double step = RELATIVE_STEP * Math.max(1, Math.abs(x.value().at(i)));
        double best = Double.NaN;
        double smallest = Double.POSITIVE_INFINITY;
        double before = Double.NaN;
        for (int attempt = 0; attempt < ATTEMPTS && !(smallest <= AGREEMENT * Math.abs(best)); attempt++, step /= 8) {
            double narrow = central(x, i, step, affected);
            double slope = narrow + (narrow - central(x, i, 2 * step, affected)) / 3;
            double change = Double.isNaN(before) ? Double.MAX_VALUE : Math.abs(slope - before);
            if (Double.isFinite(slope) && change < smallest) {
                best = slope;
                smallest = change;
            }
            before = slope;
        }
        return best;
    }

    private double central(Node x, int i, double step, List<Node> affected) {
        double at = x.value().at(i);
        double above = at + step;
        double below = at - step;
        return (evaluate(x, x.value().with(i, above), affected)
                        - evaluate(x, x.value().with(i, below), affected))
                / (above - below);
    }

    /** y with another value of one variable; NaN or infinite where it is not defined. */
    private double evaluate(Node x, Value replaced, List<Node> affected) {
        Value[] values = new Value[nodes.size()];
        values[x.id()] = replaced;
        for (Node node : affected) {
            values[node.id()] = node.operation()
                    .value(node.inputs().stream()
                            .map(in -> values[in.id()] == null ? in.value() : values[in.id()])
                            .toList());
            if (values[node.id()].firstNonFinite() >= 0) {
                return Double.NaN;
            }
        }
        Value y = values[output.id()];
        return (y == null ? output.value() : y).number();
    }
}
