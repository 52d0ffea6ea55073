package dev.chainrule.engine.graph;

import java.util.List;

/** y = f(a, b) of each pair of elements; a number goes with any array. */
public sealed interface Pairwise extends Operation permits Arithmetic, Powers {

    /** f(a, b). */
    double of(double a, double b);

    /** dy/da as nodes. */
    Node left(Node a, Node b, Node y);

    /** dy/db as nodes. */
    Node right(Node a, Node b, Node y);

    /** Why f(a, b) is not finite. */
    default String reason(double a, double b) {
        return "overflows: the result is larger than 1.8e308";
    }

    /** Whether the derivative jumps at (a, b). */
    default boolean kink(double a, double b) {
        return false;
    }

    @Override
    default int arity() {
        return 2;
    }

    @Override
    default Shape shape(List<Shape> inputs) {
        Shape together = Value.together(inputs.get(0), inputs.get(1));
        if (together == null) {
            throw new IllegalArgumentException("shapes " + inputs.get(0) + " and " + inputs.get(1)
                    + " do not go together: they must be equal, or one a number");
        }
        return together;
    }

    @Override
    default Value value(List<Value> inputs) {
        return Value.zip(inputs.get(0), inputs.get(1), this::of);
    }

    @Override
    default String reason(List<Value> inputs, int i) {
        return reason(inputs.get(0).at(i), inputs.get(1).at(i));
    }

    @Override
    default Node localDerivative(Node self, int input) {
        Node a = self.input(0);
        Node b = self.input(1);
        return input == 0 ? left(a, b, self) : right(a, b, self);
    }

    @Override
    default Node adjoint(Node self, int input, Node adjoint) {
        return adjoint.times(localDerivative(self, input))
                .sumTo(self.input(input).shape());
    }

    @Override
    default boolean kink(List<Value> inputs) {
        Value a = inputs.get(0);
        Value b = inputs.get(1);
        for (int i = 0; i < Math.max(a.size(), b.size()); i++) {
            if (kink(a.at(i), b.at(i))) {
                return true;
            }
        }
        return false;
    }
}
