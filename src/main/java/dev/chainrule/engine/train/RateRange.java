package dev.chainrule.engine.train;

import dev.chainrule.engine.array.RandomStream;
import dev.chainrule.engine.array.UpdatePass;
import dev.chainrule.engine.network.Network;
import dev.chainrule.engine.optimize.UpdateRule;
import java.util.Arrays;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The learning rate range test (Smith 2017, "Cyclical learning rates"): a run from its first parameters whose rate grows
 * exponentially from step to step. While the rate is too small the loss stands; then it falls; then it diverges. Neither the
 * schedule nor clipping takes part.
 *
 * @param rates of the steps made
 * @param losses J of each step's batch, before its update
 * @param smoothed moving average of the losses, each step 0.9 of what was before, as if it had begun long ago
 * @param steepest rate at which the smoothed loss falls fastest by the logarithm of the rate: a good first guess; null where it
 *     never falls
 * @param least rate at which the smoothed loss is least: an upper end
 * @param diverges first rate whose smoothed loss is over four times the least, or not finite; null where there was none
 */
public record RateRange(
        double[] rates,
        double[] losses,
        double[] smoothed,
        @Nullable Double steepest,
        double least,
        @Nullable Double diverges) {

    private static final double KEPT = 0.9;
    private static final double TOO_MUCH = 4;

    /** The smoothed loss needs so many steps before its slope says anything. */
    private static final int SETTLED = 5;

    /** From which rate to which, in how many steps. */
    public record Sweep(double min, double max, int steps) {
        public Sweep {
            if (!(min > 0 && max > min && steps > 1)) {
                throw new IllegalArgumentException(
                        "need 0 < min < max and steps > 1, got " + min + ", " + max + ", " + steps);
            }
        }

        double rate(int step) {
            return min * Math.pow(max / min, (step - 1.0) / (steps - 1));
        }
    }

    /**
     * Makes the run.
     *
     * @param data only read
     * @param theta parameters to begin with
     * @param each told the number of each step made; may throw to stop
     */
    public static RateRange of(
            RunSpec spec, TrainingData data, double[] theta, UpdateRule rule, Sweep sweep, IntConsumer each) {
        TrainingSpec training = spec.training();
        RandomStream seed = RandomStream.of(training.requireSeed());
        int capacity = RunSize.capacity(training, data.training().count(), 0);
        try (Network network = Network.build(
                        spec.network(), capacity, training.precision().dataType(), seed);
                Hits hits = new Hits(false, training.precision().dataType(), capacity);
                Source source = rule.fullBatch()
                        ? new WholeSet(network, data.training(), hits)
                        : new Minibatches(network, data.training(), training, hits, seed);
                UpdatePass pass = new UpdatePass(network.parameters(), rule.averages(), rule.firstAverage())) {
            network.assign(theta);
            return run(source, pass, rule, sweep, each);
        }
    }

    private static RateRange run(Source source, UpdatePass pass, UpdateRule rule, Sweep sweep, IntConsumer each) {
        double[] losses = new double[sweep.steps];
        double[] smoothed = new double[sweep.steps];
        double average = 0;
        double best = Double.POSITIVE_INFINITY;
        for (int t = 1; t <= sweep.steps; t++) {
            source.propagate(t);
            losses[t - 1] = source.dataLoss() + source.penalty();
            average = KEPT * average + (1 - KEPT) * losses[t - 1];
            smoothed[t - 1] = average / (1 - Math.pow(KEPT, t));
            best = Math.min(best, smoothed[t - 1]);
            if (!(smoothed[t - 1] <= TOO_MUCH * Math.max(best, Double.MIN_NORMAL))) {
                return of(sweep, Arrays.copyOf(losses, t), Arrays.copyOf(smoothed, t), sweep.rate(t));
            }
            rule.update(pass, sweep.rate(t), t);
            pass.run();
            each.accept(t);
        }
        return of(sweep, losses, smoothed, null);
    }

    private static RateRange of(Sweep sweep, double[] losses, double[] smoothed, @Nullable Double diverges) {
        double[] rates = new double[losses.length];
        int least = 0;
        int steepest = -1;
        double fastest = 0;
        for (int i = 0; i < rates.length; i++) {
            rates[i] = sweep.rate(i + 1);
            least = smoothed[i] < smoothed[least] ? i : least;
        }
        for (int i = SETTLED; i < Math.min(least, rates.length - 1); i++) {
            double slope = smoothed[i + 1] - smoothed[i - 1];
            if (slope < fastest) {
                fastest = slope;
                steepest = i;
            }
        }
        return new RateRange(rates, losses, smoothed, steepest < 0 ? null : rates[steepest], rates[least], diverges);
    }
}
