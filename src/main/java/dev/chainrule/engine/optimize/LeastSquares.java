package dev.chainrule.engine.optimize;

import dev.chainrule.engine.catalog.Formula;
import dev.chainrule.engine.catalog.Help;

/**
 * The exact minimum of a mean squared error without hidden layers, by an orthogonal factorization in float64: one step. A second one
 * takes the gradient there, and moves nothing.
 */
@Formula("theta <- argmin of mean (W x + b - y)^2 + lambda sum W^2")
@Help(
        "Least squares in closed form: no hidden layer, a linear output and mean_squared_error; at most an l2 penalty on the weights.")
public record LeastSquares() implements OptimizerSpec {

    @Override
    public boolean fullBatch() {
        return true;
    }

    @Override
    public boolean ownRate() {
        return true;
    }

    @Override
    public long totalSteps(long asked) {
        return Math.max(2, asked);
    }

    /** The move of its step. */
    @Override
    public int vectors() {
        return 1;
    }
}
