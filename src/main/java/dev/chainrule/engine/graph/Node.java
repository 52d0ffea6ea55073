package dev.chainrule.engine.graph;

import java.util.List;

/**
 * One operation applied to values of other nodes; made by {@link Graph#add}.
 *
 * <p>The methods below write further nodes of the same graph, so that a derivative reads like its formula.
 */
public final class Node {

    private final Graph graph;
    private final int id;
    private final Operation operation;
    private final List<Node> inputs;
    private final Value value;
    private final int column;
    private final boolean active;

    Node(Graph graph, Operation operation, List<Node> inputs, Value value, int column) {
        this.graph = graph;
        this.id = graph.size();
        this.operation = operation;
        this.inputs = List.copyOf(inputs);
        this.value = value;
        this.column = column;
        this.active = operation instanceof Leaf.Variable || inputs.stream().anyMatch(Node::active);
    }

    /** Place in the graph: every input has a smaller one. */
    public int id() {
        return id;
    }

    public Operation operation() {
        return operation;
    }

    public List<Node> inputs() {
        return inputs;
    }

    public Node input(int i) {
        return inputs.get(i);
    }

    /** Always finite. */
    public Value value() {
        return value;
    }

    public Shape shape() {
        return value.shape();
    }

    /** Where it stands in the expression, from 1; 0 for nodes of a derivative. */
    public int column() {
        return column;
    }

    /** Whether its value depends on a variable; only such nodes have adjoints. */
    public boolean active() {
        return active;
    }

    public Graph graph() {
        return graph;
    }

    /** The operation applied to this node and then to the others. */
    public Node apply(Operation op, Node... others) {
        return graph.add(
                op,
                switch (others.length) {
                    case 0 -> List.of(this);
                    case 1 -> List.of(this, others[0]);
                    default -> throw new IllegalArgumentException("at most two inputs");
                });
    }

    public Node plus(Node other) {
        return apply(new Arithmetic.Add(), other);
    }

    public Node minus(Node other) {
        return apply(new Arithmetic.Subtract(), other);
    }

    /** The product; a factor that is the number one is left out, which changes no value. */
    public Node times(Node other) {
        if (other.isOne()) {
            return this;
        }
        return isOne() ? other : apply(new Arithmetic.Multiply(), other);
    }

    public Node times(double factor) {
        return times(number(factor));
    }

    public Node over(Node other) {
        return apply(new Arithmetic.Divide(), other);
    }

    public Node negated() {
        return apply(new Algebraic.Negate());
    }

    /** A constant number beside this node. */
    public Node number(double x) {
        return graph.constant(Value.scalar(x));
    }

    /** A constant beside this node. */
    public Node constant(Value x) {
        return graph.constant(x);
    }

    /** This node's elements added up where it must become a number; itself where the shape is as wanted. */
    Node sumTo(Shape wanted) {
        return wanted.isScalar() && !shape().isScalar() ? apply(new Reduction.Sum()) : this;
    }

    private boolean isOne() {
        return operation instanceof Leaf.Constant(Value x) && x.equals(Value.ONE);
    }

    @Override
    public String toString() {
        return "node " + id + " (" + operation.name() + ")";
    }
}
