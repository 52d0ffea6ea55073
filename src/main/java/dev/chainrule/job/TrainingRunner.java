package dev.chainrule.job;

import dev.chainrule.dataset.Datasets;
import dev.chainrule.dataset.Prepared;
import dev.chainrule.engine.train.Checkpoint;
import dev.chainrule.engine.train.Outcome;
import dev.chainrule.engine.train.Trainer;
import dev.chainrule.history.Histories;
import dev.chainrule.history.RunRecorder;
import dev.chainrule.history.StaleRunException;
import dev.chainrule.web.ProblemException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * One attempt at a job: reads its spec, prepares its data, goes on from its newest checkpoint where there is one, trains, and
 * writes the end. History and checkpoint agree at every moment a process may die.
 */
@Component
final class TrainingRunner implements JobRunner {

    private static final Logger LOG = LoggerFactory.getLogger(TrainingRunner.class);

    private final JobPlanner planner;
    private final Datasets datasets;
    private final Histories histories;
    private final Checkpoints checkpoints;
    private final RunEnds ends;
    private final Failures failures;
    private final RunProgress.RunRoom room;

    TrainingRunner(
            JobPlanner planner,
            Datasets datasets,
            Histories histories,
            Checkpoints checkpoints,
            RunEnds ends,
            Failures failures,
            RunProgress.RunRoom room) {
        this.planner = planner;
        this.datasets = datasets;
        this.histories = histories;
        this.checkpoints = checkpoints;
        this.ends = ends;
        this.failures = failures;
        this.room = room;
    }

    @Override
    public void run(JobQueue.Claim claim, RunControl control) {
        JobPlan plan = read(claim);
        if (plan == null) {
            return;
        }
        long seed = plan.request().training().requireSeed();
        try (Prepared data =
                        datasets.prepare(plan.bound(), plan.request().training().precision(), seed);
                Trainer trainer = Trainer.of(plan.run(), data.data())) {
            train(new Attempt(claim, plan, control, data, trainer, new RunWatch()));
        } catch (StaleRunException e) {
            LOG.info("job {} was taken over by another worker", claim.job().id());
        }
    }

    /** Everything one attempt works with. */
    record Attempt(
            JobQueue.Claim claim, JobPlan plan, RunControl control, Prepared data, Trainer trainer, RunWatch watch) {

        Lease lease() {
            return claim.lease();
        }

        String specSha256() {
            return Hash.sha256(claim.job().spec());
        }
    }

    /** The job's plan; null, and the job has failed, where its spec can no longer be carried out. */
    private @Nullable JobPlan read(JobQueue.Claim claim) {
        try {
            return planner.plan(room.json().readTree(claim.job().spec()), true);
        } catch (ProblemException e) {
            failures.failed(claim.lease(), Failures.of(e));
        } catch (RuntimeException e) {
            LOG.error("job {} cannot be read", claim.job().id(), e);
            failures.failed(claim.lease(), JobError.of("POISON", "Its stored spec cannot be read."));
        }
        return null;
    }

    private void train(Attempt attempt) {
        Lease lease = attempt.lease();
        Optional<Checkpoint> from = checkpoints.newest(lease, attempt.specSha256());
        long step = from.map(Checkpoint::step).orElse(0L);
        histories.truncateAfter(lease.jobId(), lease.token(), step);
        from.ifPresent(attempt.trainer()::resume);
        RunControl control = attempt.control();
        control.startAt(step);
        RunProgress progress = new RunProgress(
                lease, attempt.watch(), control, room, attempt.plan().bound().trainingRows());
        control.reportWith(progress::write);
        control.checkpointEvery(attempt.plan().request().checkpoints().everySeconds());
        Outcome outcome;
        try (RunRecorder recorder = histories.record(lease.jobId(), lease.token())) {
            RunListener listener = new RunListener(recorder, attempt.watch(), state -> save(attempt, state));
            outcome = attempt.trainer().train(listener, control);
        }
        control.reportWith(() -> {});
        end(attempt, outcome, progress);
    }

    private void save(Attempt attempt, Checkpoint state) {
        checkpoints.save(attempt.lease(), state, attempt.specSha256());
    }

    private void end(Attempt attempt, Outcome outcome, RunProgress progress) {
        Checkpoint state = outcome.state();
        switch (outcome) {
            case Outcome.Completed completed -> ends.completed(attempt, completed, progress);
            case Outcome.Diverged diverged -> {
                if (state != null) {
                    save(attempt, state);
                }
                progress.write();
                ends.diverged(attempt, diverged);
            }
            case Outcome.Paused paused -> stopped(attempt, paused.state(), progress);
            case Outcome.Cancelled cancelled -> stopped(attempt, cancelled.state(), progress);
        }
    }

    private void stopped(Attempt attempt, Checkpoint state, RunProgress progress) {
        save(attempt, state);
        progress.write();
        ends.handBack(attempt.lease());
    }
}
