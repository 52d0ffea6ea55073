package dev.chainrule.history;

import dev.chainrule.engine.diagnose.Finding;
import dev.chainrule.engine.train.Checkpoint;
import dev.chainrule.engine.train.SeriesGroup;
import dev.chainrule.engine.train.TrainingListener;
import java.util.concurrent.locks.LockSupport;

/**
 * Keeps what a run reports. The training thread copies a row into a ring and goes on: it allocates nothing, waits for no lock, never
 * touches the database, and waits for room only where the writer is behind by a whole ring.
 *
 * <p>A row that does not rise above the last one of its group is a repetition after a resume, and is left out.
 */
public final class RunRecorder implements TrainingListener, AutoCloseable {

    private static final long ROOM_NANOS = 100_000;
    private static final long DURABLE_NANOS = 500_000;

    private final HistoryWriter writer;
    private final RunWriter run;

    private SeriesGroup[] groups = {};
    private RowRing[] rings = {};
    private long[] lastSteps = {};
    private long lastStep;

    RunRecorder(HistoryWriter writer, RunWriter run) {
        this.writer = writer;
        this.run = run;
        this.lastStep = run.lastStep();
    }

    /** Whether a later attempt has taken over: the run should stop. A volatile read. */
    public boolean stale() {
        return run.stale();
    }

    @Override
    public void onStart(RunPlan plan) {
        run.start(plan);
        groups = plan.groups().toArray(SeriesGroup[]::new);
        rings = run.rings();
        lastSteps = run.lastSteps();
        writer.add(run);
    }

    @Override
    public void onRow(SeriesGroup group, long step, int epoch, double[] values) {
        int g = indexOf(group);
        if (step <= lastSteps[g]) {
            return;
        }
        RowRing ring = rings[g];
        while (ring.full()) {
            pause(ROOM_NANOS);
        }
        ring.offer(step, epoch, values);
        lastSteps[g] = step;
        lastStep = Math.max(lastStep, step);
        if (ring.moreThanHalfFull()) {
            writer.wake();
        }
        run.check();
    }

    @Override
    public void onHistogram(Histogram histogram) {
        while (!run.offer(histogram)) {
            pause(ROOM_NANOS);
        }
    }

    @Override
    public void onFinding(Finding finding) {
        while (!run.offer(new FindingTable.Found(lastStep, finding))) {
            pause(ROOM_NANOS);
        }
    }

    /** Makes everything up to the checkpoint durable: store the checkpoint after this, and a resumed run has no gap. */
    @Override
    public void onCheckpoint(Checkpoint checkpoint) {
        flush();
    }

    /**
     * Returns when everything reported so far is durable.
     *
     * @throws StaleRunException where a later attempt has taken over
     * @throws RecordingFailedException where it could not be stored
     */
    public void flush() {
        while (run.pending()) {
            pause(DURABLE_NANOS);
        }
        run.check();
    }

    /**
     * Returns when everything reported is durable, or at once where a later attempt has taken over.
     *
     * @throws RecordingFailedException where it could not be stored
     */
    @Override
    public void close() {
        try {
            flush();
        } catch (StaleRunException e) {
            // What a stale attempt still had to say is of no interest to anybody.
        } finally {
            writer.remove(run);
        }
    }

    private void pause(long nanos) {
        run.check();
        writer.wake();
        LockSupport.parkNanos(nanos);
    }

    private int indexOf(SeriesGroup group) {
        for (int g = 0; g < groups.length; g++) {
            if (groups[g] == group) {
                return g;
            }
        }
        for (int g = 0; g < groups.length; g++) {
            if (groups[g].equals(group)) {
                return g;
            }
        }
        throw new IllegalArgumentException("group " + group.name() + " is not one of the plan's");
    }
}
