package dev.chainrule.engine.train;

import dev.chainrule.engine.array.OffHeap;
import dev.chainrule.engine.diagnose.Finding;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * A run made again, for looking at one of its steps: the same spec, data and seed give the same bits. Tells nobody of the steps before,
 * and writes nothing.
 */
public final class Replay {

    private static final int LONGEST = 86_400;

    private final Trainer trainer;

    /** @param trainer of a {@link #quiet} spec, at the start or resumed; owned by the caller */
    public Replay(Trainer trainer) {
        this.trainer = trainer;
    }

    /** A step made again. */
    public record Made(long step, int epoch, Map<String, Double> series, double[] theta) {}

    /** The same run, reporting the step series of one step and nothing else, without its limit of time. */
    public static RunSpec quiet(RunSpec spec, long step) {
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
                t.earlyStopping(),
                LONGEST);
        int every = step <= Integer.MAX_VALUE ? Math.toIntExact(step) : 1;
        MonitorSpec.Every never = new MonitorSpec.Every(0);
        return new RunSpec(spec.network(), training, new MonitorSpec(every, never, never));
    }

    /**
     * Makes further steps.
     *
     * @param count at least 1
     * @return the state after them
     * @throws RunEndedException where the run ends before
     */
    public Checkpoint forward(long count) {
        long[] made = {0};
        StopSignal signal = () -> ++made[0] < count ? StopSignal.Request.CONTINUE : StopSignal.Request.PAUSE;
        Outcome outcome = trainer.train(new RowListener(row -> {}, trainer), signal);
        if (outcome instanceof Outcome.Paused paused) {
            return paused.state();
        }
        Checkpoint end = outcome.state();
        if (made[0] + 1 == count && end != null && outcome instanceof Outcome.Completed) {
            return end; // the run's last step, where something other than its number ended it: nobody is asked then
        }
        throw new RunEndedException("the run ended before: " + outcome);
    }

    /**
     * Makes one step more. Where it diverges, its numbers are those it diverged by and theta is as before.
     *
     * @throws RunEndedException where the run has ended
     */
    public Made next() {
        Made[] made = {null};
        trainer.train(new RowListener(row -> made[0] = row, trainer), () -> StopSignal.Request.PAUSE);
        if (made[0] == null) {
            throw new RunEndedException("the run had ended");
        }
        return made[0];
    }

    /** Hears the rows of the step series; theta is taken before the end of an epoch may put back the best one. */
    private record RowListener(Consumer<Made> each, Trainer trainer) implements TrainingListener {

        @Override
        public void onStart(RunPlan plan) {
            // nobody is told
        }

        @Override
        public void onRow(SeriesGroup group, long step, int epoch, double[] values) {
            if (!group.name().equals("step")) {
                return;
            }
            Map<String, Double> series = new LinkedHashMap<>();
            for (int i = 0; i < values.length; i++) {
                series.put(group.series().get(i).name(), values[i]);
            }
            double[] theta = OffHeap.toDoubles(trainer.network().parameters().theta());
            each.accept(new Made(step, epoch, series, theta));
        }

        @Override
        public void onHistogram(Histogram histogram) {
            // nobody is told
        }

        @Override
        public void onFinding(Finding finding) {
            // nobody is told
        }

        @Override
        public void onCheckpoint(Checkpoint checkpoint) {
            // nothing is kept
        }
    }
}
