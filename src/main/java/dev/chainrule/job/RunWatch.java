package dev.chainrule.job;

import dev.chainrule.engine.diagnose.Finding;
import dev.chainrule.engine.diagnose.NotLearning;
import dev.chainrule.engine.train.SeriesGroup;
import dev.chainrule.engine.train.TrainingListener.RunPlan;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The latest numbers of a run: written by its training thread at the cost of a few plain stores a row, read by others
 * whenever they like.
 */
final class RunWatch {

    /** A series that is shown as one of a job's metrics. */
    private record Shown(String series, String metric) {}

    private static final List<Shown> SHOWN = List.of(
            new Shown("loss", "loss"),
            new Shown("validationLoss", "validationLoss"),
            new Shown("trainingAccuracy", "accuracy"),
            new Shown("validationAccuracy", "validationAccuracy"),
            new Shown("gradientNorm", "gradientNorm"),
            new Shown("learningRate", "learningRate"),
            new Shown("trainingLoss", "trainingLoss"));

    /** Where a group's rows hold what is shown: {@code from[i]} in the row is metric {@code to[i]}. */
    private record Picked(SeriesGroup group, int[] from, int[] to) {

        static Picked of(SeriesGroup group) {
            List<String> names =
                    group.series().stream().map(SeriesGroup.Series::name).toList();
            int[] to = IntStream.range(0, SHOWN.size())
                    .filter(i -> names.contains(SHOWN.get(i).series()))
                    .toArray();
            int[] from = IntStream.of(to)
                    .map(i -> names.indexOf(SHOWN.get(i).series()))
                    .toArray();
            return new Picked(group, from, to);
        }
    }

    private final AtomicLongArray latest = new AtomicLongArray(SHOWN.size());
    private final List<Finding> findings = new CopyOnWriteArrayList<>();
    private volatile Picked[] picked = {};
    private volatile @Nullable RunPlan plan;
    private volatile int epoch;
    private final Runnable begun;
    private boolean running;
    private double firstLoss = Double.NaN;

    /** @param begun called at the first row */
    RunWatch(Runnable begun) {
        this.begun = begun;
        for (int i = 0; i < SHOWN.size(); i++) {
            latest.set(i, Double.doubleToRawLongBits(Double.NaN));
        }
    }

    /**
     * Goes on where an earlier attempt stopped.
     *
     * @param last last value of each series
     * @param first loss of the first reported step
     */
    void goOn(Map<String, Double> last, double first, List<Finding> known) {
        for (int i = 0; i < SHOWN.size(); i++) {
            double value = last.getOrDefault(SHOWN.get(i).series(), Double.NaN);
            latest.set(i, Double.doubleToRawLongBits(value));
        }
        firstLoss = first;
        findings.addAll(known);
    }

    void started(RunPlan started) {
        picked = started.groups().stream().map(Picked::of).toArray(Picked[]::new);
        plan = started;
    }

    void row(SeriesGroup group, int rowEpoch, double[] values) {
        for (Picked candidate : picked) {
            if (candidate.group() == group) {
                for (int i = 0; i < candidate.from().length; i++) {
                    latest.lazySet(
                            candidate.to()[i],
                            Double.doubleToRawLongBits(values[candidate.from()[i]]));
                }
            }
        }
        if (rowEpoch != epoch) {
            epoch = rowEpoch;
        }
        if (!running) {
            running = true;
            begun.run();
        }
        if (Double.isNaN(firstLoss)) {
            firstLoss = metric(0);
        }
    }

    void found(Finding finding) {
        findings.add(finding);
    }

    private double metric(int i) {
        return Double.longBitsToDouble(latest.get(i));
    }

    @Nullable
    RunPlan plan() {
        return plan;
    }

    int epoch() {
        return epoch;
    }

    /** Loss of the first reported step. */
    double firstLoss() {
        return firstLoss;
    }

    /** The metrics known so far, by public name; one that is not finite is null. */
    Map<String, @Nullable Double> metrics() {
        Map<String, @Nullable Double> metrics = new LinkedHashMap<>();
        for (int i = 0; i < SHOWN.size(); i++) {
            int series = i;
            boolean reported = IntStream.range(0, picked.length)
                    .anyMatch(p -> IntStream.of(picked[p].to()).anyMatch(to -> to == series));
            double value = metric(i);
            if (reported && !(Double.isNaN(value) && epoch == 0)) {
                metrics.put(SHOWN.get(i).metric(), Double.isFinite(value) ? value : null);
            }
        }
        return metrics;
    }

    /** The gravest thing found that still holds, the earliest of several such. */
    Optional<Finding> gravest() {
        Double loss = metrics().get("loss");
        return findings.stream()
                .filter(f -> f.severity() != Finding.Severity.INFO)
                .filter(f -> loss == null || !NotLearning.overtaken(f, loss))
                .max(Comparator.comparing(Finding::severity)
                        .thenComparing(
                                Comparator.comparingLong(Finding::fromStep).reversed()));
    }
}
