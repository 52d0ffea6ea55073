package dev.chainrule.job;

import dev.chainrule.dataset.Datasets;
import dev.chainrule.dataset.Prepared;
import dev.chainrule.engine.train.Checkpoint;
import dev.chainrule.engine.train.Replay;
import dev.chainrule.engine.train.RunEndedException;
import dev.chainrule.engine.train.RunSpec;
import dev.chainrule.engine.train.Trainer;
import dev.chainrule.storage.CorruptFileException;
import dev.chainrule.web.Fault;
import dev.chainrule.web.ProblemException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/**
 * Goes to a step of a job again, beside the job, which is not disturbed: from the newest checkpoint before that step, or from the
 * start. A fork's stages are gone through as the fork went.
 */
@Component
public final class Replays {

    /** Multiplications of all steps together: about three seconds. */
    private static final double MOST_WORK = 2e10;

    /** What a step costs besides, in multiplications. */
    private static final double STEP = 2e4;

    private static final double MOST_BYTES = 512L << 20;
    private static final int AT_ONCE = 2;
    private static final int RETRY_SECONDS = 3;

    private final JobTable jobs;
    private final Stages stages;
    private final Checkpoints checkpoints;
    private final Datasets datasets;
    private final Semaphore room = new Semaphore(AT_ONCE);

    Replays(JobTable jobs, Stages stages, Checkpoints checkpoints, Datasets datasets) {
        this.jobs = jobs;
        this.stages = stages;
        this.checkpoints = checkpoints;
        this.datasets = datasets;
    }

    /**
     * A run just before a step.
     *
     * @param from steps that did not have to be made again
     * @param step number of the next step
     */
    public record Moment(RunSpec spec, Trainer trainer, long from, long step) {}

    /**
     * Examples of one step.
     *
     * @param batch their number
     */
    public record Size(RunSpec spec, int batch) {}

    /**
     * Answers a question about a step of a job.
     *
     * @param step from 1
     * @param fits asked before anything is loaded; throws where the step is too large for the question
     * @throws ProblemException 404 where there is no such job or step, 422 where it is too far, 503 where too many are asked at once
     */
    public <T> T at(String jobId, long step, Consumer<Size> fits, Function<Moment, T> question) {
        JobRow row = jobs.find(jobId).orElseThrow(() -> ProblemException.notFound("job", jobId));
        requireMade(row, step);
        List<Stage> whole = stages.of(row);
        Stage last = whole.stream()
                .filter(stage -> step <= stage.until())
                .findFirst()
                .orElseThrow();
        fits.accept(new Size(last.plan().run(), batch(last.plan())));
        Checkpoint state = before(row, step);
        check(row, last.plan(), step, state);
        if (!room.tryAcquire()) {
            throw busy();
        }
        try {
            return replay(whole, step, state, question);
        } catch (RunEndedException e) {
            String message = "The run did not take the same course again; its steps cannot be shown.";
            throw ProblemException.of(HttpStatus.CONFLICT, "NOT_REPEATED", message);
        } finally {
            room.release();
        }
    }

    private static void requireMade(JobRow row, long step) {
        long made = row.progress().step();
        JobError error = row.error();
        boolean diverging = error != null && error.step() != null && error.step() == step;
        if (step < 1 || (step > made && !diverging)) {
            String message = "There is no step " + step + ": the job has made " + made + " so far.";
            throw ProblemException.of(HttpStatus.NOT_FOUND, "NO_SUCH_STEP", message);
        }
    }

    private static int batch(JobPlan plan) {
        return plan.run().training().examplesOfStep(plan.bound().trainingRows());
    }

    /** The newest readable state before a step, null for the start. */
    private @Nullable Checkpoint before(JobRow row, long step) {
        for (CheckpointRow kept : jobs.checkpoints(row.id())) {
            if (kept.step() < step) {
                try {
                    return checkpoints.read(kept, row.stateSha256());
                } catch (CorruptFileException e) {
                    // The one before, or the start, gives the same bits.
                }
            }
        }
        return null;
    }

    private static void check(JobRow row, JobPlan plan, long step, @Nullable Checkpoint state) {
        long from = state == null ? 0 : state.step();
        double perStep = 6.0 * plan.run().network().parameters() * batch(plan) + STEP;
        long most = (long) (MOST_WORK / perStep);
        if (step - from > most) {
            String message = "Step " + step + " is " + (step - from) + " steps from the nearest kept state (step "
                    + from + "); at most " + most + " steps of this job are made again.";
            throw ProblemException.unprocessable(new Fault("/step", "TOO_FAR", message));
        }
        if (row.bytes() > MOST_BYTES) {
            String message = "The job takes " + (row.bytes() >> 20) + " MiB; steps are made again of jobs of at most "
                    + ((long) MOST_BYTES >> 20) + " MiB.";
            throw ProblemException.unprocessable(new Fault("/job", "TOO_LARGE", message));
        }
    }

    private <T> T replay(List<Stage> whole, long step, @Nullable Checkpoint start, Function<Moment, T> question) {
        Checkpoint state = start;
        long from = start == null ? 0 : start.step();
        for (Stage stage : whole) {
            if (stage.isBehind(state)) {
                continue;
            }
            RunSpec spec = Replay.quiet(stage.plan().run(), step);
            try (Prepared data = datasets.prepare(
                            stage.plan().bound(),
                            spec.training().precision(),
                            spec.training().requireSeed());
                    Trainer trainer = Trainer.of(spec, data.data())) {
                stage.restore(trainer, state);
                long made = state == null ? 0 : state.step();
                long until = Math.min(stage.until(), step - 1);
                if (until > made) {
                    state = new Replay(trainer).forward(until - made);
                }
                if (step <= stage.until()) {
                    return question.apply(new Moment(stage.plan().run(), trainer, from, step));
                }
            }
        }
        throw new IllegalStateException("no stage holds step " + step);
    }

    private static ProblemException busy() {
        return new ProblemException(
                HttpStatus.SERVICE_UNAVAILABLE,
                "BUSY",
                AT_ONCE + " runs are being made again; no more until one is there.",
                List.of(),
                Map.of("retryAfterSeconds", RETRY_SECONDS));
    }
}
