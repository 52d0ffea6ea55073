package dev.chainrule.engine.solve;

import dev.chainrule.engine.solve.DoubleDouble.DoubleVector;
import java.util.Arrays;

/**
 * Iterative refinement of r + A x = b, A' r = 0 (Bjorck, 1967; Demmel, Hida, Riedy, Li, 2009). Both residuals are computed
 * in double-double from the data themselves, both unknowns are kept in double-double, the corrections come from the QR
 * factorization. Each step divides the error by about 1 / (condition of the scaled columns times 1e-16), until it meets
 * what 106 bits can tell.
 */
final class Refinement {

    private static final int MOST_STEPS = 30;

    /** A step that shrinks less than this is not convergence. */
    private static final double SLOWEST = 0.5;

    private final Factorization factorization;
    private final Design design;
    private final Target target;
    private final DoubleVector x;
    private final DoubleVector r;
    private double uncertainty = 1;
    private int steps;
    private boolean converged;

    Refinement(Factorization factorization, Target target) {
        this.factorization = factorization;
        this.design = factorization.design();
        this.target = target;
        this.x = new DoubleVector(design.columns());
        this.r = new DoubleVector(factorization.rows());
    }

    /** From x = 0, r = 0: the first step is the plain solution by QR. */
    void run() {
        double before = Double.POSITIVE_INFINITY;
        for (steps = 0; steps <= MOST_STEPS && !converged; steps++) {
            double change = step();
            double rate = change / before;
            if (steps > 0 && !(rate < SLOWEST)) {
                // at the limit of double-double, or beyond what the factorization can correct
                uncertainty = Math.max(change, before * DoubleDouble.ROUNDOFF);
                converged = before <= 16 * DoubleDouble.ROUNDOFF;
                return;
            }
            uncertainty = steps == 0 ? 1 : change * rate / (1 - rate);
            converged = change == 0 || steps > 0 && uncertainty <= DoubleDouble.ROUNDOFF / 8;
            before = change;
        }
    }

    /** One correction; returns its largest size relative to the weight it corrects. */
    private double step() {
        double[] f = new double[factorization.rows()];
        double[] g = new double[design.columns()];
        residuals(f, g);
        double[] dx = new double[design.columns()];
        for (int k = 0; k < factorization.rank(); k++) {
            int j = factorization.column(k);
            dx[k] = g[j] * design.scale(j);
        }
        factorization.solveAugmented(f, dx);
        double change = 0;
        for (int k = 0; k < factorization.rank(); k++) {
            int j = factorization.column(k);
            double d = dx[k] * design.scale(j);
            x.add(j, d);
            change = Math.max(change, d == 0 ? 0 : Math.abs(d) / Math.max(Math.abs(x.head[j]), negligible(j)));
        }
        for (int i = 0; i < f.length; i++) {
            r.add(i, f[i]);
        }
        return change;
    }

    /** A weight so small that its column's part of every prediction is below the last digit of the targets. */
    private double negligible(int j) {
        return DoubleDouble.ROUNDOFF * design.scale(j);
    }

    /** f = b - r - A x and g = -A' r. */
    private void residuals(double[] f, double[] g) {
        DoubleVector sum = new DoubleVector(design.columns());
        int[] next = {0};
        design.eachRow((block, at) -> {
            int i = next[0]++;
            double start = target.get(i) - r.head[i];
            double startTail = DoubleDouble.tail(target.get(i), -r.head[i], start) - r.tail[i];
            f[i] = DoubleDouble.residual(start, startTail, block, at, x);
            DoubleDouble.subtract(sum, block, at, r.head[i], r.tail[i]);
        });
        Arrays.setAll(g, sum::get);
    }

    /** Weights, one a column of the design, in scaled targets; zero for dependent columns. */
    double[] weights() {
        double[] weights = new double[design.columns()];
        Arrays.setAll(weights, x::get);
        return weights;
    }

    /** Sum of squared residuals of the examples, in scaled targets. */
    double sumOfSquares() {
        double sum = 0;
        for (int i = 0; i < design.examples(); i++) {
            sum += r.get(i) * r.get(i);
        }
        return sum;
    }

    /** Relative error of the worst weight that is left, about. */
    double uncertainty() {
        return uncertainty;
    }

    /** Corrections after the first solution. */
    int corrections() {
        return Math.max(0, steps - 1);
    }

    boolean converged() {
        return converged;
    }
}
