package dev.chainrule.engine.optimize;

import dev.chainrule.engine.array.InPlace;
import dev.chainrule.engine.array.Parameters;
import dev.chainrule.engine.array.Reductions;
import dev.chainrule.engine.array.UpdatePass;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * An update rule at work on one vector: measure the gradient, clip it, take the schedule's rate, update theta.
 *
 * <pre>{@code
 * objective.valueAndGradient();
 * if (optimizer.measure()) {        // every slot's norm is finite
 *     optimizer.update(t);          // theta <- theta - alpha_t (…)
 * }
 * }</pre>
 *
 * <p>Allocates nothing after construction. One thread at a time.
 */
public final class Optimizer implements StepNorms, AutoCloseable {

    private final UpdateRule rule;
    private final Schedule schedule;
    private final @Nullable Clip clip;
    private final INDArray gradient;
    private final SlotSquares squares;
    private final long totalSteps;
    private final UpdatePass pass;

    /**
     * Allocates what the optimizer remembers.
     *
     * @param totalSteps T of the schedule
     */
    public Optimizer(UpdateRule rule, Schedule schedule, @Nullable Clip clip, Parameters parameters, long totalSteps) {
        this.rule = rule;
        this.schedule = schedule;
        this.clip = clip;
        this.totalSteps = totalSteps;
        gradient = parameters.gradient();
        squares = new SlotSquares(parameters, gradient);
        pass = new UpdatePass(parameters, rule.averages(), rule.firstAverage());
    }

    /**
     * Takes each slot's sum of squares of the gradient, as it came from back-propagation, and says whether all are finite in the
     * number type of theta. A gradient whose square overflows counts as infinite: an update by it could spoil theta for good.
     */
    public boolean measure() {
        return squares.measure();
    }

    @Override
    public boolean isFinite(int slot) {
        return squares.isFinite(slot);
    }

    /** Update number t, from 1, by the gradient just measured. */
    public void update(long t) {
        update(t, learningRate(t));
    }

    /** The same at a rate of the caller's. */
    public void update(long t, double rate) {
        if (clip != null) {
            clip(clip);
        }
        rule.update(pass, rate, t);
        pass.run();
    }

    private void clip(Clip bounds) {
        if (bounds.value() != null) {
            InPlace.clamp(gradient, gradient, -bounds.value(), bounds.value());
        }
        if (bounds.norm() != null) {
            double norm = Math.sqrt(Reductions.sumOfSquares(gradient));
            if (norm > bounds.norm()) {
                InPlace.scale(gradient, bounds.norm() / norm);
            }
        }
    }

    /** alpha_t of update number t, from 1. */
    public double learningRate(long t) {
        return rule.learningRate() * schedule.at(t - 1, totalSteps);
    }

    @Override
    public double gradientSquares(int slot) {
        return squares.of(slot);
    }

    @Override
    public double thetaSquares(int slot) {
        return pass.thetaSquares(slot);
    }

    @Override
    public double updateSquares(int slot) {
        return pass.updateSquares(slot);
    }

    /** What it remembers between steps; a checkpoint saves and restores it by writing here. */
    public List<INDArray> memory() {
        return pass.averages();
    }

    @Override
    public void close() {
        pass.close();
    }
}
