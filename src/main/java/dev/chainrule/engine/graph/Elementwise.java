package dev.chainrule.engine.graph;

import java.util.List;

/** y = f(x) of each element. */
public sealed interface Elementwise extends Operation permits Algebraic, Transcendental {

    /** f(x). */
    double of(double x);

    /** dy/dx as nodes, written with x and y. */
    Node derivative(Node x, Node y);

    /** Why f(x) is not finite. */
    default String reason(double x) {
        return "overflows: the result is larger than 1.8e308";
    }

    /** Whether the derivative jumps at x. */
    default boolean kink(double x) {
        return false;
    }

    @Override
    default int arity() {
        return 1;
    }

    @Override
    default Shape shape(List<Shape> inputs) {
        return inputs.getFirst();
    }

    @Override
    default Value value(List<Value> inputs) {
        return inputs.getFirst().map(this::of);
    }

    @Override
    default String reason(List<Value> inputs, int i) {
        return reason(inputs.getFirst().at(i));
    }

    @Override
    default Node localDerivative(Node self, int input) {
        return derivative(self.input(0), self);
    }

    @Override
    default Node adjoint(Node self, int input, Node adjoint) {
        return adjoint.times(localDerivative(self, 0));
    }

    @Override
    default boolean kink(List<Value> inputs) {
        Value x = inputs.getFirst();
        for (int i = 0; i < x.size(); i++) {
            if (kink(x.at(i))) {
                return true;
            }
        }
        return false;
    }
}
