package dev.chainrule.analysis;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The chain rule, value by value. Arrays are lists, matrices lists of rows.
 *
 * @param value of the expression
 * @param gradient d value / d variable, of each variable's shape
 * @param nodes the computational graph in topological order; each node's inputs stand before it
 * @param finiteDifference the same gradient by central differences; null where one cannot be taken
 * @param second second derivatives by each element of each variable, where asked for
 * @param hessian all second derivatives, where there is more than one element
 * @param warnings what a reader should know
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record GradientAnswer(
        double value,
        Map<String, Object> gradient,
        List<NodeAnswer> nodes,
        @JsonInclude Map<String, @Nullable Object> finiteDifference,
        @Nullable Map<String, Object> second,
        @Nullable Hessian hessian,
        List<Warning> warnings) {

    /**
     * One node.
     *
     * @param name of a variable
     * @param column where it stands in the expression, from 1
     * @param inputs ids
     * @param adjoint d value / d node; null where the node depends on no variable
     * @param localDerivatives d node / d input, one an input: numbers where each element depends on one element, else how
     *     the adjoint G flows on ({@code "A' G"}); null for inputs that depend on no variable
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record NodeAnswer(
            int id,
            String operation,
            @Nullable String name,
            int column,
            List<Integer> inputs,
            Object value,

            @JsonInclude @Nullable Object adjoint,
            List<@Nullable Object> localDerivatives) {}

    /**
     * @param order the variables' elements, e.g. {@code x}, {@code w[0]}, {@code W[0][1]}
     * @param rows one an element, in this order
     */
    record Hessian(List<String> order, double[][] rows) {}
}
