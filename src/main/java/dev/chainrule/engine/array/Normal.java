package dev.chainrule.engine.array;

/** The normal distribution, one number at a time. */
final class Normal {

    /** sqrt(2 pi): the density is e^(-x^2 / 2) over it. */
    static final double ROOT_OF_TWO_PI = 2.5066282746310002;

    /** From here up the fraction converges fast; below, the series does. */
    private static final double FAR = 1.25;

    private static final int LEVELS = 130;

    private Normal() {}

    /** Mills' ratio Q(t) / phi(t) for t >= 0, Q = 1 - Phi (Abramowitz and Stegun 1964, 26.2.11 and 26.2.14). */
    static double mills(double t) {
        return t < FAR ? ROOT_OF_TWO_PI / 2 * StrictMath.exp(t * t / 2) - series(t) : fraction(t);
    }

    /** (Phi(t) - 1/2) / phi(t) = t + t^3 / 3 + t^5 / (3 5) + … */
    private static double series(double t) {
        double term = t;
        double sum = t;
        for (int k = 3; term > 0x1p-60 * sum; k += 2) {
            term *= t * t / k;
            sum += term;
        }
        return sum;
    }

    /** 1 / (t + 1 / (t + 2 / (t + 3 / …))). */
    private static double fraction(double t) {
        double below = (t + Math.sqrt(t * t + 4 * LEVELS)) / 2; // what the levels left out come to: x = t + LEVELS / x
        for (int k = LEVELS; k > 0; k--) {
            below = t + k / below;
        }
        return 1 / below;
    }
}
