package dev.chainrule.engine.solve;

import dev.chainrule.engine.array.OffHeap;
import org.nd4j.linalg.api.ndarray.INDArray;

/** One row of targets, scaled by the power of two that brings its largest magnitude into [1/2, 1). */
final class Target {

    private final double[] values;
    private final double unit;

    Target(INDArray y, int row) {
        int k = y.rows();
        int n = y.columns();
        values = new double[n];
        double[] all = new double[k];
        double largest = 0;
        for (int i = 0; i < n; i++) {
            OffHeap.read(y, (long) i * k, all, k);
            values[i] = all[row];
            largest = Math.max(largest, Math.abs(values[i]));
        }
        if (!Double.isFinite(largest)) {
            throw new IllegalArgumentException("a target is not finite");
        }
        unit = largest == 0 ? 1 : Math.scalb(1.0, Math.clamp(Math.getExponent(largest) + 1, -1000, 1000));
        for (int i = 0; i < n; i++) {
            values[i] /= unit;
        }
    }

    int count() {
        return values.length;
    }

    /** Scaled target i; 0 for rows of a ridge. */
    double get(int i) {
        return i < values.length ? values[i] : 0;
    }

    /** What a scaled number is multiplied with to be in the caller's unit; a power of two. */
    double unit() {
        return unit;
    }

    /** Total sum of squares of the scaled targets, about their mean or about zero. */
    double totalSumOfSquares(boolean aboutMean) {
        double mean = 0;
        if (aboutMean) {
            for (double v : values) {
                mean += v / values.length;
            }
        }
        double sum = 0;
        double drift = 0;
        for (double v : values) {
            sum += (v - mean) * (v - mean);
            drift += v - mean;
        }
        return sum - drift * drift / values.length * (aboutMean ? 1 : 0);
    }
}
