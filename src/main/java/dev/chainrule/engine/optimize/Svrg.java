package dev.chainrule.engine.optimize;

import dev.chainrule.engine.catalog.Default;
import dev.chainrule.engine.catalog.Formula;
import dev.chainrule.engine.catalog.Help;
import dev.chainrule.engine.catalog.Member;
import dev.chainrule.engine.catalog.Range;

/**
 * Stochastic variance reduced gradient (Johnson and Zhang 2013): every so many epochs a snapshot s of theta is taken with the
 * gradient mu over all examples there; each step corrects its minibatch's gradient g(theta) by what the same minibatch says at the
 * snapshot. The corrected gradient has the right mean, and its variance goes to 0 with theta and s near the minimum: with a constant
 * rate a strongly convex objective falls linearly where plain stochastic gradients stall. A step costs two minibatch gradients.
 */
@Formula("theta <- theta - alpha (g(theta) - g(s) + mu), s a snapshot of theta, mu the gradient over all examples at s")
@Help("Stochastic variance reduced gradient (Johnson and Zhang 2013).")
public record Svrg(
        @Help("Step size alpha.") @Default("0.01") @Range(min = 0, openMin = true, max = 1e6)
        double learningRate,

        @Help("Epochs from one snapshot to the next.") @Default("2") @Range(min = 1)
        int snapshotEvery,

        @Help("Which point becomes the snapshot, and goes on from there.") @Default("last")
        Snapshot snapshot)
        implements OptimizerSpec {
    public Svrg {
        Member.check(Svrg.class, learningRate, snapshotEvery, snapshot);
    }

    /** What becomes the snapshot. */
    public enum Snapshot {
        /** The last point (option I of the paper). */
        LAST,
        /** The average of the points since the last snapshot, the expectation of the paper's option II. */
        AVERAGE
    }

    @Override
    public double reach() {
        return 1;
    }

    /** Snapshot, its gradient, the batch's gradient there, theta meanwhile, and the average where it is needed. */
    @Override
    public int vectors() {
        return snapshot == Snapshot.AVERAGE ? 5 : 4;
    }

    @Override
    public boolean wholeGradients() {
        return true;
    }

    @Override
    public boolean repeatable() {
        return true;
    }
}
