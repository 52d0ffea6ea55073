package dev.chainrule.engine.solve;

import dev.chainrule.engine.array.RandomStream;

/**
 * F, lambda-strongly convex over the ball |x| <= radius, with unbiased random gradients of which E|g|^2 <= G^2 on the ball:
 * what the theorem on {@link EpochGd} assumes. The minimum is inside the ball and known.
 */
interface StronglyConvex {

    int dimension();

    /** lambda of F(y) >= F(x) + grad F(x)' (y - x) + lambda/2 |y - x|^2. */
    double strength();

    /** Largest eigenvalue of the Hessian: rates above 2 / smoothness only bounce. */
    double smoothness();

    double radius();

    /** G^2. */
    double gradientBound();

    /** out <- a random gradient at x. */
    void gradient(double[] out, double[] x, RandomStream random);

    /** F(x) - F(x*), exactly. */
    double gap(double[] x);
}
