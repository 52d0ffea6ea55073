package dev.chainrule.job;

import dev.chainrule.access.JobsInSight;
import dev.chainrule.access.Sight;
import dev.chainrule.fault.FailPoint;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** Jobs as their owners write and read them. What workers write is in {@link LeasedWrites}. */
@Component
final class JobTable {

    /** Columns and fields of a {@link JobDescription}. */
    private static final List<String> DESCRIBED = List.of("name", "notes", "tags", "priority");

    private final JdbcClient jdbc;
    private final TransactionTemplate transactions;
    private final JobStateTable states;

    JobTable(JdbcClient jdbc, TransactionTemplate transactions, JobStateTable states) {
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.states = states;
    }

    /**
     * A job about to be accepted.
     *
     * @param spec the whole request with every default filled in, JSON
     * @param prelude specs to run before it and until when, JSON; null where it starts from nothing
     * @param bytes estimate of the off-heap memory it will take
     * @param idempotencyKey at most one job has it
     * @param requestSha256 hash of what the caller sent
     */
    record NewJob(
            String name,
            List<String> tags,
            int priority,
            String spec,
            @Nullable String prelude,
            @Nullable String forkedFrom,
            @Nullable Long forkStep,
            String datasetId,
            long bytes,
            @Nullable String idempotencyKey,
            String requestSha256) {}

    /**
     * Queues a job, or finds the one that came with the same idempotency key before.
     *
     * @param needs holds what the job will read; throws where it is gone
     */
    JobRow insert(NewJob job, Runnable needs) {
        String id = UUID.randomUUID().toString();
        try {
            FailPoint.BEFORE_JOB_INSERT.pass();
            transactions.executeWithoutResult(tx -> {
                needs.run();
                insert(id, job);
                states.recordTransition(id, 1, JobState.QUEUED);
                FailPoint.INSIDE_JOB_INSERT.pass();
            });
            FailPoint.AFTER_JOB_INSERT.pass();
        } catch (DuplicateKeyException e) {
            String key = job.idempotencyKey();
            if (key == null) {
                throw e;
            }
            return findByKey(key).orElseThrow(() -> e);
        }
        return find(id).orElseThrow();
    }

    private void insert(String id, NewJob job) {
        jdbc.sql("""
                        insert into job (id, tenant, name, tags, priority, spec, prelude, forked_from, fork_step, dataset_id, bytes,
                            idempotency_key, request_sha256, state, version, token, attempt, step, total_steps, epoch,
                            epochs, metrics, created_at, queued_at)
                        values (:id, :tenant, :name, :tags, :priority, :spec, :prelude, :forkedFrom, :forkStep, :datasetId, :bytes,
                            :key, :sha256, 'QUEUED', 1, 0, 0, 0, 0, 0, 0, '{}', current_timestamp, current_timestamp)
                        """)
                .param("id", id)
                .param("tenant", Sight.now().tenant())
                .param("name", job.name())
                .param("tags", JobRow.joinTags(job.tags()))
                .param("priority", job.priority())
                .param("spec", job.spec())
                .param("prelude", job.prelude())
                .param("forkedFrom", job.forkedFrom())
                .param("forkStep", job.forkStep())
                .param("datasetId", job.datasetId())
                .param("bytes", job.bytes())
                .param("key", job.idempotencyKey() == null ? null : Sight.now().apart(job.idempotencyKey()))
                .param("sha256", job.requestSha256())
                .update();
    }

    Optional<JobRow> find(String id) {
        return jdbc.sql("select * from job where id = :id and " + Sight.CONDITION)
                .param("id", id)
                .params(Sight.now().params())
                .query(JobRow::of)
                .optional();
    }

    /** Whether the caller sees such a job. */
    boolean exists(String id) {
        return jdbc.sql("select 1 from job where id = :id and " + Sight.CONDITION)
                .param("id", id)
                .params(Sight.now().params())
                .query(Integer.class)
                .optional()
                .isPresent();
    }

    Optional<JobRow> findByKey(String idempotencyKey) {
        return jdbc.sql("select * from job where idempotency_key = :key and " + Sight.CONDITION)
                .param("key", Sight.now().apart(idempotencyKey))
                .params(Sight.now().params())
                .query(JobRow::of)
                .optional();
    }

    /** The states of each job from its submission on. */
    Map<String, List<Transition>> transitions(List<String> ids) {
        Map<String, List<Transition>> transitions = new HashMap<>();
        if (!ids.isEmpty()) {
            jdbc.sql("select job_id, state, at from job_transition where job_id in (:ids) order by job_id, version")
                    .param("ids", ids)
                    .query(row -> {
                        transitions
                                .computeIfAbsent(row.getString("job_id"), id -> new ArrayList<>())
                                .add(new Transition(
                                        JobState.valueOf(row.getString("state")), JobRow.requireInstant(row, "at")));
                    });
        }
        return transitions;
    }

    record Transition(JobState state, Instant at) {}

    /**
     * Writes what an owner may edit at any time.
     *
     * @param fields those that are written; the others may be changed by somebody else meanwhile
     */
    void describe(String id, JobDescription next, Set<String> fields) {
        String assigned = DESCRIBED.stream()
                .filter(fields::contains)
                .map(f -> ", " + f + " = :" + f)
                .collect(Collectors.joining());
        jdbc.sql("update job set version = version + 1" + assigned + " where id = :id and " + Sight.CONDITION)
                .param("id", id)
                .params(Sight.now().params())
                .param("name", next.name())
                .param("notes", next.notes())
                .param("tags", JobRow.joinTags(next.tags()))
                .param("priority", next.priority())
                .update();
        states.tell(id);
    }

    /** Removes a job that has ended. False where there is none or it has not. */
    boolean delete(String id) {
        return jdbc.sql("delete from job where id = :id and state in ('CANCELLED', 'SUCCEEDED', 'FAILED') and "
                                + Sight.CONDITION)
                        .param("id", id)
                        .params(Sight.now().params())
                        .update()
                == 1;
    }

    /** A job's checkpoints, newest first. */
    List<CheckpointRow> checkpoints(String id) {
        return jdbc.sql(
                        "select step, epoch, file, bytes, sha256 from job_checkpoint where job_id = :id order by step desc")
                .param("id", id)
                .query((row, n) -> new CheckpointRow(
                        row.getLong("step"),
                        row.getInt("epoch"),
                        row.getString("file"),
                        row.getLong("bytes"),
                        row.getString("sha256")))
                .list();
    }

    /** Names of the files of all checkpoints. */
    Set<String> checkpointFiles() {
        return Set.copyOf(jdbc.sql("select file from job_checkpoint")
                .query((row, n) -> row.getString("file"))
                .list());
    }

    /** Jobs that have not ended and start from a model, themselves or in what runs before them. */
    JobsInSight unfinishedJobsFrom(String modelId) {
        return unfinished("(spec like :named or prelude like :named)", "startFrom", modelId);
    }

    /** Jobs that have not ended and read a dataset, themselves or in what runs before them. */
    JobsInSight unfinishedJobsOf(String datasetId) {
        return unfinished("(dataset_id = :id or prelude like :named)", "id", datasetId);
    }

    private JobsInSight unfinished(String condition, String member, String id) {
        List<User> all = jdbc.sql("select id, " + Sight.CONDITION + " as seen from job where state in ("
                        + "'QUEUED', 'RUNNING', 'PAUSING', 'PAUSED', 'CANCELLING') and " + condition
                        + " order by submission")
                .params(Sight.now().params())
                .param("id", id)
                .param("named", "%\"" + member + "\":\"" + id + "\"%")
                .query((row, n) -> new User(row.getString("id"), row.getBoolean("seen")))
                .list();
        return new JobsInSight(all.stream().filter(User::seen).map(User::id).toList(), all.size());
    }

    /** A job that needs something, and whether the caller sees it. */
    private record User(String id, boolean seen) {}
}
