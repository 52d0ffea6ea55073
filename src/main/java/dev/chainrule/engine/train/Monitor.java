package dev.chainrule.engine.train;

import dev.chainrule.engine.diagnose.EpochView;
import dev.chainrule.engine.diagnose.Finding;
import dev.chainrule.engine.diagnose.Notes;
import dev.chainrule.engine.network.Network;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Decides what is reported when, and reports it. */
final class Monitor implements AutoCloseable {

    private final MonitorSpec spec;
    private final Method method;
    private final StepSeries steps;
    private final EpochSeries epochs;
    private final @Nullable ActivationSeries activations;
    private final @Nullable Histograms histograms;

    private final Watch watch;

    private double @Nullable [] activationRow;
    private double @Nullable [] untold;
    private boolean begun;

    Monitor(Workbench bench, Method method, Progress progress, TrainingData data) {
        RunSpec run = bench.run();
        Network network = bench.network();
        spec = run.monitor();
        this.method = method;
        steps = new StepSeries(network, bench.source(), method, progress);
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

    /** What the diagnostics remember. */
    double[] notes() {
        Notes notes = Notes.blank();
        watch.remember(notes);
        return notes.values();
    }

    /**
     * Takes back what diagnostics of the same run noted.
     *
     * @throws IllegalArgumentException where they noted fewer numbers
     */
    void remember(double[] noted) {
        watch.remember(Notes.of(noted));
    }

    private static boolean due(long step, int every) {
        return step % every == 0;
    }

    /** Those of the first step show what the initialization made, and are all that a run shorter than the period has. */
    private @Nullable Histograms histograms(long step) {
        return histograms != null && (step == 1 || due(step, spec.histograms().every())) ? histograms : null;
    }

    /**
     * Called between back-propagation and the update, while the layers hold the step's batch.
     *
     * @param last whether the layers' buffers will be used for something else, or the run may end, before the next step
     */
    void beforeUpdate(TrainingListener listener, long step, boolean last) {
        activationRow = activations != null && due(step, spec.activations().every()) ? activations.capture() : null;
        if (due(step, spec.every()) || last) {
            steps.look();
        }
        Histograms shown = histograms(step);
        if (shown != null) {
            shown.beforeUpdate(listener, step);
        }
    }

    /** Called after the update, with the same arguments. */
    void afterUpdate(TrainingListener listener, long step, int epoch, boolean last) {
        begun = true;
        untold = null;
        if (activations != null && activationRow != null) {
            listener.onRow(activations.group(), step, epoch, activationRow);
            watch.activations(activationRow);
        }
        if (due(step, spec.every())) {
            double[] row = steps.complete(step, true);
            listener.onRow(steps.group(), step, epoch, row);
            watch.step(step, row, listener);
        } else if (last) {
            untold = steps.complete(step, true);
        }
        Histograms shown = histograms(step);
        if (shown != null) {
            shown.afterUpdate(listener, step);
        }
        List<Finding> found = method.findings(step);
        for (int i = 0; i < found.size(); i++) {
            listener.onFinding(found.get(i));
        }
    }

    /** Called when the run ends after a step: its row is told even where it was not due, unless that was done before a resume. */
    void end(TrainingListener listener, long step, int epoch) {
        if (!begun || due(step, spec.every())) {
            return;
        }
        listener.onRow(steps.group(), step, epoch, untold == null ? row(step, true) : untold);
    }

    private double[] row(long step, boolean updated) {
        steps.look();
        return steps.complete(step, updated);
    }

    /** Called instead of an update where a number of the step is not finite. */
    void diverged(TrainingListener listener, long step, int epoch, Divergence divergence) {
        listener.onRow(steps.group(), step, epoch, row(step, false));
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
