package dev.chainrule.engine.optimize;

/**
 * How gradients become updates of theta. A record holds settings only; what an optimizer remembers between steps is saved in
 * checkpoints.
 */
public sealed interface OptimizerSpec permits UpdateRule {

    /** Step size alpha, which the schedule multiplies; NaN where the optimizer finds the length of its steps by itself. */
    default double learningRate() {
        return Double.NaN;
    }

    /** Whether the gradient is taken over all examples: one step an epoch, the batch size is ignored. */
    default boolean fullBatch() {
        return false;
    }

    /** Vectors of theta's layout that it keeps. */
    int vectors();
}
