package dev.chainrule.engine.train;

import dev.chainrule.engine.diagnose.Finding;

/** Hears everything and keeps nothing: for steps that are made for their own sake. */
public final class Deaf implements TrainingListener {

    @Override
    public void onStart(RunPlan plan) {
        // nobody asked
    }

    @Override
    public void onRow(SeriesGroup group, long step, int epoch, double[] values) {
        // nobody asked
    }

    @Override
    public void onHistogram(Histogram histogram) {
        // nobody asked
    }

    @Override
    public void onFinding(Finding finding) {
        // nobody asked
    }

    @Override
    public void onCheckpoint(Checkpoint checkpoint) {
        // never asked for
    }
}
