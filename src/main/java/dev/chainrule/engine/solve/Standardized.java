package dev.chainrule.engine.solve;

import java.util.Arrays;

/**
 * A design's examples with each feature brought to mean 0 and deviation 1 (where there is an intercept, which then has no
 * work left; else to root mean square 1), read one at a time. Constant features become 0.
 */
final class Standardized {

    private static final int SAMPLE = 1_000;

    private final Design design;
    private final double[] mean;
    private final double[] unit;
    private double targetMean;
    private final double[] raw;
    private final double[] example;

    Standardized(Design design) {
        this.design = design;
        this.mean = new double[design.features()];
        this.unit = new double[design.features()];
        this.raw = new double[design.columns()];
        this.example = new double[design.features()];
        measure();
    }

    private void measure() {
        int n = design.examples();
        if (design.intercept()) {
            double[] first = new double[mean.length];
            design.read(0, 1, raw);
            System.arraycopy(raw, 0, first, 0, first.length);
            each(x -> {
                for (int j = 0; j < mean.length; j++) {
                    mean[j] += (x[j] - first[j])
                            / n; // from the first on, so that the mean of equal numbers is that number
                }
            });
            Arrays.setAll(mean, j -> first[j] + mean[j]);
        }
        each(x -> {
            for (int j = 0; j < mean.length; j++) {
                double v = (x[j] - mean[j]) * design.scale(j);
                unit[j] += v * v;
            }
        });
        for (int j = 0; j < mean.length; j++) {
            unit[j] = Math.sqrt(unit[j] / n) / design.scale(j);
        }
    }

    private interface ExampleVisitor {
        void example(double[] x);
    }

    private void each(ExampleVisitor visitor) {
        for (int i = 0; i < design.examples(); i++) {
            design.read(i, 1, raw);
            visitor.example(raw);
        }
    }

    int examples() {
        return design.examples();
    }

    /** The weights of standardized features that predict as a solution does; remembers the targets' mean. */
    double[] standardize(Solution solution) {
        double[] weights = new double[mean.length];
        targetMean = solution.intercept();
        for (int j = 0; j < weights.length; j++) {
            weights[j] = unit[j] == 0 ? 0 : solution.weights()[j] * unit[j];
            targetMean += solution.weights()[j] * mean[j];
        }
        return weights;
    }

    /** A target less the targets' mean, where there is an intercept. */
    double centered(double target) {
        return design.intercept() ? target - targetMean : target;
    }

    /** Standardized example i; good until the next call. */
    double[] example(int i) {
        design.read(i, 1, raw);
        for (int j = 0; j < example.length; j++) {
            example[j] = unit[j] == 0 ? 0 : (raw[j] - mean[j]) / unit[j];
        }
        return example;
    }

    static double dot(double[] x, double[] w) {
        double sum = 0;
        for (int j = 0; j < w.length; j++) {
            sum += x[j] * w[j];
        }
        return sum;
    }

    /** Strength of the ridge on the standardized weight j, for the mean over the examples. */
    private double ridge(int j) {
        return unit[j] == 0 ? 0 : design.lambda() / design.examples() / unit[j] / unit[j];
    }

    /** gradient += lambda/n w. */
    void addPenalty(double[] gradient, double[] w) {
        if (design.lambda() > 0) {
            for (int j = 0; j < w.length; j++) {
                gradient[j] += ridge(j) * w[j];
            }
        }
    }

    /** f(w) - f(optimum) = 1/2 mean (x' (w - optimum))^2 with the ridge's part, f being half the mean squared error. */
    double distance(double[] w, double[] optimum) {
        double[] difference = new double[w.length];
        double[] total = {0};
        for (int j = 0; j < w.length; j++) {
            difference[j] = w[j] - optimum[j];
            total[0] += ridge(j) * difference[j] * difference[j] / 2;
        }
        for (int i = 0; i < examples(); i++) {
            double v = dot(example(i), difference);
            total[0] += v * v / 2 / examples();
        }
        return total[0];
    }

    /** Mean of |x|^2 with the ridge's part: each feature that is not constant adds 1. */
    double meanSquaredNorm() {
        double sum = 0;
        for (int j = 0; j < unit.length; j++) {
            sum += unit[j] == 0 ? 0 : 1 + ridge(j);
        }
        return sum;
    }

    /** Largest eigenvalue of the mean of x x' over evenly spaced examples, by power iteration, with the largest ridge. */
    double largestEigenvalue(int iterations) {
        double[] v = new double[unit.length];
        Arrays.fill(v, 1 / Math.sqrt(v.length));
        double value = 0;
        double ridge = 0;
        int stride = Math.max(1, examples() / SAMPLE);
        for (int j = 0; j < v.length; j++) {
            v[j] *= 1 + 0.1 * (j % 7);
            ridge = Math.max(ridge, ridge(j));
        }
        for (int k = 0; k < iterations; k++) {
            value = multiply(v, stride);
        }
        return value + ridge;
    }

    /** v <- mean of x x' v, brought to length 1; returns its length before. */
    private double multiply(double[] v, int stride) {
        double[] next = new double[v.length];
        int count = 0;
        for (int i = 0; i < examples(); i += stride, count++) {
            double[] x = example(i);
            double factor = dot(x, v);
            for (int j = 0; j < v.length; j++) {
                next[j] += factor * x[j];
            }
        }
        double length = Math.sqrt(dot(next, next));
        for (int j = 0; j < v.length; j++) {
            v[j] = length == 0 ? v[j] : next[j] / length;
        }
        return length / count;
    }
}
