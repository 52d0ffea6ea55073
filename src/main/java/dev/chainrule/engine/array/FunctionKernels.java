package dev.chainrule.engine.array;

/**
 * Loops of algebraic functions and activations, element by element over n numbers. Arguments are addresses, the one written first; it may equal any other.
 * IEEE 754 throughout: NaN in, NaN out.
 */
interface FunctionKernels {

    /** y = |a|. */
    void abs(long y, long a, int n);

    /** y = -1, 0 or 1. */
    void sign(long y, long a, int n);

    /** y = 1 where a > 0, else 0. */
    void step(long y, long a, int n);

    /** y = a^2. */
    void square(long y, long a, int n);

    /** y = sqrt(a). */
    void sqrt(long y, long a, int n);

    /** y = max(a, 0). */
    void relu(long y, long a, int n);

    /** y = a where a > 0, else slope a. */
    void leakyRelu(long y, long a, int n, double slope);

    /** g = 0 where h <= 0. */
    void reluBackward(long g, long h, int n);

    /** g = slope g where h <= 0. */
    void leakyReluBackward(long g, long h, int n, double slope);

    /** g = g (1 - h^2). */
    void tanhBackward(long g, long h, int n);

    /** g = g h (1 - h). */
    void sigmoidBackward(long g, long h, int n);
}
