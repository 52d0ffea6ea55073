package dev.chainrule.engine.optimize;

import org.nd4j.linalg.api.buffer.DataType;

/**
 * A step length by the strong Wolfe conditions phi(alpha) <= phi(0) + c1 alpha phi'(0) and |phi'(alpha)| <= c2 |phi'(0)|: algorithms
 * 3.5 and 3.6 of Nocedal and Wright, <em>Numerical Optimization</em> (2006), with quadratic interpolation.
 *
 * <p>Near a minimum the first condition drowns in the rounding of J. A point whose J is no higher than phi(0) within rounding also
 * passes where phi'(alpha) <= (2 c1 - 1) phi'(0), which on a quadratic says the same by the gradient (Hager and Zhang 2005).
 */
final class LineSearch {

    static final double C1 = 1e-4;
    static final double C2 = 0.9;

    private static final int EVALUATIONS = 30;
    private static final double LONGEST = 1e10;

    /** A point of the ray. */
    private double low;

    private double lowValue;
    private double lowSlope;
    private double high;
    private double highValue;

    private final double rounding;
    private double value;
    private double value0;
    private double slope0;
    private int left;

    LineSearch(DataType type) {
        rounding = type == DataType.FLOAT ? 1e-6 : 1e-13;
    }

    /**
     * Looks for a step length; theta, J and its gradient stand at the point found, which was looked at last.
     *
     * @param value phi(0)
     * @param slope phi'(0) < 0
     * @param first length tried first
     * @return 0 where none was found; theta then stands anywhere on the ray
     */
    double along(Ray ray, double value, double slope, double first) {
        value0 = value;
        slope0 = slope;
        left = EVALUATIONS;
        low = 0;
        lowValue = value;
        lowSlope = slope;
        double alpha = first;
        while (left-- > 0 && alpha < LONGEST) { // algorithm 3.5
            double phi = look(ray, alpha);
            if (!falls(alpha, phi, ray.slope()) || low > 0 && phi > lowValue + noise()) {
                setHigh(alpha, phi);
                return zoom(ray);
            }
            if (flat(ray.slope())) {
                return alpha;
            }
            if (ray.slope() >= 0) {
                setHigh(low, lowValue);
                setLow(alpha, phi, ray.slope());
                return zoom(ray);
            }
            double further = further(alpha, ray.slope());
            setLow(alpha, phi, ray.slope());
            alpha = further;
        }
        return 0;
    }

    /** Algorithm 3.6: the interval between low and high holds a point that passes; low is the best so far. */
    private double zoom(Ray ray) {
        while (left-- > 0) {
            double alpha = between();
            if (alpha == low || alpha == high) {
                return 0;
            }
            double phi = look(ray, alpha);
            if (!falls(alpha, phi, ray.slope()) || phi > lowValue + noise()) {
                setHigh(alpha, phi);
                continue;
            }
            if (flat(ray.slope())) {
                return alpha;
            }
            if (ray.slope() * (high - low) >= 0) {
                setHigh(low, lowValue);
            }
            setLow(alpha, phi, ray.slope());
        }
        return 0;
    }

    private double look(Ray ray, double alpha) {
        value = ray.value(alpha);
        return value;
    }

    /** phi at the point last looked at. */
    double value() {
        return value;
    }

    private boolean falls(double alpha, double phi, double slope) {
        return phi <= value0 + C1 * alpha * slope0 || phi <= value0 + noise() && slope <= (2 * C1 - 1) * slope0;
    }

    private boolean flat(double slope) {
        return Math.abs(slope) <= -C2 * slope0;
    }

    private double noise() {
        return rounding * Math.abs(value0);
    }

    private void setLow(double alpha, double phi, double slope) {
        low = alpha;
        lowValue = phi;
        lowSlope = slope;
    }

    private void setHigh(double alpha, double phi) {
        high = alpha;
        highValue = phi;
    }

    /** Minimum of the quadratic through phi(low), phi'(low) and phi(high), kept off the ends of the interval. */
    private double between() {
        double width = high - low;
        double curvature = (highValue - lowValue - lowSlope * width) / (width * width);
        double share = -lowSlope / (2 * curvature * width);
        boolean usable = Double.isFinite(share) && curvature > 0;
        return low + width * (usable ? Math.clamp(share, 0.1, 0.9) : 0.5);
    }

    /** Where the slope would vanish if it went on changing as between low and here; two to ten times as far. */
    private double further(double alpha, double slope) {
        double change = (slope - lowSlope) / (alpha - low);
        double zero = alpha - slope / change;
        return Double.isFinite(zero) && change > 0 ? Math.clamp(zero, 2 * alpha, 10 * alpha) : 4 * alpha;
    }
}
