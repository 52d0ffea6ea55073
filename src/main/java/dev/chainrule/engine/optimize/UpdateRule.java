package dev.chainrule.engine.optimize;

import dev.chainrule.engine.array.UpdatePass;

/**
 * The optimizers that need one gradient a step: each is one element-wise update of theta. One record a file; a new one joins by
 * standing on the permits line.
 *
 * <p>What a rule remembers between steps are moving averages of theta's layout, kept by the {@link UpdatePass} and saved in
 * checkpoints.
 */
public sealed interface UpdateRule extends OptimizerSpec
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

    /** Step size alpha; the schedule multiplies it. */
    @Override
    double learningRate();

    /** Moving averages to keep, one vector of theta's layout each. */
    int averages();

    /** What every element of the averages is at first. */
    default double firstAverage() {
        return 0;
    }

    @Override
    default int vectors() {
        return averages();
    }

    /**
     * Says how the gradient becomes the update that is then taken off theta: adds links to the pass, which keep as many averages in
     * all as {@link #averages} says, the same links at every step.
     *
     * @param alpha learning rate of this step
     * @param t number of this update, from 1
     */
    void update(UpdatePass pass, double alpha, long t);
}
