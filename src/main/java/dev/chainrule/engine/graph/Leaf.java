package dev.chainrule.engine.graph;

import dev.chainrule.engine.catalog.Help;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A node without inputs. */
public sealed interface Leaf extends Operation {

    Value value();

    @Override
    default int arity() {
        return 0;
    }

    @Override
    default Shape shape(List<Shape> inputs) {
        return value().shape();
    }

    @Override
    default Value value(List<Value> inputs) {
        return value();
    }

    @Override
    default Node adjoint(Node self, int input, Node adjoint) {
        throw new IllegalStateException("a leaf has no inputs");
    }

    @Override
    default @Nullable Node localDerivative(Node self, int input) {
        throw new IllegalStateException("a leaf has no inputs");
    }

    /**
     * A named value that derivatives are taken by. Two variables are the same if their names are.
     *
     * @param variable its name
     */
    @Help("A named value that derivatives are taken by.")
    record Variable(
            @Help("Its name.") String variable,
            @Help("Its value.") Value value) implements Leaf {}

    /** A value that no derivative is taken by. */
    @Help("A number written in the expression.")
    record Constant(@Help("Its value.") Value value) implements Leaf {}
}
