package dev.chainrule.job;

import dev.chainrule.dataset.Bound;
import dev.chainrule.engine.train.RunSpec;
import dev.chainrule.model.Models;
import dev.chainrule.storage.CorruptFileException;
import dev.chainrule.web.ProblemException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** What other rooms may know of a job's run. */
@Component
public final class JobRuns {

    private final JobTable jobs;
    private final JobPlanner planner;
    private final Checkpoints checkpoints;
    private final Models models;
    private final JsonMapper json;

    JobRuns(JobTable jobs, JobPlanner planner, Checkpoints checkpoints, Models models, JsonMapper json) {
        this.jobs = jobs;
        this.planner = planner;
        this.checkpoints = checkpoints;
        this.models = models;
        this.json = json;
    }

    /**
     * A job's run.
     *
     * @param spec what the engine does, seed included
     * @param bound its data, to be prepared with the spec's precision and seed
     * @param step updates made when theta was taken
     * @param theta the model's parameters, or the newest checkpoint's; null before there is either
     */
    public record JobRun(String jobId, String name, RunSpec spec, Bound bound, long step, double @Nullable [] theta) {}

    /**
     * The run of a job.
     *
     * @throws ProblemException 404 where there is no such job, 422 where its dataset is gone
     */
    public JobRun find(String jobId) {
        JobRow row = jobs.find(jobId).orElseThrow(() -> ProblemException.notFound("job", jobId));
        JobPlan plan = planner.plan(json.readTree(row.spec()), true);
        return new JobRun(
                jobId,
                row.name(),
                plan.run(),
                plan.bound(),
                row.progress().step(),
                model(row).or(() -> checkpoint(row)).orElse(null));
    }

    private Optional<double[]> model(JobRow row) {
        return Optional.ofNullable(row.modelId())
                .filter(id -> models.find(id).isPresent())
                .map(id -> models.open(id).theta());
    }

    private Optional<double[]> checkpoint(JobRow row) {
        for (CheckpointRow kept : jobs.checkpoints(row.id())) {
            try {
                return Optional.of(checkpoints.read(kept, row.stateSha256()).theta());
            } catch (CorruptFileException e) {
                // The one before may do.
            }
        }
        return Optional.empty();
    }
}
