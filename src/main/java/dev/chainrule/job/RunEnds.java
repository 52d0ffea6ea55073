package dev.chainrule.job;

import dev.chainrule.engine.train.Evaluation;
import dev.chainrule.engine.train.Evaluator;
import dev.chainrule.engine.train.Examples;
import dev.chainrule.engine.train.Outcome;
import dev.chainrule.engine.train.Provenance;
import dev.chainrule.job.TrainingRunner.Attempt;
import dev.chainrule.model.Model;
import dev.chainrule.model.Models;
import dev.chainrule.storage.Stored;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** Writes how a run ended: state, numbers, verdict and model in one transaction, under the lease or not at all. */
@Component
final class RunEnds {

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
        Stored theta = models.store(outcome.state().theta());
        Model model = model(attempt, numbers, outcome.state().theta().length);
        StopReason reason = StopReason.of(outcome.reason());
        String verdict = Verdict.of(
                reason,
                outcome.state().step(),
                numbers,
                attempt.watch().firstLoss(),
                attempt.watch().gravest().orElse(null));
        Ending ending = new Ending(reason, null, verdict, model.id());
        Optional<JobState> end = Optional.ofNullable(transactions.execute(tx -> {
            progress.write(numbers);
            Optional<JobState> state = writes.succeed(attempt.lease(), Failures.unlessCancelled(ending));
            if (state.filter(s -> s == JobState.SUCCEEDED).isPresent()) {
                models.add(model, theta);
            }
            return state.orElse(null);
        }));
        if (end.filter(s -> s == JobState.SUCCEEDED).isEmpty()) {
            models.discard(theta);
        }
        end.ifPresent(metrics::ended);
    }

    /** Adds loss and accuracy of the rows that were held out to the end. */
    private static void judge(Attempt attempt, Map<String, @Nullable Double> numbers) {
        Examples test = attempt.data().test();
        if (test == null) {
            return;
        }
        boolean classes = attempt.data().data().classification();
        try (Evaluator evaluator = new Evaluator(attempt.trainer().network(), test, classes)) {
            Evaluation evaluation = evaluator.evaluate();
            numbers.put("testLoss", Double.isFinite(evaluation.loss()) ? evaluation.loss() : null);
            if (classes) {
                numbers.put("testAccuracy", evaluation.accuracy());
            }
        }
    }

    private Model model(Attempt attempt, Map<String, @Nullable Double> numbers, int parameters) {
        JobPlan plan = attempt.plan();
        return new Model(
                UUID.randomUUID().toString(),
                attempt.lease().jobId(),
                attempt.claim().job().name(),
                plan.run(),
                attempt.data().encoding(),
                plan.bound().datasetId(),
                plan.bound().sha256(),
                parameters,
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
