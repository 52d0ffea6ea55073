package dev.chainrule.engine.diagnose;

import dev.chainrule.engine.array.Objective;
import dev.chainrule.engine.array.OffHeap;
import dev.chainrule.engine.array.Parameters;
import dev.chainrule.engine.array.RandomStream;
import dev.chainrule.engine.array.Slot;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * J on a plane through theta: J(theta + a d1 + b d2). The directions are random and filter-normalized (Li et al. 2018, "Visualizing the
 * loss landscape of neural nets"): the part of d that belongs to one unit's weights is as long as those weights, so that plots of
 * different networks compare; biases stay where they are.
 *
 * @param steps values of a, and of b
 * @param values J, row i at a = steps[i], column j at b = steps[j]; may be infinite or NaN
 * @param center J(theta)
 * @param cosine of the angle between d1 and d2
 */
public record Landscape(double[] steps, double[][] values, double center, double cosine) {

    /**
     * A square grid around theta.
     *
     * @param points of a side; an odd number has theta in the middle
     * @param radius largest |a| and |b|
     * @param seed of the directions
     */
    public record Grid(int points, double radius, long seed) {
        public Grid {
            if (points < 2 || !(radius > 0)) {
                throw new IllegalArgumentException("need points >= 2 and radius > 0, got " + points + " and " + radius);
            }
        }
    }

    /**
     * Walks over a grid; theta is moved and put back, whatever happens.
     *
     * @param parameters whose theta is the objective's
     */
    public static Landscape of(Objective j, Parameters parameters, Grid grid) {
        INDArray theta = j.theta();
        double[] center = OffHeap.toDoubles(theta);
        RandomStream random = RandomStream.of(grid.seed).split("landscape");
        double[] d1 = direction(parameters, random.at(1));
        double[] d2 = direction(parameters, random.at(2));
        double[] steps = new double[grid.points];
        for (int i = 0; i < steps.length; i++) {
            steps[i] = grid.radius * (2.0 * i / (steps.length - 1) - 1);
        }
        double[][] values = new double[steps.length][steps.length];
        try {
            for (int i = 0; i < steps.length; i++) {
                for (int k = 0; k < steps.length; k++) {
                    OffHeap.fromDoubles(theta, moved(center, steps[i], d1, steps[k], d2));
                    values[i][k] = j.value();
                }
            }
        } finally {
            OffHeap.fromDoubles(theta, center);
        }
        return new Landscape(steps, values, j.value(), dot(d1, d2) / Math.sqrt(dot(d1, d1) * dot(d2, d2)));
    }

    private static double[] moved(double[] center, double a, double[] d1, double b, double[] d2) {
        double[] theta = new double[center.length];
        for (int i = 0; i < theta.length; i++) {
            theta[i] = center[i] + a * d1[i] + b * d2[i];
        }
        return theta;
    }

    /** A random direction, filter-normalized, 0 at the biases. */
    static double[] direction(Parameters parameters, RandomStream random) {
        double[] theta = OffHeap.toDoubles(parameters.theta());
        double[] d = new double[theta.length];
        for (Slot slot : parameters.slots()) {
            for (long i = 0; i < slot.length(); i++) {
                d[(int) (slot.offset() + i)] = random.nextGaussian();
            }
            boolean weights = slot.columns() > 1 || slot.name().endsWith(".weight");
            for (int unit = 0; unit < slot.rows(); unit++) {
                normalize(d, theta, slot, unit, weights);
            }
        }
        return d;
    }

    /** A unit's weights are a row of its slot, which is kept column by column. */
    private static void normalize(double[] d, double[] theta, Slot slot, int unit, boolean weights) {
        double ours = 0;
        double theirs = 0;
        for (int column = 0; column < slot.columns(); column++) {
            int i = (int) (slot.offset() + column * slot.rows() + unit);
            ours += d[i] * d[i];
            theirs += theta[i] * theta[i];
        }
        double scale = weights && ours > 0 ? Math.sqrt(theirs / ours) : 0;
        for (int column = 0; column < slot.columns(); column++) {
            d[(int) (slot.offset() + column * slot.rows() + unit)] *= scale;
        }
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }
}
