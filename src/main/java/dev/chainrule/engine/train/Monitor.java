package dev.chainrule.engine.train;

import dev.chainrule.engine.diagnose.EpochView;
import dev.chainrule.engine.network.Network;
import dev.chainrule.engine.optimize.Optimizer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Decides what is reported when, and reports it. */
final class Monitor implements AutoCloseable {

    private final MonitorSpec spec;
    private final StepSeries steps;
    private final EpochSeries epochs;
    private final @Nullable ActivationSeries activations;
    private final @Nullable Histograms histograms;

    private final Watch watch;

    private double @Nullable [] untold;

    Monitor(RunSpec run, Network network, Source source, Optimizer optimizer, TrainingData data) {
        spec = run.monitor();
        steps = new StepSeries(network, source, optimizer);
        epochs = new EpochSeries(network.spec().loss().unit(), data);
        activations = spec.activations().every() > 0 ? new ActivationSeries(network) : null;
        histograms = spec.histograms().every() > 0 ? new Histograms(network) : null;
        double baseline = Baseline.of(network.spec().loss(), data.training().y());
        watch = new Watch(run, network, steps, baseline);
    }

    /** Everything that will be reported. */
    List<SeriesGroup> groups() {
        List<SeriesGroup> groups = new ArrayList<>(List.of(steps.group(), epochs.group()));
        if (activations != null) {
            groups.add(activations.group());
        }
        return groups;
    }

    private static boolean due(long step, int every) {
        return step % every == 0;
    }

    /** Called between back-propagation and the update. */
    void beforeUpdate(long step) {
        if (histograms != null && due(step, spec.histograms().every())) {
            histograms.beforeUpdate();
        }
    }

    /**
     * Called after the update, while the layers still hold the step's batch.
     *
     * @param last whether the layers' buffers will be used for something else, or the run may end, before the next step
     */
    void afterUpdate(TrainingListener listener, long step, int epoch, boolean last) {
        untold = null;
        if (activations != null && due(step, spec.activations().every())) {
            double[] row = activations.capture();
            listener.onRow(activations.group(), step, epoch, row);
            watch.activations(row);
        }
        if (due(step, spec.every())) {
            double[] row = steps.capture(step, true);
            listener.onRow(steps.group(), step, epoch, row);
            watch.step(step, row, listener);
        } else if (last) {
            untold = steps.capture(step, true);
        }
        if (histograms != null && due(step, spec.histograms().every())) {
            histograms.tell(listener, step);
        }
    }

    /** Called when the run ends after a step: its row is told even where it was not due. */
    void end(TrainingListener listener, long step, int epoch) {
        if (due(step, spec.every())) {
            return;
        }
        listener.onRow(steps.group(), step, epoch, untold == null ? steps.capture(step, true) : untold);
    }

    /** Called instead of an update where a number of the step is not finite. */
    void diverged(TrainingListener listener, long step, int epoch, Divergence divergence) {
        listener.onRow(steps.group(), step, epoch, steps.capture(step, false));
        watch.diverged(step, divergence, listener);
    }

    /** Called at the end of an epoch. */
    void epoch(TrainingListener listener, EpochView end, double seconds) {
        listener.onRow(epochs.group(), end.step(), end.epoch(), epochs.capture(end, seconds));
        watch.epoch(end, listener);
    }

    @Override
    public void close() {
        if (activations != null) {
            activations.close();
        }
        if (histograms != null) {
            histograms.close();
        }
    }
}
