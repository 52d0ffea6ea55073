package dev.chainrule.engine.solve;

import java.util.ArrayList;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * w, b = argmin |X w + b - y|^2 + lambda |w|^2 in closed form, by orthogonal factorization in float64: columns scaled by
 * powers of two, Householder QR in row blocks, column pivoting of the triangle, and iterative refinement with residuals in
 * double-double (see {@link Refinement}), so that the answer is the exact minimum for the stored numbers to about float64's
 * last digit as long as the condition stays below 1e15. The normal equations, which square the condition, are never formed.
 *
 * <p>Where columns are dependent the minimum is not unique: the weights of least norm are given and {@link Solution#notices}
 * says so. Costs 2 p^2 n operations and 8 p (n + p) bytes off the heap, p = features + intercept; the data are read in place.
 */
public final class LeastSquares {

    /** How a solution is found, in words. */
    public static final String METHOD =
            "Householder QR in row blocks, column scaling and pivoting, refined with residuals in double-double";

    private LeastSquares() {}

    /**
     * Solves for every row of targets; the matrix is factored once.
     *
     * @param x examples as columns, (d, n), 'f' order, FLOAT or DOUBLE; only read
     * @param y targets, (k, n), same order; only read
     * @param intercept whether b is sought; else it is 0
     * @param lambda weight of |w|^2, 0 for none; b is not penalized
     * @return one solution a row of y
     * @throws IllegalArgumentException for shapes that do not fit, no example, or numbers that are not finite
     */
    public static List<Solution> solve(INDArray x, INDArray y, boolean intercept, double lambda) {
        if (x.columns() != y.columns() || x.columns() == 0) {
            throw new IllegalArgumentException(
                    "need as many targets as examples, at least one: " + x.columns() + " and " + y.columns());
        }
        Design design = new Design(x, intercept, lambda);
        try (TallQr qr = new TallQr(design)) {
            Factorization factorization = new Factorization(design, qr);
            List<Solution> solutions = new ArrayList<>();
            for (int row = 0; row < y.rows(); row++) {
                solutions.add(solve(factorization, new Target(y, row)));
            }
            return solutions;
        }
    }

    private static Solution solve(Factorization factorization, Target target) {
        Refinement refinement = new Refinement(factorization, target);
        refinement.run();
        return new Report(factorization, target, refinement).solution();
    }
}
