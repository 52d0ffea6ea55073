package dev.chainrule.analysis;

import dev.chainrule.access.Sight;
import dev.chainrule.web.ProblemException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The table of analyses as a queue, first come, first served. A process holds an analysis under a lease by the database's clock; what it
 * writes later changes nothing. Runs on H2 and PostgreSQL.
 */
@Component
final class AnalysisTable {

    /** Claims without an end before an analysis is given up. */
    static final int ATTEMPTS = 3;

    /** An analysis is its job's owner's. */
    private static final String SEEN =
            " and exists (select 1 from job where job.id = job_id and " + Sight.CONDITION + ")";

    private static final int LEASE_SECONDS = 15;
    private static final String CLAIM = " where id = :id and owner = :owner and attempt = :attempt";
    private static final String MINE = CLAIM + " and state in ('RUNNING', 'CANCELLING')";
    private static final String LEASE =
            "lease_until = current_timestamp + cast(" + LEASE_SECONDS + " as integer) * interval '1' second";

    private final JdbcClient jdbc;
    private final TransactionTemplate transactions;

    AnalysisTable(JdbcClient jdbc, TransactionTemplate transactions) {
        this.jdbc = jdbc;
        this.transactions = transactions;
    }

    /**
     * One taking of an analysis. Who takes it again is another, in the same process too: what was begun before is nobody's any more.
     *
     * @param owner the process
     */
    record Claim(String id, String owner, int attempt) {

        static Claim of(AnalysisRow row, String owner) {
            return new Claim(row.id(), owner, row.attempt());
        }

        private JdbcClient.StatementSpec bind(JdbcClient.StatementSpec sql) {
            return sql.param("id", id).param("owner", owner).param("attempt", attempt);
        }
    }

    /** @throws ProblemException 404 where the job has been deleted */
    AnalysisRow insert(String jobId, String type, String request) {
        String id = UUID.randomUUID().toString();
        try {
            insert(id, jobId, type, request);
        } catch (DataIntegrityViolationException e) {
            throw ProblemException.notFound("job", jobId);
        }
        return find(id).orElseThrow(() -> ProblemException.notFound("job", jobId));
    }

    private void insert(String id, String jobId, String type, String request) {
        jdbc.sql("""
                        insert into analysis (id, job_id, type, request, state, attempt, progress, created_at)
                        values (:id, :job, :type, :request, 'QUEUED', 0, 0, current_timestamp)
                        """)
                .param("id", id)
                .param("job", jobId)
                .param("type", type)
                .param("request", request)
                .update();
    }

    Optional<AnalysisRow> find(String id) {
        return jdbc.sql("select * from analysis where id = :id" + SEEN)
                .param("id", id)
                .params(Sight.now().params())
                .query(AnalysisRow::of)
                .optional();
    }

    /** Newest first, after a submission number. */
    List<AnalysisRow> page(@Nullable String jobId, long before, int size) {
        String one = jobId == null ? "" : " and job_id = :job";
        return jdbc.sql("select * from analysis where submission < :before" + one + SEEN
                        + " order by submission desc fetch first :size rows only")
                .params(Sight.now().params())
                .param("job", jobId)
                .param("before", before)
                .param("size", size)
                .query(AnalysisRow::of)
                .list();
    }

    /** Analyses that wait or are computed. */
    long unfinished() {
        return jdbc.sql("select count(*) from analysis where state in ('QUEUED', 'RUNNING', 'CANCELLING')")
                .query(Long.class)
                .single();
    }

    /** Takes the first of the queue that nobody else is taking. */
    Optional<AnalysisRow> claim(String owner) {
        List<String> front = jdbc.sql(
                        "select id from analysis where state = 'QUEUED' order by submission fetch first 8 rows only")
                .query((row, n) -> row.getString("id"))
                .list();
        for (String id : front) {
            AnalysisRow row = transactions.execute(tx -> claim(id, owner));
            if (row != null) {
                return Optional.of(row);
            }
        }
        return Optional.empty();
    }

    private @Nullable AnalysisRow claim(String id, String owner) {
        boolean free = jdbc.sql("select id from analysis where id = :id and state = 'QUEUED' for update skip locked")
                .param("id", id)
                .query(String.class)
                .optional()
                .isPresent();
        if (!free) {
            return null;
        }
        jdbc.sql("update analysis set state = 'RUNNING', owner = :owner, attempt = attempt + 1, progress = 0, " + LEASE
                        + ", started_at = coalesce(started_at, current_timestamp) where id = :id")
                .param("id", id)
                .param("owner", owner)
                .update();
        return find(id).orElseThrow();
    }

    /**
     * Prolongs the lease and writes how far the analysis is.
     *
     * @return false where it should end: cancelled, deleted, or taken over by another
     */
    boolean renew(Claim claim, double progress) {
        claim.bind(jdbc.sql("update analysis set progress = :progress, " + LEASE + MINE))
                .param("progress", progress)
                .update();
        return claim.bind(jdbc.sql("select count(*) from analysis" + CLAIM + " and state = 'RUNNING'"))
                        .query(Long.class)
                        .single()
                == 1;
    }

    void succeed(Claim claim, String result) {
        claim.bind(jdbc.sql("""
                        update analysis set state = 'SUCCEEDED', progress = 1, result = :text,
                            finished_at = current_timestamp, owner = null
                        """ + MINE)).param("text", result).update();
    }

    void fail(Claim claim, String code, String message) {
        claim.bind(jdbc.sql("""
                        update analysis set state = 'FAILED', error_code = :code, error_message = :message,
                            finished_at = current_timestamp, owner = null
                        """ + MINE))
                .param("code", code)
                .param("message", message.length() <= 2000 ? message : message.substring(0, 2000))
                .update();
    }

    /** Ends one that was stopped from within: cancelled where its owner asked, else queued again as if it had not begun. */
    void handBack(Claim claim) {
        claim.bind(jdbc.sql("""
                        update analysis set finished_at = case when state = 'CANCELLING' then current_timestamp end,
                            attempt = case when state = 'CANCELLING' then attempt else attempt - 1 end,
                            state = case when state = 'CANCELLING' then 'CANCELLED' else 'QUEUED' end, owner = null
                        """ + MINE)).update();
    }

    /** Asks for an end: at once while it waits, within a pass while it is computed. */
    void cancel(String id) {
        jdbc.sql("""
                        update analysis set
                            finished_at = case when state = 'QUEUED' then current_timestamp else finished_at end,
                            state = case state when 'QUEUED' then 'CANCELLED' else 'CANCELLING' end
                        where id = :id and state in ('QUEUED', 'RUNNING')""" + SEEN).params(Sight.now().params()).param("id", id).update();
    }

    /** Removes one that is done; false where there is none such. */
    boolean delete(String id) {
        return jdbc.sql("delete from analysis where id = :id and state in ('SUCCEEDED', 'FAILED', 'CANCELLED')" + SEEN)
                        .params(Sight.now().params())
                        .param("id", id)
                        .update()
                == 1;
    }

    /**
     * Takes analyses that nobody computes any more, whose leases have run out, one's own too: queued again, given up after
     * {@link #ATTEMPTS} claims, or cancelled where that was asked for.
     *
     * @param all those of all others, whatever the leases say: only for a process that alone can have the database open
     */
    int rescue(String owner, boolean all) {
        String orphan = " where state in ('RUNNING', 'CANCELLING') and "
                + (all ? "owner <> :owner" : "lease_until < current_timestamp");
        String message = "It ended its process " + ATTEMPTS + " times.";
        return jdbc.sql("""
                        update analysis set
                            error_code = case when state = 'RUNNING' and attempt >= :most then 'CRASHED' end,
                            error_message = case when state = 'RUNNING' and attempt >= :most then cast(:message as varchar) end,
                            finished_at = case when state = 'CANCELLING' or attempt >= :most then current_timestamp end,
                            state = case when state = 'CANCELLING' then 'CANCELLED'
                                when attempt >= :most then 'FAILED' else 'QUEUED' end,
                            owner = null
                        """ + orphan)
                .param("most", ATTEMPTS)
                .param("message", message)
                .param("owner", owner)
                .update();
    }
}
