package dev.chainrule.engine.optimize;

/** How a gradient becomes an update of theta. One record a file; a new one joins by standing on the permits line. */
public sealed interface OptimizerSpec permits GradientDescent, Sgd, Momentum, Nesterov, Adam {

    /** Step size alpha; the schedule multiplies it. */
    double learningRate();

    /** Whether the gradient is taken over all examples: one step an epoch, the batch size is ignored. */
    default boolean fullBatch() {
        return false;
    }
}
