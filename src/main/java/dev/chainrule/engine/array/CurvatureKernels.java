package dev.chainrule.engine.array;

/**
 * Loops of second derivatives, element by element over n numbers. Asked for rarely, so that plain loops are all there are. Arguments are
 * addresses, the one written first; it may equal any other. Infinite arguments give limits.
 */
interface CurvatureKernels {

    /** y = 0 where h > 0, else h + below, h = elu(a). */
    void eluCurvature(long y, long h, int n, double below);

    /** y = phi(a) (2 - a^2). */
    void geluCurvature(long y, long a, int n);

    /** y = 2 sigma' w' + a (sigma' (1 - 2 sigma) w'^2 + sigma' w''), sigma' = sigma (1 - sigma). */
    void geluByTanhCurvature(long y, long a, int n);

    /** y = sigma (1 - sigma) (2 + a (1 - 2 sigma)). */
    void siluCurvature(long y, long a, int n);

    /** y = 2 t' + a t''. */
    void mishCurvature(long y, long a, int n);

    /** y = sigma (1 - sigma), for log(1 + e^a). */
    void softplusCurvature(long y, long a, int n);

    /** y = -2 sign(a) / (1 + |a|)^3. */
    void softsignCurvature(long y, long a, int n);

    /** g = g where |a - t| < delta, else 0: the derivative of huber's gradient along g. */
    void huberTangent(long g, long a, long t, int n, double delta);

    /** g = g / cosh^2(a - t): the derivative of log cosh's gradient along g. */
    void logCoshTangent(long g, long a, long t, int n);
}
