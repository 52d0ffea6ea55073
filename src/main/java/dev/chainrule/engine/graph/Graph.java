package dev.chainrule.engine.graph;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Nodes in topological order, each with its value: forward propagation happens while the graph is made (<i>Deep
 * Learning</i>, Algorithm 6.1).
 *
 * <p>The same operation on the same inputs is one node, so that common parts are shared and their adjoints accumulate in
 * one place. Every value is finite: what is not is refused with the place and the reason.
 */
public final class Graph {

    private record Key(Operation operation, List<Integer> inputs) {}

    private final List<Node> nodes = new ArrayList<>();
    private final Map<Key, Node> known = new HashMap<>();
    private final Budget budget;
    private long elements;
    private long work;

    /**
     * How large a graph may grow, derivatives included.
     *
     * @param nodes nodes at most
     * @param elements numbers in all values together at most
     * @param work multiplications and additions at most
     */
    public record Budget(int nodes, long elements, long work) {}

    public Graph(Budget budget) {
        this.budget = budget;
    }

    public int size() {
        return nodes.size();
    }

    public Node node(int id) {
        return nodes.get(id);
    }

    /** The nodes made so far, in topological order, as they are now. */
    public List<Node> nodes() {
        return List.copyOf(nodes);
    }

    public Node constant(Value value) {
        return add(new Leaf.Constant(value), List.of());
    }

    /** A node of a derivative. */
    Node add(Operation operation, List<Node> inputs) {
        return add(operation, inputs, 0);
    }

    /**
     * Applies an operation.
     *
     * @param column where it stands in the expression, from 1; 0 for nodes of a derivative
     * @throws OperationException where shapes do not fit, the value is not defined or not finite, or the budget is spent
     */
    public Node add(Operation operation, List<Node> inputs, int column) {
        Key key = new Key(operation, inputs.stream().map(Node::id).toList());
        Node same = known.get(key);
        if (same != null) {
            return same;
        }
        Node node = new Node(this, operation, inputs, valueOf(operation, inputs, column), column);
        nodes.add(node);
        known.put(key, node);
        return node;
    }

    private Value valueOf(Operation operation, List<Node> inputs, int column) {
        List<Value> values = inputs.stream().map(Node::value).toList();
        var place = new OperationException.Place(nodes.size(), operation, inputs, column);
        spend(operation, values.stream().map(Value::shape).toList(), place);
        Value value = operation.value(values);
        int bad = value.firstNonFinite();
        if (bad >= 0) {
            throw new OperationException(
                    OperationException.Code.DOMAIN_ERROR, operation.reason(values, bad), place.at(bad, value.size()));
        }
        return value;
    }

    private void spend(Operation operation, List<Shape> inputs, OperationException.Place place) {
        try {
            elements += operation.shape(inputs).size();
            work += operation.work(inputs);
        } catch (IllegalArgumentException e) {
            String misfit = String.valueOf(e.getMessage());
            throw new OperationException(OperationException.Code.SHAPE_MISMATCH, misfit, place);
        }
        String spent = nodes.size() >= budget.nodes()
                ? budget.nodes() + " nodes"
                : elements > budget.elements()
                        ? budget.elements() + " elements in its values"
                        : work > budget.work() ? budget.work() + " multiplications" : "";
        if (!spent.isEmpty()) {
            throw new OperationException(
                    OperationException.Code.TOO_LARGE,
                    "the graph with its derivatives would have more than " + spent,
                    place);
        }
    }

    /** Multiplications and additions made so far, about. */
    public long work() {
        return work;
    }

    /** Forgets the nodes from this id on: room for the next row of a Hessian. */
    void truncate(int size) {
        while (nodes.size() > size) {
            Node last = nodes.removeLast();
            elements -= last.value().size();
            known.remove(new Key(
                    last.operation(), last.inputs().stream().map(Node::id).toList()));
        }
    }
}
