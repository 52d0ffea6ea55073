package dev.chainrule.engine.array;

/**
 * Loops of transcendental functions, element by element over n numbers. Arguments are addresses, the one written first; it may equal any
 * other. IEEE 754 throughout: NaN in, NaN out.
 */
interface TranscendentalKernels {

    /** y = e^a. */
    void exp(long y, long a, int n);

    /** y = e^a - 1, accurate near 0. */
    void expm1(long y, long a, int n);

    /** y = log(a). */
    void log(long y, long a, int n);

    /** y = log(1 + a), accurate near 0. */
    void log1p(long y, long a, int n);

    /** y = tanh(a). */
    void tanh(long y, long a, int n);

    /** y = 1 / (1 + e^-a). */
    void sigmoid(long y, long a, int n);

    /** y = Phi(a), the distribution function of N(0, 1), from b = e^(-a^2 / 2); from where b is 0 on, a counts as there. */
    void normalCdf(long y, long a, long b, int n);
}
