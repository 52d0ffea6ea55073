package dev.chainrule.job;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The table of jobs as a queue: highest priority first, then first come, first served. A claim gives a job to one worker
 * under a lease that the database's clock ends, and raises token and attempt, so that a crash counts without anybody
 * reporting it. Runs on H2 and PostgreSQL.
 */
@Component
final class JobQueue {

    /** Claims of one job without an end before it is given up. */
    static final int ATTEMPTS = 3;

    private static final int PAGE = 100;

    private final JdbcClient jdbc;
    private final TransactionTemplate transactions;
    private final JobStateTable states;
    private final long leaseSeconds;

    JobQueue(JdbcClient jdbc, TransactionTemplate transactions, JobStateTable states, JobProperties properties) {
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.states = states;
        this.leaseSeconds = properties.lease().toSeconds();
    }

    /**
     * A claimed job.
     *
     * @param waited from its queuing to its claim
     */
    record Claim(Lease lease, JobRow job, Duration waited) {}

    /**
     * Claims the first job of the queue.
     *
     * @param budget bytes this process may use in all; larger jobs are left to others
     * @param free bytes it may use now; where the first job needs more, nothing is claimed, so that small jobs cannot
     *     keep a large one waiting for ever
     */
    Optional<Claim> claim(String owner, long budget, long free) {
        return Optional.ofNullable(transactions.execute(tx -> claimFirst(owner, budget, free)));
    }

    private @Nullable Claim claimFirst(String owner, long budget, long free) {
        First first = jdbc.sql("""
                        select id, bytes, token, queued_at, current_timestamp as claimed_at from job
                        where state = 'QUEUED' and bytes <= :budget
                        order by state, priority desc, submission
                        fetch first 1 row only for update skip locked
                        """)
                .param("budget", budget)
                .query((row, n) -> new First(
                        new Lease(row.getString("id"), owner, row.getLong("token") + 1),
                        row.getLong("bytes"),
                        JobRow.requireInstant(row, "queued_at"),
                        JobRow.requireInstant(row, "claimed_at")))
                .optional()
                .orElse(null);
        if (first == null || first.bytes() > free || !take(first.lease())) {
            return null;
        }
        states.recordTransition(first.lease().jobId());
        JobRow job = jdbc.sql("select * from job where id = :id")
                .param("id", first.lease().jobId())
                .query(JobRow::of)
                .single();
        return new Claim(first.lease(), job, Duration.between(first.queuedAt(), first.claimedAt()));
    }

    private record First(Lease lease, long bytes, Instant queuedAt, Instant claimedAt) {}

    private boolean take(Lease lease) {
        JobState.QUEUED.requireSuccessor(JobState.RUNNING);
        return jdbc.sql("""
                        update job set state = 'RUNNING', version = version + 1, owner = :owner, token = :token,
                            lease_until = current_timestamp + cast(:seconds as integer) * interval '1' second,
                            attempt = attempt + 1, started_at = coalesce(started_at, current_timestamp)
                        where id = :id and state = 'QUEUED' and token = :token - 1
                        """)
                        .param("id", lease.jobId())
                        .param("owner", lease.owner())
                        .param("token", lease.token())
                        .param("seconds", leaseSeconds)
                        .update()
                == 1;
    }

    /** What the callers of a process' jobs have asked of them: the state of each job that the owner holds. */
    List<Held> held(String owner) {
        return jdbc.sql("select id, token, state from job where owner = :owner")
                .param("owner", owner)
                .query((row, n) ->
                        new Held(row.getString("id"), row.getLong("token"), JobState.valueOf(row.getString("state"))))
                .list();
    }

    record Held(String jobId, long token, JobState state) {}

    /**
     * Takes jobs from workers whose leases have run out: queued again, or given up after {@link #ATTEMPTS} claims; one that
     * was asked to pause or to end does so.
     *
     * @return jobs taken
     */
    int rescueExpired() {
        return rescue("lease_until < current_timestamp", "");
    }

    /** As {@link #rescueExpired}, whatever the leases say: only for a process that alone can have the database open. */
    int rescueAllBut(String owner) {
        return rescue("owner <> :owner", owner);
    }

    private int rescue(String condition, String owner) {
        int rescued = 0;
        String after = "";
        List<String> page;
        do {
            page = orphans(condition, owner, after);
            for (String id : page) {
                rescued += Boolean.TRUE.equals(transactions.execute(tx -> rescueOne(condition, owner, id))) ? 1 : 0;
                after = id;
            }
        } while (page.size() == PAGE);
        return rescued;
    }

    private List<String> orphans(String condition, String owner, String after) {
        return jdbc.sql("select id from job where state in ('RUNNING', 'PAUSING', 'CANCELLING') and id > :after and "
                        + condition + " order by id fetch first " + PAGE + " rows only")
                .param("after", after)
                .param("owner", owner)
                .query((row, n) -> row.getString("id"))
                .list();
    }

    private boolean rescueOne(String condition, String owner, String id) {
        Integer attempt = jdbc.sql(
                        "select attempt from job where id = :id and " + condition + " for update skip locked")
                .param("id", id)
                .param("owner", owner)
                .query(Integer.class)
                .optional()
                .orElse(null);
        if (attempt == null) {
            return false;
        }
        boolean givenUp = attempt >= ATTEMPTS;
        JobState end = states.change(id, state -> orphaned(state, givenUp), JobQueue::ending)
                .orElseThrow();
        return end != JobState.RUNNING;
    }

    /** What becomes of a job whose worker is gone. */
    static JobState orphaned(JobState state, boolean givenUp) {
        return switch (state) {
            case RUNNING -> givenUp ? JobState.FAILED : JobState.QUEUED;
            case PAUSING -> JobState.PAUSED;
            case CANCELLING -> JobState.CANCELLED;
            case QUEUED, PAUSED, CANCELLED, SUCCEEDED, FAILED -> state;
        };
    }

    private static Ending ending(JobState end) {
        String crashed = "Its worker died " + ATTEMPTS + " times while training it.";
        return switch (end) {
            case FAILED -> Ending.failed(StopReason.ERROR, JobError.of("CRASHED", crashed), crashed);
            case CANCELLED -> Ending.cancelled();
            case QUEUED, RUNNING, PAUSING, PAUSED, CANCELLING, SUCCEEDED -> Ending.NONE;
        };
    }

    /** Jobs that wait. */
    long length() {
        return jdbc.sql("select count(*) from job where state = 'QUEUED'")
                .query(Long.class)
                .single();
    }

    /** Jobs that will be claimed before this one. */
    long ahead(JobRow job) {
        return jdbc.sql("""
                        select count(*) from job where state = 'QUEUED'
                        and (priority > :priority or priority = :priority and submission < :submission)
                        """)
                .param("priority", job.priority())
                .param("submission", job.submission())
                .query(Long.class)
                .single();
    }
}
