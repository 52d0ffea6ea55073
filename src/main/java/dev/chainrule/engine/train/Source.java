package dev.chainrule.engine.train;

/** Where the gradient of a step comes from: a minibatch, or all examples. */
sealed interface Source extends AutoCloseable permits Minibatches, WholeSet {

    /** Steps an epoch. */
    int stepsPerEpoch();

    /**
     * Forward and backward propagation of a step: gradient <- grad J. Depends on nothing but theta, the seed and the step.
     *
     * @param step from 1
     */
    void propagate(long step);

    /** The same examples with the same draw once more, at theta as it is now: gradient <- grad J. */
    void repeat();

    /** The examples last shown to the network: the whole batch, or the last piece of it. */
    Examples batch();

    /** Mean of L over the examples of the last step. */
    double dataLoss();

    /** lambda Omega(theta) at the last step. */
    double penalty();

    /** Examples of the last step. */
    int examples();

    /** Right answers among them. */
    long right();

    @Override
    void close();
}
