package dev.chainrule.engine.graph;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A formula in postfix order: {@code log(1 + exp(-x))} is x, negate, exp with 1, add, log.
 *
 * @param text as written
 * @param steps in the order they are carried out
 */
public record Expression(String text, List<Step> steps) {

    /** Numbers that have a name, unless a variable takes it. */
    public static final Map<String, Double> CONSTANTS = Map.of("pi", Math.PI, "e", Math.E);

    /** One thing to do with a stack of values. */
    public sealed interface Step {

        /** Where it was written, from 1. */
        int column();

        /** Puts a number on the stack. */
        record Number(double number, int column) implements Step {}

        /** Puts the value of a variable on the stack. */
        record Name(String name, int column) implements Step {}

        /** Takes the operation's inputs from the stack and puts its result there. */
        record Apply(Operation operation, int column) implements Step {}
    }

    /**
     * Reads an expression. Neither depth nor length is limited by the thread's stack.
     *
     * @throws ExpressionException with the column of each fault
     */
    public static Expression parse(String text) {
        return new Expression(text, new Parser(Token.read(text)).parse());
    }

    /** Each variable's name with the column of its first use. */
    public Map<String, Integer> variables() {
        Map<String, Integer> names = new LinkedHashMap<>();
        for (Step step : steps) {
            if (step instanceof Step.Name(String name, int column)) {
                names.merge(name, column, Math::min);
            }
        }
        return names;
    }

    /**
     * Makes the graph of this expression at a point.
     *
     * @param at a value for each variable; also values of variables that do not occur
     * @param graph empty
     * @return the output
     * @throws OperationException where an operation has no finite value there
     */
    public Node evaluate(Map<String, Value> at, Graph graph) {
        Deque<Node> stack = new ArrayDeque<>();
        for (Step step : steps) {
            stack.push(
                    switch (step) {
                        case Step.Number(double number, int column) -> leaf(graph, Value.scalar(number), column);
                        case Step.Name(String name, int column) -> named(name, at, graph, column);
                        case Step.Apply(Operation operation, int column) -> apply(operation, stack, graph, column);
                    });
        }
        return stack.pop();
    }

    private static Node leaf(Graph graph, Value value, int column) {
        return graph.add(new Leaf.Constant(value), List.of(), column);
    }

    private static Node named(String name, Map<String, Value> at, Graph graph, int column) {
        Value value = at.get(name);
        if (value != null) {
            return graph.add(new Leaf.Variable(name, value), List.of(), column);
        }
        Double constant = CONSTANTS.get(name);
        if (constant == null) {
            throw new IllegalArgumentException("no value for " + name);
        }
        return leaf(graph, Value.scalar(constant), column);
    }

    private static Node apply(Operation operation, Deque<Node> stack, Graph graph, int column) {
        Node last = stack.pop();
        List<Node> inputs = operation.arity() == 1 ? List.of(last) : List.of(stack.pop(), last);
        return graph.add(operation, inputs, column);
    }
}
