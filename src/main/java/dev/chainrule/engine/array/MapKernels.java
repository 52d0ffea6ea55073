package dev.chainrule.engine.array;

/**
 * Loops that go element by element over n numbers. Arguments are addresses, the one written first; it may equal any other.
 * Every function follows IEEE 754: NaN in, NaN out.
 */
interface MapKernels {

    /** y = c. */
    void fill(long y, long n, double c);

    /** y = a; the ranges do not overlap, or are one. */
    void copy(long y, long a, long n);

    /** y = c y. */
    void scale(long y, long n, double c);

    /** y = y + c. */
    void shift(long y, long n, double c);

    /** y = y + c a. */
    void axpy(long y, long a, long n, double c);

    /** y = min(max(a, low), high). */
    void clamp(long y, long a, long n, double low, double high);

    /** y = a + b. */
    void add(long y, long a, long b, long n);

    /** y = a - b. */
    void subtract(long y, long a, long b, long n);

    /** y = a b. */
    void multiply(long y, long a, long b, long n);

    /** y = a / b. */
    void divide(long y, long a, long b, long n);

    /** y = max(a, b). */
    void max(long y, long a, long b, long n);

    /** y = min(a, b). */
    void min(long y, long a, long b, long n);

    /** y = |a|. */
    void abs(long y, long a, long n);

    /** y = -1, 0 or 1. */
    void sign(long y, long a, long n);

    /** y = 1 where a > 0, else 0. */
    void step(long y, long a, long n);

    /** y = a^2. */
    void square(long y, long a, long n);

    /** y = sqrt(a). */
    void sqrt(long y, long a, long n);

    /** y = e^a. */
    void exp(long y, long a, long n);

    /** y = e^a - 1, accurate near 0. */
    void expm1(long y, long a, long n);

    /** y = log(a). */
    void log(long y, long a, long n);

    /** y = log(1 + a), accurate near 0. */
    void log1p(long y, long a, long n);

    /** y = tanh(a). */
    void tanh(long y, long a, long n);

    /** y = 1 / (1 + e^-a). */
    void sigmoid(long y, long a, long n);

    /** y = log(1 + e^a). */
    void softplus(long y, long a, long n);

    /** y = max(a, 0). */
    void relu(long y, long a, long n);

    /** y = a where a > 0, else slope a. */
    void leakyRelu(long y, long a, long n, double slope);

    /** g = 0 where h <= 0. */
    void reluBackward(long g, long h, long n);

    /** g = slope g where h <= 0. */
    void leakyReluBackward(long g, long h, long n, double slope);

    /** g = g (1 - h^2). */
    void tanhBackward(long g, long h, long n);

    /** g = g h (1 - h). */
    void sigmoidBackward(long g, long h, long n);

    /** y = scale times the unsigned bytes at an address. */
    void bytes(long y, long bytes, long n, double scale);
}
