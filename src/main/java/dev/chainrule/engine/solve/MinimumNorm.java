package dev.chainrule.engine.solve;

import java.util.Arrays;

/** Among all weights that fit equally well, those of least norm; the intercept's does not count. */
final class MinimumNorm {

    private MinimumNorm() {}

    /**
     * w - N z with z = argmin |w - N z| over the features.
     *
     * @param weights one solution, features first, then perhaps the intercept
     * @param nullSpace vectors that change no prediction
     * @param features how many of the weights count
     */
    static double[] of(double[] weights, double[][] nullSpace, int features) {
        double[] basis = new double[features * nullSpace.length];
        double[] z = Arrays.copyOf(weights, features);
        for (int v = 0; v < nullSpace.length; v++) {
            double largest = 0;
            for (double u : nullSpace[v]) {
                largest = Math.max(largest, Math.abs(u));
            }
            for (int j = 0; j < weights.length; j++) {
                nullSpace[v][j] /= largest;
            }
            System.arraycopy(nullSpace[v], 0, basis, v * features, features);
        }
        Lapack.gels(features, nullSpace.length, basis, z);
        double[] least = weights.clone();
        for (int v = 0; v < nullSpace.length; v++) {
            for (int j = 0; j < least.length; j++) {
                least[j] -= z[v] * nullSpace[v][j];
            }
        }
        return least;
    }
}
