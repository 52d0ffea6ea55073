package dev.chainrule.job;

import dev.chainrule.engine.train.StopSignal.Request;
import dev.chainrule.fault.FailPoint;
import dev.chainrule.history.Histories;
import dev.chainrule.job.Forks.Fork;
import dev.chainrule.storage.FileStore;
import dev.chainrule.storage.Hashes;
import dev.chainrule.storage.Quota;
import dev.chainrule.web.Fault;
import dev.chainrule.web.ProblemException;
import dev.chainrule.web.SpecReader;
import dev.chainrule.web.SpecWriter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What callers ask of jobs. A job is in the table, for good, before its caller hears of it. */
@Service
final class JobService {

    private static final int LONGEST_KEY = 200;

    private final JobPlanner planner;
    private final Estimates estimates;
    private final Forks forks;
    private final JobTable jobs;
    private final JobStateTable states;
    private final Workers workers;
    private final Histories histories;
    private final Checkpoints checkpoints;
    private final FileStore files;
    private final Quota quota;
    private final TransactionTemplate transactions;

    JobService(
            JobPlanner planner,
            Estimates estimates,
            Forks forks,
            JobTable jobs,
            JobStateTable states,
            Workers workers,
            Histories histories,
            Checkpoints checkpoints,
            FileStore files,
            Quota quota,
            TransactionTemplate transactions) {
        this.planner = planner;
        this.estimates = estimates;
        this.forks = forks;
        this.jobs = jobs;
        this.states = states;
        this.workers = workers;
        this.histories = histories;
        this.checkpoints = checkpoints;
        this.files = files;
        this.quota = quota;
        this.transactions = transactions;
    }

    /** Checks a request and keeps nothing. */
    Check check(JsonNode body) {
        JobPlan plan = planner.plan(body, false);
        return Check.of(plan, estimates.of(body, plan));
    }

    /**
     * Queues a job.
     *
     * @param key the same key and body again gives the same job
     * @throws ProblemException 422 with every fault, or KEY_REUSED; 507 where nothing more may be kept
     */
    JobRow submit(JsonNode body, @Nullable String key) {
        files.requireThere();
        String sha256 = Hashes.of(body.toString());
        Optional<JobRow> earlier = key == null ? Optional.empty() : jobs.findByKey(checked(key));
        if (earlier.isPresent()) {
            return same(earlier.get(), sha256);
        }
        quota.requireSome();
        return submit(new Fork(planner.plan(body, true), null, null, null), key, sha256);
    }

    /**
     * Queues a branch of a job.
     *
     * @throws ProblemException 404, or 422 with every fault of the patched spec
     */
    JobRow fork(String id, JsonNode body, @Nullable String key) {
        files.requireThere();
        String sha256 = Hashes.of(id + body);
        Optional<JobRow> earlier = key == null ? Optional.empty() : jobs.findByKey(checked(key));
        if (earlier.isPresent()) {
            return same(earlier.get(), sha256);
        }
        quota.requireSome();
        return submit(forks.plan(find(id), body), key, sha256);
    }

    private JobRow submit(Fork fork, @Nullable String key, String sha256) {
        JobPlan plan = fork.plan();
        JobTable.NewJob job = new JobTable.NewJob(
                plan.name(),
                plan.request().tags(),
                plan.request().priority(),
                SpecWriter.write(plan.request()).toString(),
                fork.prelude(),
                fork.originId(),
                fork.step(),
                plan.bound().datasetId(),
                plan.bytes(),
                key,
                sha256);
        JobRow row = jobs.insert(job, () -> planner.hold(plan));
        workers.wake();
        return same(row, sha256);
    }

    private static String checked(String key) {
        if (key.isBlank() || key.length() > LONGEST_KEY) {
            throw ProblemException.unprocessable(new Fault(
                    "Idempotency-Key", "INVALID", "Idempotency-Key must have 1 to " + LONGEST_KEY + " characters."));
        }
        return key;
    }

    private static JobRow same(JobRow row, String sha256) {
        if (!row.requestSha256().equals(sha256)) {
            String message = "This Idempotency-Key came with another request before, for job " + row.id() + ".";
            throw ProblemException.unprocessable(new Fault("Idempotency-Key", "KEY_REUSED", message));
        }
        return row;
    }

    JobRow find(String id) {
        return jobs.find(id).orElseThrow(() -> ProblemException.notFound("job", id));
    }

    /** Asks for an end; a running job stops after its current batch. */
    JobRow cancel(String id) {
        JobState state = change(id, JobAction.CANCEL, JobService::cancelled);
        if (state == JobState.CANCELLING) {
            workers.running().ask(id, Request.CANCEL);
        }
        return find(id);
    }

    /** Asks for a rest; a running job stops after its current batch and keeps its state. */
    JobRow pause(String id) {
        JobState state = change(id, JobAction.PAUSE, JobService::paused);
        if (state == JobState.PAUSING) {
            workers.running().ask(id, Request.PAUSE);
        }
        return find(id);
    }

    /** Queues a paused job again; it goes on where it stopped. */
    JobRow resume(String id) {
        change(id, JobAction.RESUME, state -> JobState.QUEUED);
        workers.wake();
        return find(id);
    }

    private JobState change(String id, JobAction action, UnaryOperator<JobState> next) {
        UnaryOperator<JobState> guarded = state -> {
            if (!action.allowedIn(state)) {
                throw forbidden(id, action, state);
            }
            return next.apply(state);
        };
        return states.change(id, guarded, to -> to == JobState.CANCELLED ? Ending.cancelled() : Ending.NONE)
                .orElseThrow(() -> ProblemException.notFound("job", id));
    }

    private static ProblemException forbidden(String id, JobAction action, JobState state) {
        return new ProblemException(
                HttpStatus.CONFLICT,
                "STATE_FORBIDS",
                "A job that is " + state + " cannot be asked to " + action.publicName() + ".",
                List.of(),
                Map.of("state", state, "allowedActions", JobAction.allowed(state)));
    }

    /** The state after a cancellation is asked for. */
    static JobState cancelled(JobState state) {
        return switch (state) {
            case QUEUED, PAUSED -> JobState.CANCELLED;
            case RUNNING, PAUSING, CANCELLING -> JobState.CANCELLING;
            case CANCELLED, SUCCEEDED, FAILED -> state;
        };
    }

    /** The state after a pause is asked for. */
    static JobState paused(JobState state) {
        return switch (state) {
            case QUEUED, PAUSED -> JobState.PAUSED;
            case RUNNING, PAUSING -> JobState.PAUSING;
            case CANCELLING, CANCELLED, SUCCEEDED, FAILED -> state;
        };
    }

    /** Changes name, tags, notes and priority by a merge patch. */
    JobRow describe(String id, JsonNode patch) {
        JobRow row = find(id);
        ObjectNode now = SpecWriter.write(new JobDescription(row.name(), row.tags(), row.notes(), row.priority()));
        JobDescription next = SpecReader.read(MergePatch.apply(now, patch), JobDescription.class);
        jobs.describe(id, next, Set.copyOf(patch.propertyNames()));
        return find(id);
    }

    /** Removes a job that has ended, its history and its files. Its model stays. */
    void delete(String id) {
        find(id);
        List<CheckpointRow> kept = jobs.checkpoints(id);
        transactions.executeWithoutResult(tx -> {
            if (!jobs.delete(id)) {
                throw forbidden(id, JobAction.DELETE, find(id).state());
            }
            histories.delete(id);
        });
        states.tell(id);
        FailPoint.AFTER_JOB_DELETE.pass();
        checkpoints.deleteFiles(kept);
    }
}
