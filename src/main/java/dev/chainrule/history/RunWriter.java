package dev.chainrule.history;

import dev.chainrule.engine.train.SeriesGroup;
import dev.chainrule.engine.train.TrainingListener.Histogram;
import dev.chainrule.engine.train.TrainingListener.RunPlan;
import dev.chainrule.history.FindingTable.Found;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import org.jspecify.annotations.Nullable;

/** The writer's side of one run: what waits to be written, and whether this attempt may still write. */
final class RunWriter {

    private static final int QUEUE = 1024;
    private static final int LEAST_ROWS = 16;
    private static final int MOST_ROWS = 1 << 16;

    final RunTable.Run run;

    private final Tables tables;
    /** Whether there may be something of the run in the database. */
    private boolean begun;

    private final @Nullable RunPlan storedPlan;
    private final List<RunTable.Group> stored;
    private final int buffer;
    private final ArrayBlockingQueue<Histogram> histograms = new ArrayBlockingQueue<>(QUEUE);
    private final ArrayBlockingQueue<Found> findings = new ArrayBlockingQueue<>(QUEUE);

    private volatile List<GroupWriter> groups = List.of();
    private volatile @Nullable RunPlan newPlan;
    private volatile boolean stale;
    private volatile @Nullable RecordingFailedException failure;

    private long values;
    private int histogramsWritten;
    private int findingsWritten;
    private volatile int failures;
    private long failingSince;
    private long nextAttempt;

    /** @param buffer numbers the rings hold at most, about */
    RunWriter(RunTable.Run run, Tables tables, int buffer) {
        this.run = run;
        this.tables = tables;
        this.begun = run.planNo() > 0;
        this.storedPlan = begun ? tables.runs().plan(run.runNo()) : null;
        this.stored = begun ? tables.runs().groups(run.runNo()) : List.of();
        this.buffer = buffer;
    }

    /** Makes the rings. Training thread, before the writer knows of the run. */
    void start(RunPlan plan) {
        RunPlan old = storedPlan;
        boolean rows = stored.stream().anyMatch(g -> g.rowCount() > 0);
        if (rows && (old == null || !old.groups().equals(plan.groups()))) {
            throw new IllegalStateException("run " + run.runId() + " reports other series than before it was stopped");
        }
        boolean same = plan.equals(old);
        newPlan = same ? null : plan;
        List<GroupWriter> made = new ArrayList<>();
        for (int g = 0; g < plan.groups().size(); g++) {
            SeriesGroup group = plan.groups().get(g);
            int width = group.series().size() + 2;
            RowRing ring = new RowRing(
                    width,
                    capacity(width, plan.totalSteps()),
                    rows ? stored.get(g).rowCount() : 0);
            made.add(new GroupWriter(group, ring, new GroupKey(run.runNo(), g), tables, begun));
        }
        groups = List.copyOf(made);
    }

    private int capacity(int width, long totalSteps) {
        long rows = Math.min(Math.min(MOST_ROWS, buffer / width), Math.max(1, totalSteps));
        return Math.max(LEAST_ROWS, Integer.highestOneBit((int) rows));
    }

    RowRing[] rings() {
        return groups.stream().map(g -> g.ring).toArray(RowRing[]::new);
    }

    /** Step of each group's last row in the database, -1 where there is none. */
    long[] lastSteps() {
        long[] steps = new long[groups.size()];
        for (int g = 0; g < steps.length; g++) {
            steps[g] = g < stored.size() ? stored.get(g).lastStep() : -1;
        }
        return steps;
    }

    /** The highest of {@link #lastSteps}, or 0. */
    long lastStep() {
        return stored.stream().mapToLong(RunTable.Group::lastStep).reduce(0, Math::max);
    }

    boolean offer(Histogram histogram) {
        return histograms.offer(histogram);
    }

    boolean offer(Found finding) {
        return findings.offer(finding);
    }

    /** Whether something waits to be written. */
    boolean pending() {
        return newPlan != null
                || !histograms.isEmpty()
                || !findings.isEmpty()
                || groups.stream().anyMatch(GroupWriter::pending);
    }

    /** Rows that wait to be written. */
    long pendingRows() {
        return groups.stream().mapToLong(g -> g.ring.pending()).sum();
    }

    boolean stale() {
        return stale;
    }

    /** Throws where this attempt may no longer write, or could not. Two volatile reads. */
    void check() {
        if (stale) {
            throw new StaleRunException(run.runId(), run.token());
        }
        RecordingFailedException known = failure;
        if (known != null) {
            throw known;
        }
    }

    /** Whether the writer should try now. */
    boolean due(long now) {
        return !stale && failure == null && pending() && (failures == 0 || now - nextAttempt >= 0);
    }

    /** Writes what waits, in the caller's transaction. Writer thread. */
    void write() {
        values = 0;
        histogramsWritten = 0;
        findingsWritten = 0;
        if (!tables.runs().lock(run.runNo(), run.token())) {
            stale = true;
            return;
        }
        RunPlan plan = newPlan;
        if (plan != null) {
            tables.runs().replacePlan(run.runNo(), plan, !begun);
        }
        begun = true; // whether or not the transaction will be known to have been committed
        // Steps last: the group that is told first is never behind one that is told after it.
        for (GroupWriter group : groups.reversed()) {
            values += group.write();
        }
        List<Histogram> someHistograms = List.copyOf(histograms);
        tables.histograms().put(run.runNo(), someHistograms);
        List<Found> someFindings = List.copyOf(findings);
        if (!someFindings.isEmpty()) {
            tables.findings().add(run.runNo(), someFindings);
        }
        histogramsWritten = someHistograms.size();
        findingsWritten = someFindings.size();
    }

    /**
     * What {@link #write} wrote is durable.
     *
     * @return values written
     */
    long committed() {
        failures = 0;
        if (stale) {
            return 0;
        }
        for (GroupWriter group : groups) {
            group.committed();
        }
        remove(histograms, histogramsWritten);
        remove(findings, findingsWritten);
        newPlan = null;
        return values;
    }

    private static void remove(ArrayBlockingQueue<?> queue, int count) {
        for (int i = 0; i < count; i++) {
            queue.remove();
        }
    }

    /** What {@link #write} wrote is not durable, or nobody knows. */
    void rolledBack() {
        groups.forEach(GroupWriter::rolledBack);
    }

    /** Writing this run failed: the next attempt comes later each time, and after {@code giveUp} there is none. */
    void failed(Throwable cause, long now, Duration giveUp) {
        failingSince = failures == 0 ? now : failingSince;
        failures = failures + 1;
        nextAttempt = now + Math.min(5_000_000_000L, 50_000_000L << Math.min(failures, 10));
        if (now - failingSince >= giveUp.toNanos()) {
            failure = new RecordingFailedException(
                    "What run " + run.runId() + " reports could not be stored for " + giveUp.toSeconds() + " s.",
                    cause);
        }
    }

    boolean failing() {
        return failures > 0;
    }
}
