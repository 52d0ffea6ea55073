package dev.chainrule.history;

import dev.chainrule.engine.train.TrainingListener.RunPlan;
import java.sql.Types;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** Runs: who may write them, what they report, how many rows there are. */
@Component
final class RunTable {

    private final JdbcClient jdbc;
    private final TransactionTemplate transactions;

    RunTable(JdbcClient jdbc, TransactionTemplate transactions) {
        this.jdbc = jdbc;
        this.transactions = transactions;
    }

    /** @param planNo rises when the plan is replaced; 0 before the first start */
    record Run(long runNo, String runId, long token, int planNo) {}

    /**
     * @param everCount most rows there have ever been
     * @param lastRow step, epoch and values of the last row; null where there is none
     */
    record Group(int groupNo, long rowCount, long everCount, double @Nullable [] lastRow) {

        /** Step of the last row, -1 where there is none. */
        long lastStep() {
            return lastRow == null ? -1 : (long) lastRow[0];
        }
    }

    /**
     * Gives the run to the attempt with this token, unless a later one has it.
     *
     * @return whether nobody had it before: there is nothing of it yet
     * @throws StaleRunException where a later one has it
     */
    boolean begin(String runId, long token) {
        while (true) {
            try {
                Begun begun = Objects.requireNonNull(transactions.execute(tx -> tryBegin(runId, token)));
                if (begun == Begun.STALE) {
                    throw new StaleRunException(runId, token);
                }
                return begun == Begun.NEW;
            } catch (DuplicateKeyException e) {
                // Somebody else made the row between our look and our insert: look again.
            }
        }
    }

    private enum Begun {
        NEW,
        TAKEN,
        STALE
    }

    /** Most runs begin once: that takes one statement. */
    private Begun tryBegin(String runId, long token) {
        int made = jdbc.sql("""
                        insert into history_run (run_id, token, plan_no)
                        select cast(:runId as varchar), cast(:token as bigint), 0
                        where not exists (select 1 from history_run where run_id = :runId)
                        """).param("runId", runId).param("token", token).update();
        if (made == 1) {
            return Begun.NEW;
        }
        int taken = jdbc.sql("update history_run set token = :token where run_id = :runId and token <= :token")
                .param("token", token)
                .param("runId", runId)
                .update();
        if (taken == 0 && find(runId).isEmpty()) { // deleted between the two
            return tryBegin(runId, token);
        }
        return taken == 1 ? Begun.TAKEN : Begun.STALE;
    }

    Optional<Run> find(String runId) {
        return jdbc.sql("select run_no, run_id, token, plan_no from history_run where run_id = :runId")
                .param("runId", runId)
                .query((row, n) -> new Run(
                        row.getLong("run_no"), row.getString("run_id"), row.getLong("token"), row.getInt("plan_no")))
                .optional();
    }

    /** What the run reports; null before its first start. */
    @Nullable
    RunPlan plan(long runNo) {
        return jdbc.sql("select plan from history_run where run_no = :runNo")
                .param("runNo", runNo)
                .query((row, n) -> Optional.ofNullable(row.getString(1)))
                .optional()
                .flatMap(plan -> plan)
                .map(plan -> StoredJson.read(plan, RunPlan.class))
                .orElse(null);
    }

    /** Locks the run until the transaction ends; false, and nothing locked, where another attempt has it. */
    boolean lock(long runNo, long token) {
        return jdbc.sql("select run_no from history_run where run_no = :runNo and token = :token for update")
                .param("runNo", runNo)
                .param("token", token)
                .query(Long.class)
                .optional()
                .isPresent();
    }

    /**
     * Gives a run another plan and makes its groups; where there are rows, of the same groups, these stay. Does nothing where it has
     * this plan, by a commit of which nobody knew.
     *
     * @param first whether it is known that it has had none
     */
    void replacePlan(long runNo, RunPlan plan, boolean first) {
        if (!first && plan.equals(plan(runNo))) {
            return;
        }
        jdbc.sql("update history_run set plan = :plan, plan_no = plan_no + 1 where run_no = :runNo")
                .param("plan", StoredJson.write(plan))
                .param("runNo", runNo)
                .update();
        if (!first) {
            if (groups(runNo).stream().anyMatch(group -> group.rowCount() > 0)) {
                return;
            }
            jdbc.sql("delete from history_group where run_no = :runNo")
                    .param("runNo", runNo)
                    .update();
        }
        String rows = IntStream.range(0, plan.groups().size())
                .mapToObj(g -> "(:runNo, " + g + ", 0, 0)")
                .collect(Collectors.joining(", "));
        jdbc.sql("insert into history_group (run_no, group_no, row_count, ever_count) values " + rows)
                .param("runNo", runNo)
                .update();
    }

    List<Group> groups(long runNo) {
        return jdbc.sql("select group_no, row_count, ever_count, last_row from history_group"
                        + " where run_no = :runNo order by group_no")
                .param("runNo", runNo)
                .query((row, n) -> new Group(
                        row.getInt("group_no"),
                        row.getLong("row_count"),
                        row.getLong("ever_count"),
                        unpackRow(row.getBytes("last_row"))))
                .list();
    }

    void setRows(GroupKey key, long rows, double @Nullable [] lastRow) {
        int updated = jdbc.sql(
                        "update history_group set row_count = :rows, ever_count = greatest(ever_count, :rows), last_row = :lastRow"
                                + " where run_no = :runNo and group_no = :groupNo")
                .param("rows", rows)
                .param("lastRow", lastRow == null ? null : PackedColumns.pack(lastRow), Types.VARBINARY)
                .param("runNo", key.runNo())
                .param("groupNo", key.groupNo())
                .update();
        if (updated != 1) {
            throw new IllegalStateException("there is no " + key);
        }
    }

    void delete(long runNo) {
        jdbc.sql("delete from history_group where run_no = :runNo")
                .param("runNo", runNo)
                .update();
        jdbc.sql("delete from history_run where run_no = :runNo")
                .param("runNo", runNo)
                .update();
    }

    private static double @Nullable [] unpackRow(byte @Nullable [] packed) {
        return packed == null ? null : PackedColumns.unpack(packed, 0);
    }
}
