package dev.chainrule.model;

import dev.chainrule.dataset.Encoded;
import dev.chainrule.dataset.Encoding;
import dev.chainrule.engine.network.Network;
import dev.chainrule.engine.train.Evaluation;
import dev.chainrule.engine.train.Evaluator;
import dev.chainrule.engine.train.ExampleLosses;
import dev.chainrule.model.EvaluateRequest.RowsWanted;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntFunction;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Judges a model on examples whose answers are known. */
final class Judge {

    /** A probability of 0 counts as this in the logarithmic loss, as in scikit-learn. */
    private static final double LEAST = Math.ulp(1.0);

    private final Network network;
    private final Encoded data;
    private final Encoding.Target target;
    private final @Nullable RowsWanted wanted;

    /** @param network its activations and its gradient are overwritten */
    Judge(Network network, Encoded data, Encoding encoding, @Nullable RowsWanted wanted) {
        this.network = network;
        this.data = data;
        this.target = encoding.target();
        this.wanted = wanted;
    }

    EvaluationReport report() {
        List<String> classes = target.classes();
        try (Evaluator evaluator = new Evaluator(network, data.examples(), classes != null)) {
            return classes == null ? ofNumbers(evaluator) : ofClasses(evaluator, classes);
        }
    }

    private EvaluationReport ofClasses(Evaluator evaluator, List<String> classes) {
        ClassReport report = new ClassReport(classes);
        boolean few = (long) classes.size() * data.count() <= Scores.MOST;
        Scores scores = few ? new Scores(classes.size(), data.count()) : null;
        Evaluation evaluation = evaluator.evaluate((yHat, y) -> {
            report.add(yHat, y);
            if (scores != null) {
                scores.add(yHat, y);
            }
        });
        List<ClassReport.OfClass> perClass = report.perClass(scores);
        return EvaluationReport.ofClasses(
                data.count(),
                evaluation.loss(),
                new EvaluationReport.ByClass(report.accuracy(), logLoss(scores), mean(perClass), report.confusion()),
                perClass,
                wanted == null || scores == null ? null : rows(wanted, scores, classes));
    }

    /** Mean of -log p of what was meant; null where the answers are no probabilities. */
    static @Nullable Double logLoss(@Nullable Scores scores) {
        if (scores == null || !scores.areProbabilities()) {
            return null;
        }
        double sum = 0;
        for (int j = 0; j < scores.count(); j++) {
            sum -= Math.log(Math.clamp(scores.of(scores.meant()[j])[j], LEAST, 1));
        }
        return sum / scores.count();
    }

    private static @Nullable Double mean(List<ClassReport.OfClass> perClass) {
        double sum = 0;
        int known = 0;
        for (ClassReport.OfClass each : perClass) {
            sum += each.rocAuc() == null ? 0 : each.rocAuc();
            known += each.rocAuc() == null ? 0 : 1;
        }
        return known == 0 ? null : sum / known;
    }

    private EvaluationReport ofNumbers(Evaluator evaluator) {
        NumberReport report = new NumberReport(target, wanted == null ? 0 : data.count());
        Evaluation evaluation = evaluator.evaluate(report::add);
        return EvaluationReport.ofNumbers(
                data.count(), evaluation.loss(), report, wanted == null ? null : rows(wanted, report));
    }

    private EvaluationReport.NamedRows rows(RowsWanted rows, Scores scores, List<String> classes) {
        List<Integer> doubtful = scores.areProbabilities() ? Mislabeled.labels(scores) : List.of();
        ExampleLosses each = ExampleLosses.of(network, data.examples());
        return named(
                rows,
                each,
                doubtful,
                j -> row(
                        each,
                        j,
                        classes.get(scores.meant()[j]),
                        classes.get(scores.answered(j)),
                        scores.areProbabilities() ? scores.of(scores.meant()[j])[j] : null));
    }

    private EvaluationReport.NamedRows rows(RowsWanted rows, NumberReport report) {
        ExampleLosses each = ExampleLosses.of(network, data.examples());
        return named(
                rows,
                each,
                Mislabeled.numbers(report.residuals()),
                j -> row(each, j, report.meant(j), report.answered(j), null));
    }

    private static EvaluationReport.NamedRows named(
            RowsWanted rows, ExampleLosses each, List<Integer> doubtful, IntFunction<RowReport> row) {
        IntToDoubleFunction ease = j -> -each.losses()[j];
        List<RowReport> hardest = IntStream.range(0, each.losses().length)
                .boxed()
                .sorted(Comparator.comparingDouble(ease::applyAsDouble))
                .limit(rows.hardest())
                .map(row::apply)
                .toList();
        return new EvaluationReport.NamedRows(
                hardest,
                doubtful.stream().limit(rows.mislabeled()).map(row::apply).toList(),
                doubtful.size());
    }

    private RowReport row(ExampleLosses each, int j, Object meant, Object answered, @Nullable Double probability) {
        long line = data.lines()[j];
        return new RowReport(
                data.rows()[j],
                line < 0 ? null : line,
                each.losses()[j],
                each.gradientNorms()[j],
                meant,
                answered,
                probability);
    }
}
