package dev.chainrule.history;

import dev.chainrule.engine.diagnose.Finding;
import dev.chainrule.engine.train.TrainingListener.RunPlan;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/** Opens runs for reading: all of one read sees the run as it was at one moment, however fast it goes on. */
@Component
final class RunReader {

    private static final int PLANS = 256;

    private final Tables tables;
    private final TransactionTemplate snapshot;
    private final Map<PlanKey, RunPlan> plans = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<PlanKey, RunPlan> eldest) {
            return size() > PLANS;
        }
    };

    RunReader(Tables tables, PlatformTransactionManager transactions) {
        this.tables = tables;
        this.snapshot = new TransactionTemplate(transactions);
        snapshot.setReadOnly(true);
        // H2 takes a snapshot of each table as it is first read under REPEATABLE READ: rows and tails would be of
        // different moments.
        snapshot.setIsolationLevel(TransactionDefinition.ISOLATION_SERIALIZABLE);
    }

    private record PlanKey(long runNo, int planNo) {}

    /** A run at one moment, inside {@link #read}. */
    record OpenRun(RunTable.Run run, RunPlan plan, List<RunTable.Group> groups, Tables tables) {

        long runNo() {
            return run.runNo();
        }

        List<Finding> findings(int first) {
            return tables.findings().from(run.runNo(), first);
        }

        GroupReader group(int groupNo) {
            RunTable.Group group = groups.get(groupNo);
            GroupKey key = new GroupKey(run.runNo(), groupNo);
            return new GroupReader(tables.chunks(), key, group.rowCount(), group.lastStep());
        }
    }

    /** What the body makes of the run; empty before the run's first start. */
    <T> Optional<T> read(String runId, Function<OpenRun, T> body) {
        return Objects.requireNonNull(snapshot.execute(tx -> tables.runs()
                .find(runId)
                .filter(run -> run.planNo() > 0)
                .map(run -> body.apply(new OpenRun(run, plan(run), tables.runs().groups(run.runNo()), tables)))));
    }

    private RunPlan plan(RunTable.Run run) {
        PlanKey key = new PlanKey(run.runNo(), run.planNo());
        synchronized (plans) {
            RunPlan known = plans.get(key);
            if (known != null) {
                return known;
            }
        }
        RunPlan plan = Objects.requireNonNull(tables.runs().plan(run.runNo()));
        synchronized (plans) {
            plans.put(key, plan);
        }
        return plan;
    }
}
