package dev.chainrule.engine.solve;

import dev.chainrule.engine.array.RandomStream;
import dev.chainrule.engine.optimize.EpochLengths;
import java.util.ArrayList;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * EPOCH-GD of Hazan and Kale, "Beyond the regret minimization barrier: optimal algorithms for stochastic strongly-convex
 * optimization", Journal of Machine Learning Research 15 (2014):
 *
 * <pre>
 * x = any point of K, T1 = 4, eta1 = 1 / lambda
 * for k = 1, 2, … while T1 + … + Tk <= T
 *     Tk times: x <- projection on K of (x - eta_k g), E g = grad F(x)
 *     x <- average of the Tk points at which gradients were taken
 *     T(k+1) = 2 Tk, eta(k+1) = eta_k / 2
 * </pre>
 *
 * Their theorem: if F is lambda-strongly convex on K and E|g|^2 <= G^2 there, then E F(x) - F(x*) <= 16 G^2 / (lambda T). The
 * bound holds for the expectation, so the gap is averaged over repetitions, each with random numbers of its own.
 */
public final class EpochGd {

    /**
     * One epoch, over all repetitions.
     *
     * @param epoch k, from 1
     * @param length Tk
     * @param rate eta_k
     * @param steps T1 + … + Tk
     * @param gap mean of F - F* after it
     * @param deviation standard deviation of the gap between repetitions; 0 for a single one
     * @param smallest gap
     * @param largest gap
     * @param bound 16 G^2 / (lambda steps)
     */
    public record Epoch(
            int epoch,
            long length,
            double rate,
            long steps,
            double gap,
            double deviation,
            double smallest,
            double largest,
            double bound) {}

    /**
     * @param epochs in order
     * @param slope of log mean gap by log steps over the epochs whose rate is at most 1 / largest curvature: -1 is the
     *     theorem's; NaN with fewer than three such epochs
     * @param lambda strong convexity
     * @param smoothness largest curvature
     * @param gradientBound G
     * @param radius of the ball
     * @param startGap F - F* at the start
     */
    public record Run(
            List<Epoch> epochs,
            double slope,
            double lambda,
            double smoothness,
            double gradientBound,
            double radius,
            double startGap) {}

    private EpochGd() {}

    /** Minimizes a quadratic of known minimum. */
    public static Run run(Quadratic quadratic, double lambda, long steps, int repetitions, long seed) {
        return run(quadratic.problem(lambda), steps, repetitions, seed);
    }

    /**
     * Minimizes 1/2n sum (x' w - y)^2 + lambda/2 |w|^2 over examples.
     *
     * @param examples x (d, n) and y (1, n), DOUBLE, in this order
     */
    public static Run run(List<INDArray> examples, double lambda, long steps, int repetitions, long seed) {
        return run(new RidgeRegression(examples.get(0), examples.get(1), lambda), steps, repetitions, seed);
    }

    /** Epochs that fit into so many steps. */
    public static int epochs(long steps) {
        return EpochLengths.within(steps);
    }

    static Run run(StronglyConvex problem, long steps, int repetitions, long seed) {
        int epochs = epochs(steps);
        double[][] gaps = new double[epochs][repetitions];
        for (int r = 0; r < repetitions; r++) {
            RandomStream random = RandomStream.of(seed).split("epoch gd").at(r);
            double[] x = new double[problem.dimension()];
            for (int k = 1; k <= epochs; k++) {
                epoch(problem, x, k, random);
                gaps[k - 1][r] = problem.gap(x);
            }
        }
        List<Epoch> rows = new ArrayList<>();
        for (int k = 1; k <= epochs; k++) {
            rows.add(row(problem, k, gaps[k - 1]));
        }
        return new Run(
                rows,
                slope(rows, problem.smoothness()),
                problem.strength(),
                problem.smoothness(),
                Math.sqrt(problem.gradientBound()),
                problem.radius(),
                problem.gap(new double[problem.dimension()]));
    }

    /** x <- the average of one epoch's points. */
    private static void epoch(StronglyConvex problem, double[] x, int k, RandomStream random) {
        int d = x.length;
        double eta = EpochLengths.rate(problem.strength(), k);
        double[] gradient = new double[d];
        double[] sum = new double[d];
        for (long t = 0; t < EpochLengths.length(k); t++) {
            problem.gradient(gradient, x, random);
            double squares = 0;
            for (int i = 0; i < d; i++) {
                sum[i] += x[i];
                x[i] -= eta * gradient[i];
                squares += x[i] * x[i];
            }
            project(x, Math.sqrt(squares), problem.radius());
        }
        for (int i = 0; i < d; i++) {
            x[i] = sum[i] / EpochLengths.length(k);
        }
    }

    /** The nearest point of the ball around 0. */
    private static void project(double[] x, double norm, double radius) {
        if (norm > radius) {
            for (int i = 0; i < x.length; i++) {
                x[i] *= radius / norm;
            }
        }
    }

    private static Epoch row(StronglyConvex problem, int k, double[] gaps) {
        double mean = 0;
        double smallest = Double.POSITIVE_INFINITY;
        double largest = 0;
        for (double gap : gaps) {
            mean += gap / gaps.length;
            smallest = Math.min(smallest, gap);
            largest = Math.max(largest, gap);
        }
        double squares = 0;
        for (double gap : gaps) {
            squares += (gap - mean) * (gap - mean);
        }
        return new Epoch(
                k,
                EpochLengths.length(k),
                EpochLengths.rate(problem.strength(), k),
                EpochLengths.total(k),
                mean,
                gaps.length < 2 ? 0 : Math.sqrt(squares / (gaps.length - 1)),
                smallest,
                largest,
                16 * problem.gradientBound() / (problem.strength() * EpochLengths.total(k)));
    }

    /** Least squares through (log steps, log gap). */
    private static double slope(List<Epoch> epochs, double smoothness) {
        List<Epoch> settled = epochs.stream()
                .filter(e -> e.rate() * smoothness <= 1 && e.gap() > 0)
                .toList();
        if (settled.size() < 3) {
            return Double.NaN;
        }
        double meanX =
                settled.stream().mapToDouble(e -> Math.log(e.steps())).average().orElseThrow();
        double meanY =
                settled.stream().mapToDouble(e -> Math.log(e.gap())).average().orElseThrow();
        double products = 0;
        double squares = 0;
        for (Epoch e : settled) {
            double x = Math.log(e.steps()) - meanX;
            products += x * (Math.log(e.gap()) - meanY);
            squares += x * x;
        }
        return products / squares;
    }
}
