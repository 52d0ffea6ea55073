package dev.chainrule.engine.graph;

import dev.chainrule.engine.catalog.Member;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a node does to the values of its inputs, and what that means for their adjoints. A new operation is one record in
 * the file of its kind: the parser, the conformance test and the catalog find it there.
 */
public sealed interface Operation permits Leaf, Elementwise, Pairwise, Reduction, Linear {

    /** Public name, also the name of the function in an expression. */
    default String name() {
        return Member.of(((Record) this).getClass()).name();
    }

    /** Number of inputs. */
    int arity();

    /**
     * The shape of the result.
     *
     * @throws IllegalArgumentException saying why the shapes of the inputs do not fit
     */
    Shape shape(List<Shape> inputs);

    /** Multiplications and additions, about; counted against the graph's budget before any is done. */
    default long work(List<Shape> inputs) {
        return shape(inputs).size();
    }

    /** The result; inputs fit. NaN and infinities are found by {@link Graph}, which asks {@link #reason} about them. */
    Value value(List<Value> inputs);

    /**
     * Why the result at element i is not finite though all inputs are.
     *
     * @param i element of the result
     */
    default String reason(List<Value> inputs, int i) {
        return "overflows: the result is larger than 1.8e308";
    }

    /**
     * The adjoint's part that flows to an input: adjoint(input) += this. The book's {@code bprop}.
     *
     * @param self the node of this operation
     * @param input which input
     * @param adjoint d(output of the whole graph) / d(self), of self's shape
     * @return of the input's shape
     */
    Node adjoint(Node self, int input, Node adjoint);

    /** d(self) / d(input) where it is a number or one number an element, else null. */
    @Nullable
    Node localDerivative(Node self, int input);

    /** How the adjoint G of this node flows to an input, in words of linear algebra; for nodes without a local derivative. */
    default String rule(int input) {
        return "";
    }

    /** Whether the derivative jumps at these values; {@link #adjoint} then takes a subgradient. */
    default boolean kink(List<Value> inputs) {
        return false;
    }
}
