package dev.chainrule.analysis;

import dev.chainrule.dataset.Bound;
import dev.chainrule.dataset.DatasetUse;
import dev.chainrule.dataset.Datasets;
import dev.chainrule.dataset.Prepared;
import dev.chainrule.web.Fault;
import dev.chainrule.web.ProblemException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/** Loads all rows of a regression for an answer given at once, a few at a time and none too large. */
@Component
final class RegressionExamples {

    /** Features; their products cost d^2 n. */
    private static final int MOST_FEATURES = 1_000;

    /** Numbers: 320 MB, and as much again while they are factored. */
    private static final long MOST_NUMBERS = 40_000_000;

    /** Multiplications d^2 n: about two seconds. */
    private static final double MOST_WORK = 2.5e10;

    private static final int AT_ONCE = 2;
    private static final int RETRY_SECONDS = 5;

    private final Datasets datasets;
    private final Semaphore room = new Semaphore(AT_ONCE);

    RegressionExamples(Datasets datasets) {
        this.datasets = datasets;
    }

    /**
     * Answers a question about all rows.
     *
     * @throws ProblemException 422 with every fault, 503 where too many such questions are being answered
     */
    <T> T answer(DatasetUse use, Function<Prepared, T> question) {
        if (!room.tryAcquire()) {
            throw new ProblemException(
                    HttpStatus.SERVICE_UNAVAILABLE,
                    "BUSY",
                    AT_ONCE + " fits are being computed; no more until one ends.",
                    List.of(),
                    Map.of("retryAfterSeconds", RETRY_SECONDS));
        }
        try {
            List<Fault> faults = new ArrayList<>();
            try (Prepared prepared = datasets.load(use, "/dataset", faults, bound -> fits(bound, faults))) {
                if (prepared == null) {
                    throw ProblemException.unprocessable("INVALID_SPEC", faults);
                }
                return question.apply(prepared);
            }
        } finally {
            room.release();
        }
    }

    private static boolean fits(Bound bound, List<Fault> faults) {
        double d = bound.inputs();
        double n = bound.trainingRows();
        String problem = d > MOST_FEATURES
                ? (long) d + " features are more than " + MOST_FEATURES
                : d * n > MOST_NUMBERS
                        ? (long) n + " rows of " + (long) d + " features are more than " + MOST_NUMBERS + " numbers"
                        : d * d * n > MOST_WORK
                                ? (long) n + " rows of " + (long) d + " features take too long (d^2 n > " + MOST_WORK
                                        + ")"
                                : "";
        if (!problem.isEmpty()) {
            faults.add(new Fault("/dataset", "TOO_LARGE", problem + "; train a job with a linear model instead."));
        }
        return problem.isEmpty();
    }
}
