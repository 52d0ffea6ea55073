package dev.chainrule.engine.array;

/**
 * One pass of an optimizer over n parameters theta with gradient g. Adds to sums[0], sums[1], sums[2] at {@code at} the sums of
 * squares of g, of theta after and of the change of theta, taken in double.
 */
interface UpdateKernels {

    /** theta = theta - rate g. */
    void gradientDescent(long theta, long g, int n, double rate, double[] sums, int at);

    /** v = mu v + g; theta = theta - rate v. */
    void momentum(long theta, long g, long v, int n, double rate, double mu, double[] sums, int at);

    /** v = mu v + g; theta = theta - rate (g + mu v). */
    void nesterov(long theta, long g, long v, int n, double rate, double mu, double[] sums, int at);

    /**
     * m = beta1 m + (1 - beta1) g; v = beta2 v + (1 - beta2) g^2; theta = theta - rate m / (sqrt(v) + epsilon).
     *
     * @param c rate, beta1, beta2, epsilon
     */
    void adam(long theta, long g, long m, long v, int n, double[] c, double[] sums, int at);
}
