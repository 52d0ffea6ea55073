package dev.chainrule.engine.optimize;

import dev.chainrule.engine.array.InPlace;
import dev.chainrule.engine.array.OffHeap;
import dev.chainrule.engine.array.Reductions;
import dev.chainrule.engine.array.TwiceDifferentiable;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A method with a line search at work on an objective: a direction that goes down, a length along it by {@link LineSearch}. J and its
 * gradient at theta are known before a step, and those of the new theta after it.
 *
 * <pre>{@code
 * double value = objective.valueAndGradient();
 * while (descent.end() == Descent.End.NONE) {
 *     value = descent.step(value);
 * }
 * }</pre>
 *
 * <p>Allocates nothing after construction. One thread at a time.
 */
public abstract sealed class Descent implements AutoCloseable permits QuasiNewton, TruncatedNewton {

    /** Vectors that every method with a line search keeps. */
    static final int VECTORS = 3;

    /** Why there was no further step. */
    public enum End {
        /** There was one. */
        NONE,
        /** The gradient's norm was within the tolerance. */
        TOLERANCE,
        /** No direction led down: the limit of the number type is reached, or the function is not smooth. */
        NO_DESCENT
    }

    final TwiceDifferentiable objective;
    final INDArray direction;

    /** theta before the step, then the move. */
    private final INDArray move;

    /** The gradient before the step, then its change. */
    private final INDArray change;

    private final double tolerance;
    private final LineSearch search;
    private final Ray ray;
    private double length;
    private double value;
    private End end = End.NONE;

    Descent(TwiceDifferentiable objective, double tolerance) {
        this.objective = objective;
        this.tolerance = tolerance;
        direction = like();
        move = like();
        change = like();
        search = new LineSearch(objective.theta().dataType());
        ray = new Ray(objective, move, direction);
    }

    /** A new vector of zeros like theta. */
    final INDArray like() {
        return OffHeap.vector(objective.theta().dataType(), objective.theta().length());
    }

    /**
     * theta <- theta + alpha d; gradient <- grad J there.
     *
     * @param before J(theta); the gradient stands at theta, too
     * @return J of the new theta
     */
    public final double step(double before) {
        value = before;
        length = 0;
        double norm = Math.sqrt(Reductions.sumOfSquares(objective.gradient()));
        if (norm <= tolerance) {
            InPlace.fill(move, 0);
            end = End.TOLERANCE;
            return value;
        }
        InPlace.copy(move, objective.theta());
        InPlace.copy(change, objective.gradient());
        while (!descend(norm)) {
            InPlace.copy(objective.theta(), move);
            InPlace.copy(objective.gradient(), change);
            if (!forget()) {
                InPlace.fill(move, 0);
                end = End.NO_DESCENT;
                return value;
            }
        }
        InPlace.subtract(move, objective.theta(), move);
        InPlace.subtract(change, objective.gradient(), change);
        learn(move, change);
        return value;
    }

    private boolean descend(double norm) {
        double first = aim(norm);
        double slope = ray.slopeHere();
        if (!(slope < 0)) {
            return false;
        }
        double found = search.along(ray, value, slope, first);
        if (found > 0) {
            length = found;
            value = search.value();
        }
        return found > 0;
    }

    /**
     * direction <- where to go; theta and the gradient are as they were at the end.
     *
     * @param norm of the gradient
     * @return length to be tried first
     */
    abstract double aim(double norm);

    /** Forgets what may have led astray; false where nothing is left to forget. */
    abstract boolean forget();

    /** Takes in a step made: s and y, only read. */
    abstract void learn(INDArray s, INDArray y);

    /** Whether and why the last step moved nothing. */
    public final End end() {
        return end;
    }

    /** Length of the last step, in units of its direction; 0 where it moved nothing. */
    public final double length() {
        return length;
    }

    /** What the last step added to theta. */
    public final INDArray move() {
        return move;
    }

    /** Vectors it remembers between steps; a checkpoint saves them, and restores them by writing here. */
    public abstract List<INDArray> memory();

    /** Numbers it remembers between steps; likewise. */
    public abstract double[] numbers();

    @Override
    public void close() {
        direction.close();
        move.close();
        change.close();
    }
}
