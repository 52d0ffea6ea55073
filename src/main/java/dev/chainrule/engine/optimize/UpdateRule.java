package dev.chainrule.engine.optimize;

import dev.chainrule.engine.array.UpdatePass;

/**
 * The optimizers that need one gradient a step: each is one element-wise update of theta. One record a file; a new one joins by
 * standing on the permits line.
 *
 * <p>What a rule remembers between steps are moving averages of theta's layout, kept by the {@link UpdatePass} and saved in
 * checkpoints.
 */
public sealed interface UpdateRule extends OptimizerSpec permits GradientDescent, Sgd, Momentum, Nesterov, Adam {

    /** Step size alpha; the schedule multiplies it. */
    @Override
    double learningRate();

    /** Moving averages to keep, one vector of theta's layout each, zero at first. */
    int averages();

    @Override
    default int vectors() {
        return averages();
    }

    /**
     * One update. theta and the averages are overwritten, the gradient may be; ends with exactly one call of the pass that moves
     * theta, which also takes the norms.
     *
     * @param alpha learning rate of this step
     * @param t number of this update, from 1
     */
    void update(UpdatePass pass, double alpha, long t);
}
