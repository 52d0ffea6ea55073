package dev.chainrule.job;

import dev.chainrule.access.Sight;
import dev.chainrule.fault.FailPoint;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The one place that changes a job's state: the row is locked, the change is checked against {@link JobState#successors()},
 * state, transition and everything that follows from them are written in one transaction. A job that its worker hands back
 * in good order does not count as an attempt; one whose worker vanished does.
 */
@Component
final class JobStateTable {

    /** Who may change the state: the holder of this token, or anybody. */
    private static final long ANY_TOKEN = -1;

    private final JdbcClient jdbc;
    private final TransactionTemplate transactions;
    private final JobNews news;

    JobStateTable(JdbcClient jdbc, TransactionTemplate transactions, JobNews news) {
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.news = news;
    }

    /**
     * Changes a job's state on a caller's behalf.
     *
     * @param next the state that should follow the given one; the same one where nothing is to be done
     * @param ending what is written with the state that follows
     * @return the state after the call, empty where there is no such job
     */
    Optional<JobState> change(String id, UnaryOperator<JobState> next, Function<JobState, Ending> ending) {
        return change(id, ANY_TOKEN, next, ending);
    }

    /** As above, by a worker: empty, and nothing written, where its token is no longer the row's. */
    Optional<JobState> change(Lease lease, UnaryOperator<JobState> next, Function<JobState, Ending> ending) {
        return change(lease.jobId(), lease.token(), next, ending);
    }

    private Optional<JobState> change(
            String id, long token, UnaryOperator<JobState> next, Function<JobState, Ending> ending) {
        Optional<JobState> changed =
                Optional.ofNullable(transactions.execute(tx -> changeLocked(id, token, next, ending)));
        FailPoint.AFTER_STATE_CHANGE.pass();
        return changed;
    }

    private @Nullable JobState changeLocked(
            String id, long token, UnaryOperator<JobState> next, Function<JobState, Ending> ending) {
        Locked row = lock(id, token);
        if (row == null) {
            return null;
        }
        JobState from = row.state();
        JobState to = next.apply(from);
        if (to == from) {
            return from;
        }
        from.requireSuccessor(to);
        int written = write(id, token, from, to, ending.apply(to));
        if (written != 1) {
            throw new IllegalStateException("job " + id + " changed while its row was locked");
        }
        recordTransition(id, row.version() + 1, to);
        FailPoint.INSIDE_STATE_CHANGE.pass();
        return to;
    }

    private record Locked(JobState state, long version) {}

    private @Nullable Locked lock(String id, long token) {
        return jdbc.sql("select state, version from job where id = :id and (:token = -1 or token = :token) and "
                        + Sight.CONDITION + " for update")
                .params(Sight.now().params())
                .param("id", id)
                .param("token", token)
                .query((row, n) -> new Locked(JobState.valueOf(row.getString("state")), row.getLong("version")))
                .optional()
                .filter(row -> token == ANY_TOKEN || row.state().leased())
                .orElse(null);
    }

    private int write(String id, long token, JobState from, JobState to, Ending ending) {
        JobError error = ending.error();
        JobRow.Progress progress = ending.progress();
        JdbcClient.StatementSpec sql = jdbc.sql("""
                        update job set state = :to, version = version + 1,
                            owner = case when :leased then owner end,
                            lease_until = case when :leased then lease_until end,
                            queued_at = case when :to = 'QUEUED' then current_timestamp else queued_at end,
                            attempt = case when :handedBack then attempt - 1 else attempt end,
                            finished_at = case when :terminal then current_timestamp end,
                            stop_reason = :stopReason, verdict = :verdict, model_id = :modelId,
                            error_code = :errorCode, error_message = :errorMessage,
                            error_layer = :errorLayer, error_step = :errorStep,
                        """
                        + (progress == null
                                ? "seconds_left = case when :leased then seconds_left end"
                                : JobRow.Progress.COLUMNS)
                        + """
                         where id = :id and state = :from and (:token = -1 or token = :token)
                        """)
                .param("id", id)
                .param("token", token)
                .param("from", from.name())
                .param("to", to.name())
                .param("leased", to.leased())
                .param("terminal", to.terminal())
                .param("handedBack", token != ANY_TOKEN && (to == JobState.QUEUED || to == JobState.PAUSED))
                .param(
                        "stopReason",
                        ending.stopReason() == null ? null : ending.stopReason().name())
                .param("verdict", ending.verdict())
                .param("modelId", ending.modelId())
                .param("errorCode", error == null ? null : error.code())
                .param("errorMessage", error == null ? null : error.message())
                .param("errorLayer", error == null ? null : error.layer())
                .param("errorStep", error == null ? null : error.step());
        if (progress != null) {
            sql = (to.leased() ? progress : progress.ended()).bind(sql);
        }
        return sql.update();
    }

    /** Tells the job's followers that its row has changed. */
    void tell(String id) {
        news.changed(id);
    }

    /** Writes the row's version and state, just written in this transaction, to the job's transitions. */
    void recordTransition(String id, long version, JobState state) {
        jdbc.sql("""
                        insert into job_transition (job_id, version, state, at)
                        values (:id, :version, :state, current_timestamp)
                        """)
                .param("id", id)
                .param("version", version)
                .param("state", state.name())
                .update();
        news.changed(id);
    }
}
