package dev.chainrule.analysis;

import dev.chainrule.engine.graph.Expression;
import dev.chainrule.engine.graph.ExpressionException;
import dev.chainrule.engine.graph.Graph;
import dev.chainrule.engine.graph.Node;
import dev.chainrule.engine.graph.OperationException;
import dev.chainrule.engine.graph.Value;
import dev.chainrule.web.Fault;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.springframework.stereotype.Service;

/** Answers {@code POST /gradients}: text to graph, forward, backward, differences. Bounded in memory and time. */
@Service
final class GradientService {

    /** Nodes and numbers of the graph with all its derivatives: at most about 100 MB. */
    private static final Graph.Budget BUDGET = new Graph.Budget(400_000, 4_000_000, 200_000_000);

    GradientAnswer answer(GradientRequest request) {
        List<Fault> faults = new ArrayList<>();
        Map<String, Value> at = new PointReader(faults).read(Objects.requireNonNullElse(request.at(), Map.of()));
        Expression expression = parse(request, at, faults);
        try {
            Node output = expression.evaluate(at, new Graph(BUDGET));
            if (!output.shape().isScalar()) {
                throw GradientProblems.notScalar(output);
            }
            return new GradientReport(output, at).answer(request.second());
        } catch (OperationException e) {
            throw GradientProblems.of(e);
        }
    }

    private static Expression parse(GradientRequest request, Map<String, Value> at, List<Fault> faults) {
        Expression expression = null;
        int column = 0;
        try {
            expression = Expression.parse(request.expression());
            column = complainOfMissing(expression, request, at, faults);
        } catch (ExpressionException e) {
            e.complaints().stream().limit(100).map(GradientProblems::of).forEach(faults::add);
            column = e.complaints().getFirst().column();
        }
        if (expression == null || !faults.isEmpty()) {
            throw GradientProblems.invalid(faults, column);
        }
        return expression;
    }

    /** Returns the column of the first variable without a value, 0 where all have one. */
    private static int complainOfMissing(
            Expression expression, GradientRequest request, Map<String, Value> at, List<Fault> faults) {
        List<Map.Entry<String, Integer>> missing = expression.variables().entrySet().stream()
                .filter(v -> request.at() == null || !request.at().containsKey(v.getKey()))
                .filter(v -> !Expression.CONSTANTS.containsKey(v.getKey()))
                .limit(100)
                .toList();
        missing.forEach(v -> faults.add(GradientProblems.missing(v.getKey(), v.getValue(), expression, at)));
        return missing.isEmpty() ? 0 : missing.getFirst().getValue();
    }
}
