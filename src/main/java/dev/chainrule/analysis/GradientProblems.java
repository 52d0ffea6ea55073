package dev.chainrule.analysis;

import dev.chainrule.engine.graph.Expression;
import dev.chainrule.engine.graph.ExpressionException;
import dev.chainrule.engine.graph.Functions;
import dev.chainrule.engine.graph.Node;
import dev.chainrule.engine.graph.OperationException;
import dev.chainrule.engine.graph.Value;
import dev.chainrule.web.Fault;
import dev.chainrule.web.Names;
import dev.chainrule.web.ProblemException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.http.HttpStatus;

/** What can be wrong with an expression and its point, in words: the column, the node, the name that was meant. */
final class GradientProblems {

    private static final String EXPRESSION = "/expression";

    private GradientProblems() {}

    static Fault of(ExpressionException.Complaint complaint) {
        if (complaint.name().isEmpty()) {
            return new Fault(EXPRESSION, complaint.code(), complaint.message());
        }
        String nearest = Names.nearest(complaint.name(), Functions.names());
        String hint = nearest == null ? "" : " Did you mean " + nearest + "?";
        return new Fault(EXPRESSION, complaint.code(), complaint.message() + hint, Functions.names(), nearest);
    }

    /** A variable of the expression without a value; the nearest unused name of the point may be what was meant. */
    static Fault missing(String name, int column, Expression expression, Map<String, Value> at) {
        String message = "There is no value for '" + ProblemException.abbreviate(name) + "' (column " + column + ").";
        if (Functions.known(name)) {
            return new Fault("/at", "MISSING_VALUE", message + " The function is written " + name + "(…).");
        }
        List<String> unused = at.keySet().stream()
                .filter(n -> !expression.variables().containsKey(n))
                .toList();
        String nearest = Names.nearest(name, unused);
        String hint = nearest == null ? "" : " Did you mean " + nearest + "?";
        return new Fault("/at", "MISSING_VALUE", message + hint, null, nearest);
    }

    /** 422 with every fault; the column of the first one is a member of its own. */
    static ProblemException invalid(List<Fault> faults, int column) {
        ProblemException all = ProblemException.unprocessable("INVALID_EXPRESSION", faults);
        return column == 0
                ? all
                : new ProblemException(
                        all.status(),
                        all.code(),
                        String.valueOf(all.getMessage()),
                        all.faults(),
                        Map.of("column", column));
    }

    /** 422 that names the node where the value or the derivative does not exist. */
    static ProblemException of(OperationException e) {
        OperationException.Place place = e.place();
        Map<String, Object> node = new LinkedHashMap<>();
        node.put("id", place.id());
        node.put("operation", place.operation().name());
        node.put("inputs", place.inputs().stream().map(GradientProblems::input).toList());
        node.put("reason", e.reason());
        if (place.element() >= 0) {
            node.put("element", place.element());
        }
        Map<String, Object> extra = new LinkedHashMap<>(Map.of("node", node));
        if (place.column() > 0) {
            extra.put("column", place.column());
        }
        String message = String.valueOf(e.getMessage()) + hint(e);
        Fault fault = new Fault(EXPRESSION, e.code().name(), message);
        return new ProblemException(HttpStatus.UNPROCESSABLE_CONTENT, e.code().name(), message, List.of(fault), extra);
    }

    private static Map<String, Object> input(Node input) {
        return input.value().size() <= 100
                ? Map.of("id", input.id(), "value", PointReader.write(input.value()))
                : Map.of("id", input.id(), "shape", input.shape().toString());
    }

    private static String hint(OperationException e) {
        boolean exponential = e.place().operation().name().equals("exp") && !e.differentiating();
        return exponential ? " sigmoid, softplus and logsumexp do not overflow." : "";
    }

    /** 422 for an array where a number is needed. */
    static ProblemException notScalar(Node output) {
        return ProblemException.unprocessable(new Fault(
                EXPRESSION,
                "NOT_SCALAR",
                "The expression is an array of shape " + output.shape()
                        + "; only a number has a gradient: put sum(…) or mean(…) around it."));
    }

    /** 422 for what would take too long or too much. */
    static ProblemException tooLarge(String pointer, String message) {
        return ProblemException.unprocessable(new Fault(pointer, "TOO_LARGE", message));
    }
}
