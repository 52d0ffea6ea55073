package dev.chainrule.engine.solve;

import java.util.Arrays;

/**
 * A S P = Q [T; 0] and what is asked of it: the augmented system of least squares, its condition, its null space.
 */
final class Factorization {

    private final Design design;
    private final TallQr qr;
    private final PivotedTriangle triangle;
    private final double[] inverse;

    Factorization(Design design, TallQr qr) {
        this.design = design;
        this.qr = qr;
        int p = design.columns();
        // what rounding in the factorization can leave of a column that is exactly dependent
        double tolerance = 4 * DoubleDouble.ROUNDOFF * (p + Math.sqrt(design.rows()));
        this.triangle = new PivotedTriangle(p, qr.triangle(), tolerance);
        this.inverse = triangle.leading();
        if (triangle.rank() > 0) {
            Lapack.invertUpper(triangle.rank(), inverse);
        }
    }

    Design design() {
        return design;
    }

    /** Length of residual vectors, padding included. */
    int rows() {
        return qr.rows();
    }

    int rank() {
        return triangle.rank();
    }

    boolean deficient() {
        return rank() < design.columns();
    }

    /** The column of the design at place k in pivot order; k below {@link #rank} for the independent ones. */
    int column(int k) {
        return triangle.pivot(k);
    }

    /**
     * Solves dr + A dx = f, A' dr = g for the independent columns A (Bjorck, 1967): h = T'^-1 g, d = Q' f, dx = T^-1 (d1 - h),
     * dr = Q [h; d2].
     *
     * @param f overwritten by dr
     * @param g one an independent column, scaled, overwritten by dx, scaled
     */
    void solveAugmented(double[] f, double[] g) {
        int p = design.columns();
        triangle.solveTransposed(g);
        qr.applyTransposed(f);
        double[] top = Arrays.copyOf(f, p);
        triangle.applyTransposed(top);
        for (int k = 0; k < rank(); k++) {
            double h = g[k];
            g[k] = top[k] - h;
            top[k] = h;
        }
        triangle.apply(top);
        System.arraycopy(top, 0, f, 0, p);
        qr.apply(f);
        triangle.solve(g);
    }

    /** |T|_F |T^-1|_F of the scaled, independent columns: at least their condition, at most rank times it. */
    double scaledCondition() {
        return norm(triangle.leading()) * norm(inverse);
    }

    private static double norm(double[] a) {
        double sum = 0;
        for (double v : a) {
            sum += v * v;
        }
        return Math.sqrt(sum);
    }

    /**
     * Ratio of the extreme singular values of the unscaled matrix. The smallest is taken from the inverse of the scaled
     * triangle, which knows it to most of its digits also where the condition is beyond 1e16.
     */
    double condition() {
        int p = design.columns();
        if (deficient()) {
            return Double.POSITIVE_INFINITY;
        }
        double[] unscaled = triangle.leading();
        double[] unscaledInverse = inverse.clone();
        for (int j = 0; j < p; j++) {
            double scale = design.scale(column(j));
            for (int i = 0; i < p; i++) {
                unscaled[j * p + i] /= scale;
                unscaledInverse[i * p + j] *= scale;
            }
        }
        return Lapack.singularValues(p, p, unscaled)[0] * Lapack.singularValues(p, p, unscaledInverse)[0];
    }

    /** Norm of row k of the scaled inverse: standard error of the scaled weight at place k for residuals of deviation 1. */
    double inverseRowNorm(int k) {
        int r = rank();
        double sum = 0;
        for (int j = k; j < r; j++) {
            sum += inverse[j * r + k] * inverse[j * r + k];
        }
        return Math.sqrt(sum);
    }

    /** A basis of the null space, unscaled: each vector one a column of the design, A v = 0 up to rounding. */
    double[][] nullSpace() {
        double[][] dependencies = triangle.dependencies();
        double[][] basis = new double[dependencies.length][design.columns()];
        for (int v = 0; v < basis.length; v++) {
            int own = column(rank() + v);
            basis[v][own] = design.scale(own);
            for (int k = 0; k < rank(); k++) {
                basis[v][column(k)] = -dependencies[v][k] * design.scale(column(k));
            }
        }
        return basis;
    }
}
