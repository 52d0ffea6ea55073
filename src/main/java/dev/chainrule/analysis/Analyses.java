package dev.chainrule.analysis;

import dev.chainrule.dataset.Bound;
import dev.chainrule.dataset.Datasets;
import dev.chainrule.dataset.Prepared;
import dev.chainrule.engine.array.OffHeap;
import dev.chainrule.engine.network.Block;
import dev.chainrule.engine.network.Network;
import dev.chainrule.engine.network.NetworkSpec;
import dev.chainrule.engine.optimize.UpdateRule;
import dev.chainrule.engine.train.Precision;
import dev.chainrule.engine.train.RateRange;
import dev.chainrule.engine.train.TrainingSpec;
import dev.chainrule.job.JobRuns;
import dev.chainrule.job.JobRuns.JobRun;
import dev.chainrule.web.Fault;
import dev.chainrule.web.ProblemException;
import java.util.ArrayList;
import java.util.List;
import org.nd4j.linalg.api.buffer.DataType;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/** What each kind of analysis computes, and whether it can be asked. */
@Component
final class Analyses {

    /** Multiplications: some minutes. */
    private static final double MOST_WORK = 5e12;

    /** What a pass costs besides, in multiplications. */
    private static final double PASS = 1e4;

    private static final long MOST_BYTES = 1L << 30;

    private final JobRuns runs;
    private final Datasets datasets;

    Analyses(JobRuns runs, Datasets datasets) {
        this.runs = runs;
        this.datasets = datasets;
    }

    /**
     * Finds out whether a question can be answered.
     *
     * @throws ProblemException 404 where there is no such job, 409 where it has no parameters yet, 422 with every fault
     */
    void check(AnalysisRequest request) {
        JobRun run = runs.find(request.job());
        if (request.at() == AnalysisRequest.At.LATEST && run.latest() == null) {
            String message =
                    "The job has neither a model nor a checkpoint yet; ask at its initial parameters, or later.";
            throw ProblemException.of(HttpStatus.CONFLICT, "NO_PARAMETERS", message);
        }
        List<Fault> faults = new ArrayList<>();
        checkSize(request, run, faults);
        if (request instanceof LearningRateRangeRequest
                && !(run.spec().training().optimizer() instanceof UpdateRule)) {
            faults.add(new Fault(
                    "/job", "NOT_SUPPORTED", "This job's optimizer has no rate that could grow step by step."));
        }
        long parameters = run.spec().network().parameters();
        if (request instanceof HessianProductRequest product
                && product.vector() != null
                && product.vector().length != parameters) {
            String message = "The network has " + parameters + " parameters, the vector " + product.vector().length
                    + " numbers.";
            faults.add(new Fault("/vector", "SHAPE_MISMATCH", message));
        }
        if (!faults.isEmpty()) {
            throw ProblemException.unprocessable(
                    faults.size() == 1 ? faults.getFirst().code() : "INVALID_SPEC", faults);
        }
    }

    private static void checkSize(AnalysisRequest request, JobRun run, List<Fault> faults) {
        int m = examples(request, run);
        double work = passes(request, run) * (6.0 * run.spec().network().parameters() * m + PASS);
        if (work > MOST_WORK) {
            String message =
                    "This takes about %.1e multiplications; at most %.1e are made. Ask with fewer examples or points."
                            .formatted(work, MOST_WORK);
            faults.add(new Fault("", "TOO_LARGE", message));
        }
        long parameters = run.spec().network().parameters();
        long bytes = run.bound().bytes(Precision.FLOAT64)
                + OffHeap.bytes(DataType.DOUBLE, request.vectors() * parameters)
                + Network.estimateBytes(run.spec().network(), m, DataType.DOUBLE);
        if (bytes > MOST_BYTES) {
            String message =
                    "This takes %d MiB off the heap; at most %d are taken.".formatted(bytes >> 20, MOST_BYTES >> 20);
            faults.add(new Fault("", "MEMORY_ESTIMATE", message));
        }
    }

    private static int examples(AnalysisRequest request, JobRun run) {
        Bound bound = run.bound();
        return request.examples() == 0
                ? run.spec().training().examplesOfStep(bound.trainingRows())
                : Math.min(request.examples(), bound.trainingRows());
    }

    private static double passes(AnalysisRequest request, JobRun run) {
        NetworkSpec network = run.spec().network();
        return request.passes(network.parameters(), Block.ofTheta(network).size());
    }

    /** How far an answer is, before it begins. */
    Pace pace(AnalysisRequest request) {
        return new Pace(passes(request, runs.find(request.job())));
    }

    /**
     * Computes an answer.
     *
     * @throws StoppedException where its pace was stopped
     */
    Record answer(AnalysisRequest request, Pace pace) {
        JobRun run = runs.find(request.job());
        if (request instanceof LearningRateRangeRequest range) {
            return rates(range, run, pace);
        }
        JobPoint.Start start = JobPoint.Start.of(run, request.at());
        try (JobPoint point = point(request, run, start)) {
            return switch (request) {
                case GradientCheckRequest check -> GradientCheckAnswer.of(check, point, pace);
                case HessianProductRequest product -> HessianProductAnswer.of(product, point, pace);
                case CurvatureRequest curvature ->
                    CurvatureAnswer.of(curvature, point, run.spec().training().optimizer(), pace);
                case LandscapeRequest landscape -> LandscapeAnswer.of(landscape, point, pace);
                case LearningRateRangeRequest range -> throw new AssertionError(range);
            };
        }
    }

    private JobPoint point(AnalysisRequest request, JobRun run, JobPoint.Start start) {
        return request.examples() == 0
                ? JobPoint.withOwnBatch(run, start, datasets)
                : JobPoint.withExamples(run, start, datasets, request.examples(), request.seed());
    }

    private Record rates(LearningRateRangeRequest request, JobRun run, Pace pace) {
        TrainingSpec training = run.spec().training();
        UpdateRule rule = (UpdateRule) training.optimizer();
        try (Prepared data = datasets.prepare(run.bound(), training.precision(), training.requireSeed())) {
            RateRange range = RateRange.of(
                    run.spec(),
                    data.data(),
                    JobPoint.Start.of(run, AnalysisRequest.At.INITIAL).theta(),
                    rule,
                    new RateRange.Sweep(request.min(), request.max(), request.steps()),
                    step -> pace.made(1));
            return LearningRateRangeAnswer.of(range, rule.learningRate());
        }
    }
}
