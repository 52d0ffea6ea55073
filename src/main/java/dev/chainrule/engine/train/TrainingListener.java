package dev.chainrule.engine.train;

import dev.chainrule.engine.diagnose.Finding;
import java.util.List;

/**
 * Hears what a run does, on the training thread, in order. The one call from the engine to the house above it. It must
 * return quickly; what it throws ends the run.
 */
public interface TrainingListener {

    /** Before the first step, also of a resumed run. */
    void onStart(RunPlan plan);

    /**
     * One row of a group. Steps rise within a group; step 1 is the first update.
     *
     * @param group one of the plan's
     * @param step updates made so far, this one included
     * @param epoch epoch of that update, from 1
     * @param values one a series, reused after the call; NaN and infinities possible
     */
    void onRow(SeriesGroup group, long step, int epoch, double[] values);

    /** A histogram of one quantity of one layer. */
    void onHistogram(Histogram histogram);

    /** Something worth saying in words was found. */
    void onFinding(Finding finding);

    /** The run's whole state, after {@link StopSignal.Request#CHECKPOINT}; owned by the listener. */
    void onCheckpoint(Checkpoint checkpoint);

    /**
     * What a run is going to report.
     *
     * @param groups step, epoch and activation series
     * @param totalSteps updates if nothing stops it early
     * @param stepsPerEpoch updates an epoch
     * @param epochs epochs if nothing stops it early
     * @param layers the network's layers as built
     */
    record RunPlan(List<SeriesGroup> groups, long totalSteps, int stepsPerEpoch, int epochs, List<LayerInfo> layers) {}

    /** One layer as built. */
    record LayerInfo(String name, String type, long inputs, long outputs, long parameters) {}

    /**
     * @param kind "gradient", "weight", "activation" or "update"
     * @param min left edge of the first bin
     * @param max right edge of the last bin
     * @param counts one a bin, equal widths
     */
    record Histogram(long step, String layer, String kind, double min, double max, long[] counts) {}
}
