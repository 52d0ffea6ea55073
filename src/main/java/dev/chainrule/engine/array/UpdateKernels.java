package dev.chainrule.engine.array;

/**
 * How optimizers make an update u of parameters from their gradient g, element by element over a range of indices from (inclusive)
 * to (exclusive). All but {@link #take} are links of a chain: u is written, g is read and may be u; {@code at} holds the addresses of
 * theta, which is only read, and of the averages, which are overwritten; {@code c} the coefficients. Both are in the order in which the
 * formula names them, where nothing else is said.
 */
interface UpdateKernels {

    /** u = rate g. */
    void scale(long u, long g, long[] at, int from, int to, double[] c);

    /** u = g + lambda theta. */
    void decay(long u, long g, long[] at, int from, int to, double[] c);

    /** v = keep v + add g; u = direct g + through v. */
    void momentum(long u, long g, long[] at, int from, int to, double[] c);

    /**
     * v = keep v + add g^2; u = rate g / (sqrt(v + inside) + outside).
     *
     * @param c rate, keep, add, inside, outside
     */
    void normalize(long u, long g, long[] at, int from, int to, double[] c);

    /**
     * v = keep (v + add (g - m)^2); m = m + add (g - m); u = rate g / (sqrt(v + inside) + outside).
     *
     * @param at theta, v, m
     * @param c rate, keep, add, inside, outside
     */
    void normalizeCentered(long u, long g, long[] at, int from, int to, double[] c);

    /**
     * v = rho v + (1 - rho) g^2; d = g sqrt((s + epsilon) / (v + epsilon)); s = rho s + (1 - rho) d^2; u = rate d.
     *
     * @param at theta, v, s
     * @param c rate, rho, epsilon
     */
    void adadelta(long u, long g, long[] at, int from, int to, double[] c);

    /**
     * m = beta1 m + (1 - beta1) g; v = beta2 v + (1 - beta2) g^2; u = (through m + direct g) / (sqrt(v) + epsilon).
     *
     * @param at theta, m, v
     * @param c through, direct, beta1, beta2, epsilon
     */
    void adam(long u, long g, long[] at, int from, int to, double[] c);

    /**
     * m = beta1 m + (1 - beta1) g; v = beta2 v + (1 - beta2) g^2; top = max(top, v); u = rate m / (sqrt(top) + epsilon).
     *
     * @param at theta, m, v, top
     * @param c rate, beta1, beta2, epsilon
     */
    void amsgrad(long u, long g, long[] at, int from, int to, double[] c);

    /**
     * m = beta1 m + (1 - beta1) g; v = max(beta2 v, abs(g) + inside); u = rate m / (v + outside).
     *
     * @param at theta, m, v
     * @param c rate, beta1, beta2, inside, outside
     */
    void adamax(long u, long g, long[] at, int from, int to, double[] c);

    /** theta = theta - u. Adds to sums the sums of squares of theta after and of u, taken in double. */
    void take(long theta, long u, int from, int to, double[] sums);
}
