package dev.chainrule.engine.optimize;

/**
 * How gradients become updates of theta. A record holds settings only; what an optimizer remembers between steps is saved in
 * checkpoints.
 */
public sealed interface OptimizerSpec permits UpdateRule, AveragedSgd, Svrg, EpochGd, Lbfgs, NewtonCg, LeastSquares {

    /** Step size alpha, which the schedule multiplies; NaN where the optimizer finds the length of its steps by itself. */
    default double learningRate() {
        return Double.NaN;
    }

    /**
     * How long a step is, in the end, where the gradient stays the same: in units of alpha ||g||, 1 of plain descent, 1 / (1 - mu) of
     * momentum. NaN where the length does not follow the gradient's.
     */
    default double reach() {
        return Double.NaN;
    }

    /** Whether it finds the length of its steps by itself, so that neither schedule nor clipping can be asked for. */
    default boolean ownRate() {
        return false;
    }

    /** Whether the gradient is taken over all examples: one step an epoch, the batch size is ignored. */
    default boolean fullBatch() {
        return false;
    }

    /** Whether it needs the gradient over all examples, at each step or now and then. */
    default boolean wholeGradients() {
        return fullBatch();
    }

    /** Whether it needs the same theta to give the same J each time, example by example: no layer may draw or look at the batch. */
    default boolean repeatable() {
        return false;
    }

    /** Whether it takes products with the Hessian. */
    default boolean secondOrder() {
        return false;
    }

    /** Whether minibatches are drawn with replacement. */
    default boolean withReplacement() {
        return false;
    }

    /**
     * Steps it makes where so many are asked for.
     *
     * @param asked epochs times steps an epoch
     */
    default long totalSteps(long asked) {
        return asked;
    }

    /** Vectors of theta's layout that it keeps. */
    int vectors();
}
