package dev.chainrule.analysis;

import dev.chainrule.dataset.Prepared;
import dev.chainrule.dataset.Scaling;
import dev.chainrule.engine.solve.LeastSquares;
import dev.chainrule.engine.solve.Solution;
import dev.chainrule.engine.train.Examples;
import dev.chainrule.web.BodyOf;
import dev.chainrule.web.Fault;
import dev.chainrule.web.ProblemException;
import dev.chainrule.web.SpecReader;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** Linear fits in closed form. */
@RestController
@RequestMapping("/api/v1/least-squares")
final class LeastSquaresController {

    private final RegressionExamples examples;

    LeastSquaresController(RegressionExamples examples) {
        this.examples = examples;
    }

    /** Weights, how far to trust them, and what SGD costs for the same. */
    @PostMapping
    LeastSquaresAnswer fit(@RequestBody @BodyOf(LeastSquaresRequest.class) JsonNode body) {
        LeastSquaresRequest request = SpecReader.read(body, LeastSquaresRequest.class);
        var use = request.dataset().use(request.target(), request.features(), Scaling.NONE);
        return examples.answer(use, prepared -> fit(request, prepared));
    }

    private static LeastSquaresAnswer fit(LeastSquaresRequest request, Prepared prepared) {
        Examples data = prepared.data().training();
        var settings = new LeastSquares.Settings(request.intercept(), request.lambda());
        LeastSquares.Compared compared;
        try {
            compared = LeastSquares.compare(data.x(), data.y(), settings, request.epsilon(), request.seed());
        } catch (ArithmeticException e) {
            throw ProblemException.unprocessable(
                    new Fault("/dataset", "NOT_SOLVABLE", "The numbers are too large or too small to be factored."));
        }
        return answer(request, prepared.encoding().inputNames(), data.count(), compared);
    }

    private static LeastSquaresAnswer answer(
            LeastSquaresRequest request, List<String> names, int count, LeastSquares.Compared compared) {
        Solution s = compared.solution();
        double[] errors = s.standardErrors();
        int d = names.size();
        return new LeastSquaresAnswer(
                names,
                s.weights(),
                request.intercept() ? s.intercept() : null,
                errors == null ? null : Arrays.copyOf(errors, d),
                errors == null || !request.intercept() ? null : errors[d],
                finite(s.residualStandardDeviation()),
                finite(s.rSquared()),
                s.sumOfSquares(),
                count,
                s.rank(),
                s.columns(),
                finite(s.conditionNumber()),
                s.digits(),
                LeastSquares.METHOD,
                objective(request),
                compared.cost(),
                s.notices().stream()
                        .map(n -> new Warning(n.code(), n.message()))
                        .toList());
    }

    private static @Nullable Double finite(double value) {
        return Double.isFinite(value) ? value : null;
    }

    private static String objective(LeastSquaresRequest request) {
        return "|X w" + (request.intercept() ? " + b" : "") + " - y|^2"
                + (request.lambda() > 0 ? " + " + request.lambda() + " |w|^2" : "");
    }
}
