package dev.chainrule.engine.array;

/**
 * Loops of losses over n predictions a and targets t. Sums are taken in double, in an order that depends on n alone. For the losses
 * of margins a target t in [0, 1] counts as s = 2 t - 1: 0 and 1 become -1 and 1. NaN in, NaN out.
 */
interface LossKernels {

    /** sum |a_i - t_i|. */
    double absoluteError(long a, long t, int n);

    /** sum d^2 / 2 where d = |a_i - t_i| <= delta, else delta (d - delta / 2). */
    double huber(long a, long t, int n, double delta);

    /** sum log cosh(a_i - t_i), exact for small differences and for large. */
    double logCosh(long a, long t, int n);

    /** sum max(0, 1 - s_i a_i). */
    double hinge(long a, long t, int n);

    /** g = -s where s a < 1, else 0, from h = sigmoid(a). */
    void hingeGradient(long g, long h, long t, int n);

    /** sum log(1 + e^(-s_i a_i)), without overflow. */
    double logistic(long a, long t, int n);

    /** sum log(1 + e^(a_i)) - t_i a_i: the cross entropy of sigmoid(a) and targets t, without overflow. */
    double sigmoidCrossEntropy(long a, long t, int n);
}
