package dev.chainrule.engine.array;

/**
 * A chain of one link and {@link UpdateKernels#take} after it, in one loop: u is never stored. For the commonest updates, whose time is the
 * loads and stores. g is only read; {@code at} holds the addresses of theta and the averages, all overwritten; {@code c} the
 * coefficients of the link. Adds to sums the sums of squares of theta after and of u, taken in double.
 */
interface FusedKernels {

    /** u = rate g; theta = theta - u. */
    void takeScaled(long g, long[] at, int from, int to, double[] c, double[] sums);

    /** v = keep v + add g; u = direct g + through v; theta = theta - u. */
    void takeMomentum(long g, long[] at, int from, int to, double[] c, double[] sums);

    /**
     * m = beta1 m + (1 - beta1) g; v = beta2 v + (1 - beta2) g^2; u = (through m + direct g) / (sqrt(v) + epsilon); theta = theta - u.
     *
     * @param at theta, m, v
     * @param c through, direct, beta1, beta2, epsilon
     */
    void takeAdam(long g, long[] at, int from, int to, double[] c, double[] sums);
}
