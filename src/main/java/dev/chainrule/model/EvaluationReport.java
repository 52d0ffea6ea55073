package dev.chainrule.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How well a model does on given examples.
 *
 * @param rows examples judged
 * @param loss mean of the model's loss, without the penalty
 * @param accuracy share of right answers; absent for a number, as those that follow
 * @param logLoss mean of -log p(meant), in nats; absent where the answers are no probabilities
 * @param rocAuc area under the curve, the mean over the classes each against all others; of two classes it is the same for both
 * @param classes order of the confusion matrix
 * @param confusion {@code [meant][answered]}
 * @param rmse root of the mean squared error, in the target's unit; absent for classes, as those that follow
 * @param mae mean absolute error
 * @param rSquared share of the target's variance that is explained
 * @param hardest rows of greatest loss, where asked for
 * @param mislabeled rows whose label is probably wrong, the most doubtful first, where asked for
 * @param mislabeledCount how many there are
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record EvaluationReport(
        long rows,
        double loss,
        @Nullable Double accuracy,
        @Nullable Double logLoss,
        @Nullable Double rocAuc,
        @Nullable List<String> classes,
        long @Nullable [][] confusion,
        @Nullable List<ClassReport.OfClass> perClass,
        @Nullable Double rmse,
        @Nullable Double mae,
        @Nullable Double rSquared,
        @Nullable List<RowReport> hardest,
        @Nullable List<RowReport> mislabeled,
        @Nullable Integer mislabeledCount) {

    /** Numbers over all classes. */
    record ByClass(
            double accuracy,
            @Nullable Double logLoss,
            @Nullable Double rocAuc,
            long[][] confusion) {}

    /** Rows named one by one. */
    record NamedRows(List<RowReport> hardest, List<RowReport> mislabeled, int mislabeledCount) {}

    static EvaluationReport ofClasses(
            long rows, double loss, ByClass all, List<ClassReport.OfClass> perClass, @Nullable NamedRows named) {
        return new EvaluationReport(
                rows,
                loss,
                all.accuracy(),
                all.logLoss(),
                all.rocAuc(),
                perClass.stream().map(ClassReport.OfClass::name).toList(),
                all.confusion(),
                perClass,
                null,
                null,
                null,
                named == null ? null : named.hardest(),
                named == null ? null : named.mislabeled(),
                named == null ? null : named.mislabeledCount());
    }

    static EvaluationReport ofNumbers(long rows, double loss, NumberReport report, @Nullable NamedRows named) {
        return new EvaluationReport(
                rows,
                loss,
                null,
                null,
                null,
                null,
                null,
                null,
                report.rootMeanSquaredError(),
                report.meanAbsoluteError(),
                report.rSquared(),
                named == null ? null : named.hardest(),
                named == null ? null : named.mislabeled(),
                named == null ? null : named.mislabeledCount());
    }
}
