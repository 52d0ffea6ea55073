package dev.chainrule.job;

import dev.chainrule.fault.FailPoint;
import java.util.Optional;
import java.util.function.Function;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Everything a worker may write about a job. Each method takes the lease first and changes nothing, and says so (false,
 * or no state), when the lease's token is no longer the row's or the job is in no state that a worker holds.
 */
@Component
final class LeasedWrites {

    private static final String MINE =
            " where id = :id and token = :token and state in ('RUNNING', 'PAUSING', 'CANCELLING')";

    private final JdbcClient jdbc;
    private final JobStateTable states;
    private final JobNews news;
    private final long leaseSeconds;

    LeasedWrites(JdbcClient jdbc, JobStateTable states, JobNews news, JobProperties properties) {
        this.jdbc = jdbc;
        this.states = states;
        this.news = news;
        this.leaseSeconds = properties.lease().toSeconds();
    }

    /** Prolongs the lease by the database's clock. */
    boolean renew(Lease lease) {
        FailPoint.BEFORE_RENEWAL.pass();
        boolean renewed = mine(
                                "update job set lease_until = current_timestamp + cast(:seconds as integer) * interval '1' second"
                                        + MINE,
                                lease)
                        .param("seconds", leaseSeconds)
                        .update()
                == 1;
        FailPoint.AFTER_RENEWAL.pass();
        return renewed;
    }

    /** Writes how far the run is. */
    boolean progress(Lease lease, JobRow.Progress progress) {
        boolean written = progress.bind(mine("update job set " + JobRow.Progress.COLUMNS + MINE, lease))
                        .update()
                == 1;
        news.changed(lease.jobId());
        return written;
    }

    /** Names a checkpoint's file, which is on the disk already. */
    boolean checkpoint(Lease lease, CheckpointRow row) {
        return mine("""
                        insert into job_checkpoint (job_id, step, epoch, file, bytes, sha256, created_at)
                        select id, :step, :epoch, :file, :bytes, :sha256, current_timestamp from job
                        """ + MINE, lease)
                        .param("step", row.step())
                        .param("epoch", row.epoch())
                        .param("file", row.file())
                        .param("bytes", row.bytes())
                        .param("sha256", row.sha256())
                        .update()
                == 1;
    }

    /** Forgets a checkpoint that newer ones have replaced or that cannot be read. */
    boolean dropCheckpoint(Lease lease, CheckpointRow row) {
        return mine(
                                "delete from job_checkpoint where step = :step and job_id = (select id from job" + MINE
                                        + ")",
                                lease)
                        .param("step", row.step())
                        .update()
                == 1;
    }

    /** The run ended by its own rules; a cancellation asked for meanwhile still counts. */
    Optional<JobState> succeed(Lease lease, Function<JobState, Ending> ending) {
        return states.change(lease, s -> s == JobState.CANCELLING ? JobState.CANCELLED : JobState.SUCCEEDED, ending);
    }

    /** The run cannot go on; a cancellation asked for meanwhile still counts. */
    Optional<JobState> fail(Lease lease, Function<JobState, Ending> ending) {
        return states.change(lease, s -> s == JobState.CANCELLING ? JobState.CANCELLED : JobState.FAILED, ending);
    }

    /** The run stopped because it was asked to: the job is cancelled or paused, or, with neither asked, queued again. */
    Optional<JobState> handBack(Lease lease, Function<JobState, Ending> ending) {
        return states.change(lease, s -> JobQueue.orphaned(s, false), ending);
    }

    private JdbcClient.StatementSpec mine(String sql, Lease lease) {
        return jdbc.sql(sql).param("id", lease.jobId()).param("token", lease.token());
    }
}
