package dev.chainrule.engine.train;

import dev.chainrule.engine.diagnose.Finding;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A listener that keeps everything it hears. */
final class Recorder implements TrainingListener {

    private @Nullable RunPlan plan;

    final Map<String, List<Double>> series = new LinkedHashMap<>();
    private final Map<String, List<Long>> steps = new LinkedHashMap<>();
    final List<Histogram> histograms = new ArrayList<>();
    final List<Finding> findings = new ArrayList<>();
    final List<Checkpoint> checkpoints = new ArrayList<>();

    @Override
    public void onStart(RunPlan started) {
        plan = started;
    }

    @Override
    public void onRow(SeriesGroup group, long step, int epoch, double[] values) {
        steps.computeIfAbsent(group.name(), n -> new ArrayList<>()).add(step);
        for (int i = 0; i < values.length; i++) {
            series.computeIfAbsent(group.series().get(i).name(), n -> new ArrayList<>())
                    .add(values[i]);
        }
    }

    @Override
    public void onHistogram(Histogram histogram) {
        histograms.add(histogram);
    }

    @Override
    public void onFinding(Finding finding) {
        findings.add(finding);
    }

    @Override
    public void onCheckpoint(Checkpoint checkpoint) {
        checkpoints.add(checkpoint);
    }

    RunPlan plan() {
        return Objects.requireNonNull(plan, "not started");
    }

    /** Steps at which rows of a group were told. */
    List<Long> steps(String group) {
        return steps.getOrDefault(group, List.of());
    }

    List<Double> values(String name) {
        List<Double> values = series.get(name);
        if (values == null) {
            throw new NoSuchElementException(name + " is not among " + series.keySet());
        }
        return values;
    }

    double last(String name) {
        return values(name).getLast();
    }
}
