package dev.chainrule.engine.array;

/**
 * Loops of activations that take more than one function with their way back, element by element over n
 * numbers. Arguments are addresses, the one written first; it may equal any other. IEEE 754 throughout: NaN in, NaN out; infinite
 * arguments give limits.
 */
interface ActivationKernels {

    /** y = above a where a > 0, else below (e^a - 1). */
    void elu(long y, long a, int n, double above, double below);

    /** g = g above where h > 0, else g (h + below), h = elu(a). */
    void eluBackward(long g, long h, int n, double above, double below);

    /** y = a Phi(a), Phi the distribution function of N(0, 1). */
    void gelu(long y, long a, int n);

    /** g = g (Phi(a) + a phi(a)), phi the density. */
    void geluBackward(long g, long a, int n);

    /** y = a sigma(w), w = 2 sqrt(2 / pi) (a + 0.044715 a^3), sigma the sigmoid: a (1 + tanh(w / 2)) / 2. */
    void geluByTanh(long y, long a, int n);

    /** g = g (sigma + a sigma (1 - sigma) w'). */
    void geluByTanhBackward(long g, long a, int n);

    /** y = a sigma(a). */
    void silu(long y, long a, int n);

    /** g = g (sigma + a sigma (1 - sigma)). */
    void siluBackward(long g, long a, int n);

    /** y = a t, t = tanh(log(1 + e^a)). */
    void mish(long y, long a, int n);

    /** g = g (t + a t'). */
    void mishBackward(long g, long a, int n);

    /** y = log(1 + e^a) = max(a, 0) + log(1 + e^-|a|). */
    void softplus(long y, long a, int n);

    /** g = g sigma(a), for log(1 + e^a). */
    void softplusBackward(long g, long a, int n);

    /** y = a / (1 + |a|). */
    void softsign(long y, long a, int n);

    /** g = g / (1 + |a|)^2. */
    void softsignBackward(long g, long a, int n);

    /** y = min(max(slope a + offset, 0), 1). */
    void hardSigmoid(long y, long a, int n, double slope, double offset);

    /** g = g slope where 0 < h < 1, else 0. */
    void hardSigmoidBackward(long g, long h, int n, double slope);
}
