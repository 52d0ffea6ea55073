package dev.chainrule.job;

import dev.chainrule.dataset.Datasets;
import dev.chainrule.dataset.Prepared;
import dev.chainrule.engine.diagnose.Finding;
import dev.chainrule.engine.train.Checkpoint;
import dev.chainrule.engine.train.Outcome;
import dev.chainrule.engine.train.Precision;
import dev.chainrule.engine.train.Trainer;
import dev.chainrule.history.Histories;
import dev.chainrule.history.RunRecorder;
import dev.chainrule.history.StaleRunException;
import dev.chainrule.web.ProblemException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * One attempt at a job: reads its spec, goes on from its newest checkpoint where there is one, prepares its data, trains, and
 * writes the end. History and checkpoint agree at every moment a process may die.
 */
@Component
final class TrainingRunner implements JobRunner {

    private static final Logger LOG = LoggerFactory.getLogger(TrainingRunner.class);

    private final Stages stages;
    private final Datasets datasets;
    private final Histories histories;
    private final Checkpoints checkpoints;
    private final RunEnds ends;
    private final JobPace pace;
    private final RunRoom room;

    TrainingRunner(
            Stages stages,
            Datasets datasets,
            Histories histories,
            Checkpoints checkpoints,
            RunEnds ends,
            JobPace pace,
            RunRoom room) {
        this.stages = stages;
        this.datasets = datasets;
        this.histories = histories;
        this.checkpoints = checkpoints;
        this.ends = ends;
        this.pace = pace;
        this.room = room;
    }

    /** Everything one stretch of an attempt works with. */
    record Attempt(
            JobQueue.Claim claim, Stage stage, RunControl control, Prepared data, Trainer trainer, RunWatch watch) {

        Lease lease() {
            return claim.lease();
        }

        JobPlan plan() {
            return stage.plan();
        }
    }

    @Override
    public void run(JobQueue.Claim claim, RunControl control) {
        List<Stage> whole = read(claim);
        Lease lease = claim.lease();
        Checkpoint state = whole.isEmpty()
                ? null
                : checkpoints.newest(lease, claim.job().stateSha256()).orElse(null);
        long step = state == null ? 0 : state.step();
        try {
            if (!whole.isEmpty()) {
                histories.truncateAfter(lease.jobId(), lease.token(), step);
            }
            for (Stage stage : whole) {
                if (!stage.isBehind(state)) {
                    state = train(claim, control, stage, state);
                    if (state == null) {
                        return;
                    }
                }
            }
        } catch (StaleRunException e) {
            LOG.info("job {} was taken over by another worker", lease.jobId());
        }
    }

    /** What the job runs, in order; empty, and the job has failed, where its spec can no longer be carried out. */
    private List<Stage> read(JobQueue.Claim claim) {
        try {
            return stages.of(claim.job());
        } catch (ProblemException e) {
            room.failures().failed(claim.lease(), Failures.of(e));
        } catch (RuntimeException e) {
            if (Outages.is(e)) {
                throw e;
            }
            LOG.error("job {} cannot be read", claim.job().id(), e);
            room.failures().failed(claim.lease(), JobError.of("POISON", "Its stored spec cannot be read."));
        }
        return List.of();
    }

    /** Runs a stage; gives the state the next one begins with, or null where the attempt has ended. */
    private @Nullable Checkpoint train(
            JobQueue.Claim claim, RunControl control, Stage stage, @Nullable Checkpoint state) {
        Precision precision = stage.plan().request().training().precision();
        long seed = stage.plan().request().training().requireSeed();
        long begun = System.nanoTime();
        try (Prepared data = datasets.prepare(stage.plan().bound(), precision, seed);
                Trainer trainer = Trainer.of(stage.plan().run(), data.data())) {
            stage.restore(trainer, state);
            control.at(state == null ? 0 : state.step());
            control.pauseAt(stage.until());
            control.endsAt(stage.isLast() ? stage.plan().steps() : Long.MAX_VALUE);
            control.checkpointEvery(stage.plan().request().checkpoints().everySeconds());
            RunWatch watch = new RunWatch(() -> begun(claim, control));
            if (state != null && state.step() > stage.from()) {
                goOn(watch, claim.lease().jobId(), stage.from());
            }
            Attempt attempt = new Attempt(claim, stage, control, data, trainer, watch);
            RunProgress progress = new RunProgress(
                    attempt.lease(),
                    attempt.watch(),
                    control,
                    room,
                    stage.plan().bound().trainingRows());
            long ready = System.nanoTime();
            Outcome outcome = train(attempt, progress);
            long trained = System.nanoTime();
            Checkpoint next = end(attempt, outcome, progress);
            if (state == null && outcome instanceof Outcome.Completed) {
                long ended = System.nanoTime();
                pace.took(stage.plan().run(), (ended - begun) / 1e9, (ready - begun + ended - trained) / 1e9);
            }
            return next;
        } finally {
            control.reportWith(() -> {});
        }
    }

    /** Tells the watch what the history has of the stage: what was found before is not found again. */
    private void goOn(RunWatch watch, String id, long from) {
        List<Finding> findings = histories.findings(id).stream()
                .filter(finding -> finding.fromStep() > from)
                .toList();
        watch.goOn(histories.latest(id), histories.firstAfter(id, "loss", from), findings);
    }

    private void begun(JobQueue.Claim claim, RunControl control) {
        control.begun()
                .ifPresent(since -> room.metrics().firstStep(claim.waited().plus(since)));
    }

    private Outcome train(Attempt attempt, RunProgress progress) {
        attempt.control().reportWith(progress::write);
        try (RunRecorder recorder =
                histories.record(attempt.lease().jobId(), attempt.lease().token())) {
            RunListener listener = new RunListener(
                    recorder, attempt.watch(), attempt.control()::reportSoon, state -> save(attempt, state));
            attempt.control().peek().show(attempt.trainer().network());
            return attempt.trainer().train(listener, attempt.control());
        } finally {
            attempt.control().peek().hide();
        }
    }

    private void save(Attempt attempt, Checkpoint state) {
        checkpoints.save(attempt.lease(), state, attempt.claim().job().stateSha256());
    }

    private @Nullable Checkpoint end(Attempt attempt, Outcome outcome, RunProgress progress) {
        attempt.control().reportWith(() -> {});
        switch (outcome) {
            case Outcome.Completed completed -> {
                if (!attempt.stage().isLast()) {
                    return completed.state();
                }
                ends.completed(attempt, completed, progress);
            }
            case Outcome.Diverged diverged -> {
                Checkpoint last = diverged.state();
                if (last != null) {
                    save(attempt, last);
                }
                progress.write();
                ends.diverged(attempt, diverged);
            }
            case Outcome.Paused paused -> {
                if (attempt.stage().isBehind(paused.state())
                        && !attempt.control().wasAskedToStop()) {
                    return paused.state();
                }
                stopped(attempt, paused.state(), progress);
            }
            case Outcome.Cancelled cancelled -> stopped(attempt, cancelled.state(), progress);
        }
        return null;
    }

    private void stopped(Attempt attempt, Checkpoint state, RunProgress progress) {
        save(attempt, state);
        progress.write();
        ends.handBack(attempt.lease());
    }
}
