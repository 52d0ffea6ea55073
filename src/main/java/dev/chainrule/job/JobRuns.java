package dev.chainrule.job;

import dev.chainrule.dataset.Bound;
import dev.chainrule.engine.train.Checkpoint;
import dev.chainrule.engine.train.RunSpec;
import dev.chainrule.model.Models;
import dev.chainrule.storage.CorruptFileException;
import dev.chainrule.web.ProblemException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What other rooms may know of a job's run. */
@Component
public final class JobRuns {

    private final JobTable jobs;
    private final Stages stages;
    private final Checkpoints checkpoints;
    private final Models models;

    JobRuns(JobTable jobs, Stages stages, Checkpoints checkpoints, Models models) {
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
     * @param bound its data, to be prepared with the spec's precision and seed
     * @param latest the newest parameters that are kept; null before there are any
     */
    public record JobRun(
            String jobId,
            RunSpec spec,
            RunSpec first,
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
                plan.bound(),
                model(row).or(() -> checkpoint(row)).orElse(null));
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
