package dev.chainrule.engine.optimize;

/**
 * How gradients become updates of theta. A record holds settings only; what an optimizer remembers between steps is saved in
 * checkpoints.
 */
<<<<<<< HEAD
public sealed interface OptimizerSpec permits UpdateRule {
=======
public sealed interface OptimizerSpec
        permits GradientDescent,
                Sgd,
                Momentum,
                Nesterov,
                Adagrad,
                RmsProp,
                Adadelta,
                Adam,
                AmsGrad,
                Adamax,
                Nadam,
                AdamW {
>>>>>>> 55ec627 (Optimizers follow Keras' tables, ONNX' cases and their papers step by step; planted faults are seen)

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
