package dev.chainrule.job;

import dev.chainrule.engine.train.EarlyStopping;
import dev.chainrule.engine.train.Evaluation;
import dev.chainrule.engine.train.Evaluator;
import dev.chainrule.engine.train.Examples;
import dev.chainrule.engine.train.Outcome;
import dev.chainrule.engine.train.Provenance;
import dev.chainrule.engine.train.TrainingData;
import dev.chainrule.fault.FailPoint;
import dev.chainrule.job.TrainingRunner.Attempt;
import dev.chainrule.model.Model;
import dev.chainrule.model.Models;
import dev.chainrule.storage.Stored;
import dev.chainrule.web.ProblemException;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** Writes how a run ended: state, numbers, verdict and model in one transaction, under the lease or not at all. */
@Component
final class RunEnds {

    private static final Logger LOG = LoggerFactory.getLogger(RunEnds.class);
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(5);
    private static final Duration AGAIN = Duration.ofSeconds(1);

    private final LeasedWrites writes;
    private final Failures failures;
    private final Models models;
    private final TransactionTemplate transactions;
    private final JobMetrics metrics;
    private final Clock clock;

    RunEnds(
            LeasedWrites writes,
            Failures failures,
            Models models,
            TransactionTemplate transactions,
            JobMetrics metrics,
            Clock clock) {
        this.writes = writes;
        this.failures = failures;
        this.models = models;
        this.transactions = transactions;
        this.metrics = metrics;
        this.clock = clock;
    }

    /** The run came to its own end: what it learned becomes a model. */
    void completed(Attempt attempt, Outcome.Completed outcome, RunProgress progress) {
        Map<String, @Nullable Double> numbers = attempt.watch().metrics();
        judge(attempt, numbers);
        attempt.control().at(outcome.state().step());
        Stored theta = store(attempt.claim().job(), outcome.state().theta());
        Model model = model(attempt, numbers);
        StopReason reason = StopReason.of(outcome.reason());
        String verdict = Verdict.of(
                reason,
                outcome.state().step(),
                numbers,
                attempt.watch().firstLoss(),
                attempt.watch().gravest().orElse(null));
        Ending ending = new Ending(reason, null, verdict, model.id(), progress.now(numbers));
        FailPoint.BEFORE_FINAL_STATE.pass();
        Optional<JobState> end = Optional.ofNullable(transactions.execute(tx -> {
            Optional<JobState> state = writes.succeed(attempt.lease(), Failures.unlessCancelled(ending));
            if (state.filter(s -> s == JobState.SUCCEEDED).isPresent()) {
                models.add(attempt.claim().job().tenant(), model, theta);
            }
            FailPoint.INSIDE_FINAL_STATE.pass();
            return state.orElse(null);
        }));
        FailPoint.AFTER_FINAL_STATE.pass();
        if (end.filter(s -> s == JobState.SUCCEEDED).isEmpty()
                && models.find(model.id()).isEmpty()) {
            models.discard(theta);
        }
        end.ifPresent(metrics::ended);
    }

    /** Where there is no room, a finished run waits for it. */
    private Stored store(JobRow job, double[] theta) {
        long deadline = System.nanoTime() + LONGEST_WAIT.toNanos();
        while (true) {
            try {
                return models.store(job.tenant(), job.name(), theta);
            } catch (ProblemException e) {
                if (System.nanoTime() > deadline) {
                    throw e;
                }
                LOG.warn("a model could not be stored, trying again: {}", e.getMessage());
                LockSupport.parkNanos(this, AGAIN.toNanos());
            }
        }
    }

    /**
     * Adds loss and accuracy of the parameters that are kept: by the rows that were held out to the end, and, where they are the best
     * epoch's and not the last one's, by those that judge training.
     */
    private static void judge(Attempt attempt, Map<String, @Nullable Double> numbers) {
        TrainingData data = attempt.data().data();
        EarlyStopping stopping = attempt.plan().run().training().earlyStopping();
        if (stopping != null && stopping.restoreBest()) {
            judge(attempt, data.validation(), "validation", numbers);
        }
        judge(attempt, attempt.data().test(), "test", numbers);
    }

    private static void judge(
            Attempt attempt, @Nullable Examples rows, String name, Map<String, @Nullable Double> numbers) {
        if (rows == null) {
            return;
        }
        boolean classes = attempt.data().data().classification();
        try (Evaluator evaluator = new Evaluator(attempt.trainer().network(), rows, classes)) {
            Evaluation evaluation = evaluator.evaluate();
            numbers.put(name + "Loss", Double.isFinite(evaluation.loss()) ? evaluation.loss() : null);
            if (classes) {
                numbers.put(name + "Accuracy", evaluation.accuracy());
            }
        }
    }

    private Model model(Attempt attempt, Map<String, @Nullable Double> numbers) {
        JobPlan plan = attempt.plan();
        return new Model(
                UUID.randomUUID().toString(),
                attempt.lease().jobId(),
                attempt.claim().job().name(),
                plan.run(),
                attempt.data().encoding(),
                plan.bound().datasetId(),
                plan.bound().sha256(),
                plan.run().network().parameters(),
                numbers,
                Provenance.current(),
                clock.instant());
    }

    /** A number stopped being finite; the last finite state is kept as a checkpoint. */
    void diverged(Attempt attempt, Outcome.Diverged outcome) {
        String verdict = Verdict.diverged(
                outcome.step(),
                outcome.layer(),
                outcome.reason(),
                attempt.watch().gravest().orElse(null));
        JobError error = new JobError("DIVERGED", outcome.reason(), outcome.layer(), outcome.step());
        failures.end(attempt.lease(), Ending.failed(StopReason.DIVERGED, error, verdict));
    }

    /** The run stopped because it was asked to. */
    void handBack(Lease lease) {
        Optional<JobState> end =
                writes.handBack(lease, state -> state == JobState.CANCELLED ? Ending.cancelled() : Ending.NONE);
        end.filter(JobState::terminal).ifPresent(metrics::ended);
    }
}
