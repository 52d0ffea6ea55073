package dev.chainrule.engine.train;

import dev.chainrule.engine.diagnose.Finding;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * What a run will be like, told from its own first steps: they are made, with its data and its parameters, and then forgotten.
 *
 * @param stepSeconds time of a step, once the first ones are over
 * @param fastestSeconds of the steps made then
 * @param meanSeconds of the steps made then, those with more to report among them
 * @param stepValues numbers that a step reports where each step is watched
 * @param otherValues numbers that a step reports besides, on the average: of activations, now and then
 * @param gradientByDepth of the first step, input layer first
 * @param findings what the diagnosis says of the gradient after so few steps
 */
public record Forecast(
        double stepSeconds,
        double fastestSeconds,
        double meanSeconds,
        int stepValues,
        double otherValues,
        List<Depth> gradientByDepth,
        List<Finding> findings) {

    private static final int LONGEST = 86_400;

    private static final int MOST_STEPS = 40;

    /** As many as a finding about the gradient takes. */
    private static final int LEAST_STEPS = 8;

    /** Times the seconds asked for, after which even these are not waited for: a process that has just begun is that slow. */
    private static final double PATIENCE = 100;

    private static final Set<String> OF_GRADIENT = Set.of("VANISHING_GRADIENT", "EXPLODING_GRADIENT");

    /**
     * A layer's gradient at initialization.
     *
     * @param deltaNorm of dJ/da
     * @param gradientNorm of the gradient of its parameters
     */
    public record Depth(String layer, double deltaNorm, double gradientNorm) {}

    /** The same run for a forecast: told of each step, without what only the whole run can say. */
    public static RunSpec spec(RunSpec spec) {
        TrainingSpec t = spec.training();
        TrainingSpec training = new TrainingSpec(
                t.optimizer(),
                t.schedule(),
                t.epochs(),
                t.batchSize(),
                t.shuffle(),
                t.seed(),
                t.precision(),
                t.clip(),
                null,
                LONGEST);
        MonitorSpec monitor =
                new MonitorSpec(1, spec.monitor().activations(), spec.monitor().histograms());
        return new RunSpec(spec.network(), training, monitor);
    }

    /**
     * Makes first steps.
     *
     * @param trainer of a {@link #spec}, at the start; owned by the caller, of no more use afterwards
     * @param seconds after which no further step is begun, but for the few that a finding takes
     */
    public static Forecast of(Trainer trainer, double seconds) {
        FirstSteps heard = new FirstSteps();
        long[] ends = new long[MOST_STEPS + 1];
        int[] made = {0};
        long start = System.nanoTime();
        ends[0] = start;
        trainer.train(heard, () -> {
            ends[++made[0]] = System.nanoTime();
            double longest = made[0] < LEAST_STEPS ? PATIENCE * seconds : seconds;
            return made[0] >= MOST_STEPS || ends[made[0]] - start > longest * 1e9
                    ? StopSignal.Request.PAUSE
                    : StopSignal.Request.CONTINUE;
        });
        int steps = made[0];
        long[] times = steps == 0 ? new long[] {System.nanoTime() - start} : later(ends, steps);
        return new Forecast(
                times[times.length / 2] / 1e9,
                times[0] / 1e9,
                Arrays.stream(times).average().orElseThrow() / 1e9,
                heard.stepValues,
                (double) heard.otherValues / Math.max(1, steps),
                List.copyOf(heard.depth),
                List.copyOf(heard.findings));
    }

    /** Nanoseconds of each step of the later half, the fastest first. */
    private static long[] later(long[] ends, int steps) {
        long[] times = new long[steps - steps / 2];
        for (int i = 0; i < times.length; i++) {
            int step = steps / 2 + i + 1;
            times[i] = ends[step] - ends[step - 1];
        }
        Arrays.sort(times);
        return times;
    }

    /** Hears the first row, and what is found. */
    private static final class FirstSteps implements TrainingListener {

        private final List<Depth> depth = new ArrayList<>();
        private final List<Finding> findings = new ArrayList<>();
        private int stepValues;
        private long otherValues;

        @Override
        public void onStart(RunPlan plan) {
            // nobody is told
        }

        @Override
        public void onRow(SeriesGroup group, long step, int epoch, double[] values) {
            if (!group.name().equals("step")) {
                otherValues += values.length;
                return;
            }
            stepValues = values.length;
            if (!depth.isEmpty()) {
                return;
            }
            List<String> names =
                    group.series().stream().map(SeriesGroup.Series::name).toList();
            for (String name : names) {
                String layer = name.replaceFirst("^deltaNorm\\.", "");
                int gradient = names.indexOf("gradientNorm." + layer);
                if (!layer.equals(name) && gradient >= 0) {
                    depth.add(new Depth(layer, values[names.indexOf(name)], values[gradient]));
                }
            }
        }

        @Override
        public void onHistogram(Histogram histogram) {
            // nobody is told
        }

        @Override
        public void onFinding(Finding finding) {
            if (OF_GRADIENT.contains(finding.code())) {
                findings.add(finding);
            }
        }

        @Override
        public void onCheckpoint(Checkpoint checkpoint) {
            // never asked for
        }
    }
}
