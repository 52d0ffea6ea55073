package dev.chainrule.job;

import dev.chainrule.dataset.Bound;
import dev.chainrule.engine.network.NetworkSpec;
import dev.chainrule.engine.train.Checkpoint;
import dev.chainrule.engine.train.RunSpec;
import dev.chainrule.model.Models;
import dev.chainrule.storage.CorruptFileException;
import dev.chainrule.web.ProblemException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What other rooms may know of a job's run. */
@Component
public final class JobRuns {

    /** How long a step under way is waited for. */
    private static final Duration PATIENCE = Duration.ofMillis(500);

    private final JobTable jobs;
    private final Stages stages;
    private final Checkpoints checkpoints;
    private final Models models;
    private final Workers workers;

    JobRuns(JobTable jobs, Stages stages, Checkpoints checkpoints, Models models, Workers workers) {
        this.workers = workers;
        this.jobs = jobs;
        this.stages = stages;
        this.checkpoints = checkpoints;
        this.models = models;
    }

    /**
     * A job's run.
     *
     * @param spec what the engine does, seed included
     * @param first what drew the first parameters: the spec itself, or that of a fork's origin
     * @param given parameters of the model it starts from, empty where they are drawn; 404 where that model is gone
     * @param bound its data, to be prepared with the spec's precision and seed
     * @param latest the newest parameters that are kept; null before there are any
     */
    public record JobRun(
            String jobId,
            RunSpec spec,
            RunSpec first,
            Supplier<Optional<double[]>> given,
            Bound bound,
            @Nullable Kept latest) {}

    /**
     * Parameters that are kept.
     *
     * @param step updates made by the job when they were
     * @param source model or checkpoint
     */
    public record Kept(double[] theta, long step, String source) {}

    /**
     * The run of a job.
     *
     * @throws ProblemException 404 where there is no such job, 422 where its dataset is gone
     */
    public JobRun find(String jobId) {
        JobRow row = jobs.find(jobId).orElseThrow(() -> ProblemException.notFound("job", jobId));
        List<Stage> whole = stages.of(row);
        JobPlan plan = whole.getLast().plan();
        return new JobRun(
                jobId,
                plan.run(),
                whole.getFirst().plan().run(),
                whole.getFirst().first(),
                plan.bound(),
                model(row).or(() -> checkpoint(row)).orElse(null));
    }

    /**
     * Parameters as they are now.
     *
     * @param network that they are of: a fork that still makes its origin's steps has its origin's
     * @param source running, model, checkpoint or initial
     */
    public record Now(NetworkSpec network, double[] theta, long step, String source) {}

    /**
     * The parameters of a job as they are now: of the run that goes on in this process, or else the newest that are kept.
     *
     * @param last the network of the job's spec
     * @return empty where they are still to be drawn
     * @throws ProblemException 404 where there is no such job
     */
    public Optional<Now> now(String jobId, NetworkSpec last) {
        JobRow row = jobs.find(jobId).orElseThrow(() -> ProblemException.notFound("job", jobId));
        return workers.running()
                .control(jobId)
                .flatMap(control -> control.peek().look(PATIENCE))
                .map(seen -> new Now(seen.network(), seen.theta(), seen.step(), "running"))
                .or(() -> model(row)
                        .or(() -> checkpoint(row))
                        .map(kept -> new Now(last, kept.theta(), kept.step(), kept.source()))
                        .or(() -> given(row)));
    }

    /** Those of the model that a job starts from. */
    private Optional<Now> given(JobRow row) {
        Stage first = stages.of(row).getFirst();
        NetworkSpec network = first.plan().run().network();
        return first.first().get().map(theta -> new Now(network, theta, 0, "initial"));
    }

    private Optional<Kept> model(JobRow row) {
        try {
            return Optional.ofNullable(row.modelId())
                    .filter(id -> models.find(id).isPresent())
                    .map(id -> new Kept(models.open(id).theta(), row.progress().step(), "model"));
        } catch (CorruptFileException e) {
            return Optional.empty(); // A checkpoint may do.
        }
    }

    private Optional<Kept> checkpoint(JobRow row) {
        for (CheckpointRow kept : jobs.checkpoints(row.id())) {
            try {
                Checkpoint state = checkpoints.read(kept, row.stateSha256());
                return Optional.of(new Kept(state.theta(), state.step(), "checkpoint"));
            } catch (CorruptFileException e) {
                // The one before may do.
            }
        }
        return Optional.empty();
    }
}
