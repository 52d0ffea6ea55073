package dev.chainrule.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.chainrule.dataset.Encoding;
import dev.chainrule.engine.network.Network;
import dev.chainrule.engine.train.Evaluation;
import dev.chainrule.engine.train.Evaluator;
import dev.chainrule.engine.train.Examples;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How well a model does on given examples.
 *
 * @param rows examples judged
 * @param loss mean of the model's loss, without the penalty
 * @param accuracy share of right answers; null for a number
 * @param classes order of the confusion matrix
 * @param confusion {@code [meant][answered]}
 * @param rmse root of the mean squared error, in the target's unit; null for classes, as those that follow
 * @param mae mean absolute error
 * @param rSquared share of the target's variance that is explained
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record EvaluationReport(
        long rows,
        double loss,
        @Nullable Double accuracy,
        @Nullable List<String> classes,
        long @Nullable [][] confusion,
        @Nullable List<ClassReport.OfClass> perClass,
        @Nullable Double rmse,
        @Nullable Double mae,
        @Nullable Double rSquared) {

    /** Judges a network; its activations are overwritten. */
    static EvaluationReport of(Network network, Examples examples, Encoding encoding) {
        List<String> classes = encoding.target().classes();
        try (Evaluator evaluator = new Evaluator(network, examples, classes != null)) {
            return classes == null ? ofNumbers(evaluator, examples, encoding) : ofClasses(evaluator, examples, classes);
        }
    }

    private static EvaluationReport ofClasses(Evaluator evaluator, Examples examples, List<String> classes) {
        ClassReport report = new ClassReport(classes);
        Evaluation evaluation = evaluator.evaluate(report::add);
        return new EvaluationReport(
                examples.count(),
                evaluation.loss(),
                evaluation.accuracy(),
                classes,
                report.confusion(),
                report.perClass(),
                null,
                null,
                null);
    }

    private static EvaluationReport ofNumbers(Evaluator evaluator, Examples examples, Encoding encoding) {
        NumberReport report = new NumberReport(encoding.target());
        Evaluation evaluation = evaluator.evaluate(report::add);
        return new EvaluationReport(
                examples.count(),
                evaluation.loss(),
                null,
                null,
                null,
                null,
                report.rootMeanSquaredError(),
                report.meanAbsoluteError(),
                report.rSquared());
    }
}
