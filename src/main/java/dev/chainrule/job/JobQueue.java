package dev.chainrule.job;

import dev.chainrule.fault.FailPoint;
import java.sql.ResultSet;
import java.sql.SQLException;
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
    private static final int FRONT = 16;

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
     * Claims the first job of the queue that no other worker is claiming at this moment.
     *
     * @param budget bytes this process may use in all; larger jobs are left to others
     * @param free bytes it may use now; where the first job needs more, nothing is claimed, so that small jobs cannot
     *     keep a large one waiting for ever
     */
    Optional<Claim> claim(String owner, long budget, long free) {
        List<Candidate> front;
        do { // all of a front can be gone only because others claimed them: the queue moves
            front = front(budget);
            for (Candidate candidate : front) {
                if (candidate.bytes() > free) {
                    return Optional.empty();
                }
                FailPoint.BEFORE_CLAIM.pass();
                Claim claim = transactions.execute(tx -> claim(candidate, owner));
                if (claim != null) {
                    FailPoint.AFTER_CLAIM.pass();
                    return Optional.of(claim);
                }
            }
        } while (front.size() == FRONT);
        return Optional.empty();
    }

    private record Candidate(String id, long bytes, long token) {}

    /** Read without a lock: H2 would lock every waiting job to sort them. */
    private List<Candidate> front(long budget) {
        return jdbc.sql("""
                        select id, bytes, token from job where state = 'QUEUED' and bytes <= :budget
                        order by state, priority desc, submission fetch first :front rows only
                        """)
                .param("budget", budget)
                .param("front", FRONT)
                .query((row, n) -> new Candidate(row.getString("id"), row.getLong("bytes"), row.getLong("token")))
                .list();
    }

    private @Nullable Claim claim(Candidate candidate, String owner) {
        Waiting row = jdbc.sql("""
                        select job.*, current_timestamp as claimed_at from job
                        where id = :id and state = 'QUEUED' and token = :token for update skip locked
                        """)
                .param("id", candidate.id())
                .param("token", candidate.token())
                .query(Waiting::of)
                .optional()
                .orElse(null);
        Lease lease = new Lease(candidate.id(), owner, candidate.token() + 1);
        if (row == null || !take(lease)) {
            return null;
        }
        JobRow job = row.job().claimed(row.claimedAt());
        states.recordTransition(candidate.id(), job.version(), job.state());
        FailPoint.INSIDE_CLAIM.pass();
        return new Claim(lease, job, Duration.between(row.queuedAt(), row.claimedAt()));
    }

    private record Waiting(JobRow job, Instant queuedAt, Instant claimedAt) {
        static Waiting of(ResultSet row, int number) throws SQLException {
            return new Waiting(
                    JobRow.of(row, number),
                    JobRow.requireInstant(row, "queued_at"),
                    JobRow.requireInstant(row, "claimed_at"));
        }
    }

    /** What it changes is also in {@link JobRow#claimed}. */
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
        return jdbc.sql(
                        "select id, token, state from job where owner = :owner and state in ('RUNNING', 'PAUSING', 'CANCELLING')")
                .param("owner", owner)
                .query((row, n) ->
                        new Held(row.getString("id"), row.getLong("token"), JobState.valueOf(row.getString("state"))))
                .list();
    }

    record Held(String jobId, long token, JobState state) {}

    /**
     * Takes jobs from workers whose leases have run out: queued again, or paused where it was asked to, or given up after
     * {@link #ATTEMPTS} claims; one that was asked to end does so.
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
                FailPoint.AFTER_RESCUE.pass();
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
        FailPoint.INSIDE_RESCUE.pass();
        return end != JobState.RUNNING;
    }

    /** What becomes of a job whose worker is gone. */
    static JobState orphaned(JobState state, boolean givenUp) {
        return switch (state) {
            case RUNNING -> givenUp ? JobState.FAILED : JobState.QUEUED;
            case PAUSING -> givenUp ? JobState.FAILED : JobState.PAUSED; // resumed, it would get a claim too many
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
}
