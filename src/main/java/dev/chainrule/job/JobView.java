package dev.chainrule.job;

import com.fasterxml.jackson.annotation.JsonRawValue;
import dev.chainrule.job.JobTable.Transition;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A job as callers see it.
 *
 * @param spec JSON as it is stored, which is how it is told: it is not parsed to be written again
 */
record JobView(
        String id,
        String name,
        List<String> tags,
        @Nullable String notes,
        int priority,
        JobState state,
        @Nullable StopReason stopReason,
        @Nullable JobError error,

        @JsonRawValue @Schema(implementation = JsonNode.class)
        String spec,

        ProgressView progress,
        JsonNode metrics,
        @Nullable String verdict,
        @Nullable QueueView queue,
        int attempt,
        List<Transition> transitions,
        @Nullable ForkView forkedFrom,
        @Nullable String modelId,
        Instant createdAt,
        @Nullable Instant startedAt,
        @Nullable Instant finishedAt,
        List<JobAction> allowedActions) {

    /**
     * @param fraction share of all steps made, 0 to 1; 1 once the job has succeeded
     * @param etaSeconds estimate of the time left
     */
    record ProgressView(
            long step,
            long totalSteps,
            int epoch,
            int epochs,
            double fraction,
            @Nullable Double etaSeconds) {

        static ProgressView of(JobRow job) {
            JobRow.Progress p = job.progress();
            double share = p.totalSteps() == 0 ? 0 : Math.min(1, (double) p.step() / p.totalSteps());
            return new ProgressView(
                    p.step(),
                    p.totalSteps(),
                    p.epoch(),
                    p.epochs(),
                    job.state() == JobState.SUCCEEDED ? 1 : share,
                    p.secondsLeft());
        }
    }

    /**
     * Shown while the job is queued.
     *
     * @param ahead jobs that will be started before it
     * @param reason WORKERS: all are busy; MEMORY: a worker is free, but not the bytes it needs; null: it starts now
     */
    record QueueView(long ahead, @Nullable QueueReason reason) {}

    /** Why a queued job does not start yet. */
    enum QueueReason {
        WORKERS,
        MEMORY
    }

    /** Where a fork branched off; step null is the start. */
    record ForkView(String jobId, @Nullable Long step) {}
}
