package dev.chainrule.job;

import dev.chainrule.engine.diagnose.Finding;
import dev.chainrule.engine.train.Checkpoint;
import dev.chainrule.engine.train.SeriesGroup;
import dev.chainrule.engine.train.TrainingListener;
import java.util.function.Consumer;

/** Passes what a run reports on to its history first, then to whoever watches it. */
final class RunListener implements TrainingListener {

    private final TrainingListener history;
    private final RunWatch watch;
    private final Runnable planned;
    private final Consumer<Checkpoint> keep;

    /**
     * @param planned called once it is known how long the run is
     * @param keep stores a checkpoint; the history is durable up to it by then
     */
    RunListener(TrainingListener history, RunWatch watch, Runnable planned, Consumer<Checkpoint> keep) {
        this.history = history;
        this.watch = watch;
        this.planned = planned;
        this.keep = keep;
    }

    @Override
    public void onStart(RunPlan plan) {
        history.onStart(plan);
        watch.started(plan);
        planned.run();
    }

    @Override
    public void onRow(SeriesGroup group, long step, int epoch, double[] values) {
        history.onRow(group, step, epoch, values);
        watch.row(group, epoch, values);
    }

    @Override
    public void onHistogram(Histogram histogram) {
        history.onHistogram(histogram);
    }

    @Override
    public void onFinding(Finding finding) {
        history.onFinding(finding);
        watch.found(finding);
    }

    @Override
    public void onCheckpoint(Checkpoint checkpoint) {
        history.onCheckpoint(checkpoint);
        keep.accept(checkpoint);
    }
}
