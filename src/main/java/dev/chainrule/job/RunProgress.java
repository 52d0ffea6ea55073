package dev.chainrule.job;

import dev.chainrule.engine.train.TrainingListener.RunPlan;
import dev.chainrule.fault.FailPoint;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** Writes how far a run is, each second and at its end, from a thread that is not the training one. */
final class RunProgress {

    private final Lease lease;
    private final RunWatch watch;
    private final RunControl control;
    private final LeasedWrites writes;
    private final JobMetrics metrics;
    private final JsonMapper json;
    private final int examples;
    private final RecentPace pace;
    private long told;

    /** @param examples of an epoch */
    RunProgress(Lease lease, RunWatch watch, RunControl control, RunRoom room, int examples) {
        this.lease = lease;
        this.watch = watch;
        this.control = control;
        this.writes = room.writes();
        this.metrics = room.metrics();
        this.json = room.json();
        this.examples = examples;
        this.told = control.step();
        this.pace = new RecentPace(told, System::nanoTime);
    }

    /** Writes progress and metrics as they stand. */
    synchronized void write() {
        JobRow.Progress progress = now(watch.metrics());
        if (progress != null) {
            writes.progress(lease, progress);
            FailPoint.AFTER_PROGRESS.pass();
        }
    }

    /** Progress as it stands, with these metrics, for whoever writes it; null before the first row. */
    synchronized JobRow.@Nullable Progress now(Map<String, @Nullable Double> numbers) {
        RunPlan plan = watch.plan();
        if (plan == null) {
            return null;
        }
        long step = control.step();
        metrics.trained((step - told) * examples / Math.max(1, plan.stepsPerEpoch()));
        told = step;
        pace.at(step);
        return progress(plan, step, numbers);
    }

    private JobRow.Progress progress(RunPlan plan, long step, Object numbers) {
        int epoch = (int) Math.max(1, (step + plan.stepsPerEpoch() - 1) / Math.max(1, plan.stepsPerEpoch()));
        return new JobRow.Progress(
                step,
                plan.totalSteps(),
                Math.min(epoch, plan.epochs()),
                plan.epochs(),
                pace.secondsFor(plan.totalSteps() - step),
                json.writeValueAsString(numbers));
    }
}
