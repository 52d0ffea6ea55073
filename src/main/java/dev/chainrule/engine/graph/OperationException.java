package dev.chainrule.engine.graph;

import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** An operation that has no finite value, or no finite derivative, at the given values. Names the node. */
public final class OperationException extends RuntimeException {

    /** Kinds of failure. */
    public enum Code {
        /** The value or the derivative is not a finite number. */
        DOMAIN_ERROR,
        /** The inputs' shapes do not fit. */
        SHAPE_MISMATCH,
        /** The graph's budget is spent. */
        TOO_LARGE
    }

    /**
     * Where it happened.
     *
     * @param id the id of the node, or that it would have got
     * @param element the first bad element of an array, -1 where it is a number
     * @param column where it stands in the expression, from 1; 0 where unknown
     */
    public record Place(int id, Operation operation, List<Node> inputs, int column, int element) {

        Place(int id, Operation operation, List<Node> inputs, int column) {
            this(id, operation, inputs, column, -1);
        }

        Place at(int bad, int size) {
            return new Place(id, operation, inputs, column, size == 1 ? -1 : bad);
        }

        /** {@code node 3, log(-2.0)}. */
        String describe() {
            String arguments = inputs.stream()
                    .map(n -> element >= 0 && n.value().size() > element
                            ? Double.toString(n.value().at(element))
                            : n.value().toString())
                    .collect(Collectors.joining(", "));
            return "node " + id + ", " + operation.name() + "(" + arguments + ")"
                    + (element >= 0 ? " at element " + element : "");
        }
    }

    private final Code code;
    private final String reason;
    private final transient Place place;
    private final boolean differentiating;

    OperationException(Code code, String reason, Place place) {
        this(code, reason, place, false, null);
    }

    private OperationException(
            Code code, String reason, Place place, boolean differentiating, @Nullable OperationException cause) {
        super((differentiating ? "The derivative of " : "") + place.describe() + ": " + reason + ".", cause);
        this.code = code;
        this.reason = reason;
        this.place = place;
        this.differentiating = differentiating;
    }

    /** The same failure, met while a node was differentiated. */
    OperationException whileDifferentiating(Node node) {
        if (code == Code.TOO_LARGE) {
            return this;
        }
        Place at = new Place(node.id(), node.operation(), node.inputs(), node.column(), place.element());
        return new OperationException(code, "is not finite there (" + reason + ")", at, true, this);
    }

    public Code code() {
        return code;
    }

    /** Why, without the place. */
    public String reason() {
        return reason;
    }

    public Place place() {
        return place;
    }

    /** Whether the value exists and only the derivative does not. */
    public boolean differentiating() {
        return differentiating;
    }
}
