package dev.chainrule.engine.solve;

import dev.chainrule.engine.array.RandomStream;
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
 * says so. A job that minimizes the mean squared error over n examples and k outputs with {@code l2} of strength s has the
 * minimum that lambda = n k s has here. Costs 2 p^2 n operations and 8 p (n + p) bytes off the heap, p = features + intercept; the data are read in place.
 */
public final class LeastSquares {

    /** How a solution is found, in words. */
    public static final String METHOD =
            "Householder QR in row blocks, column scaling and pivoting, refined with residuals in double-double";

    private static final int BATCH = 32;

    /** Multiplications that the race may take: about half a second. */
    private static final double RACE_OPERATIONS = 3e8;

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

    /** What {@link #compare} answers. */
    public record Compared(Solution solution, CostComparison cost) {}

    /**
     * Solves for the first row of targets and runs SGD to a given precision beside it.
     *
     * @param epsilon (f(w) - f*) / (f(0) - f*) that SGD must reach
     * @param seed of SGD's batches
     */
    public static Compared compare(INDArray x, INDArray y, Settings settings, double epsilon, long seed) {
        long start = System.nanoTime();
        Solution solution = solve(x, y, settings.intercept(), settings.lambda()).getFirst();
        double seconds = (System.nanoTime() - start) / 1e9;
        Design design = new Design(x, settings.intercept(), settings.lambda());
        SgdRace race = new SgdRace(design, y, solution, new SgdRace.Rules(BATCH, epsilon, RACE_OPERATIONS));
        race.run(RandomStream.of(seed).split("least squares race"));
        return new Compared(solution, CostComparison.of(design, seconds, race));
    }

    /**
     * @param intercept whether b is sought
     * @param lambda weight of |w|^2
     */
    public record Settings(boolean intercept, double lambda) {}

    private static Solution solve(Factorization factorization, Target target) {
        Refinement refinement = new Refinement(factorization, target);
        refinement.run();
        return new Report(factorization, target, refinement).solution();
    }
}
