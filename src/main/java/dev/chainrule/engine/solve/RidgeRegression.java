package dev.chainrule.engine.solve;

import dev.chainrule.engine.array.InPlace;
import dev.chainrule.engine.array.OffHeap;
import dev.chainrule.engine.array.RandomStream;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * F(w) = 1/2n sum_i (x_i' w - y_i)^2 + lambda/2 |w|^2, a random gradient being that of one example drawn at random. The ball
 * has radius (2 F(0) / lambda)^(1/2), inside which the minimum must be: lambda/2 |w*|^2 <= F(w*) <= F(0).
 */
final class RidgeRegression implements StronglyConvex {

    private final double[] examples;
    private final double[] targets;
    private final double[] optimum;
    private final double[] hessian;
    private final double lambda;
    private final double radius;
    private final double bound;
    private final double smoothness;

    /**
     * @param x examples as columns, (d, n), DOUBLE; only read
     * @param y targets, (1, n)
     */
    RidgeRegression(INDArray x, INDArray y, double lambda) {
        int d = x.rows();
        int n = x.columns();
        this.lambda = lambda;
        this.examples = OffHeap.toDoubles(x);
        this.targets = OffHeap.toDoubles(y);
        this.optimum = LeastSquares.solve(x, y, false, lambda * n).getFirst().weights();
        this.hessian = hessian(x, lambda);
        double squares = 0;
        for (double t : targets) {
            squares += t * t / n;
        }
        this.radius = Math.sqrt(squares / lambda);
        this.bound = bound(d, n);
        this.smoothness = Lapack.singularValues(d, d, hessian.clone())[0];
    }

    /** X X' / n + lambda I. */
    private static double[] hessian(INDArray x, double lambda) {
        int d = x.rows();
        try (INDArray product = OffHeap.matrix(DataType.DOUBLE, d, d)) {
            InPlace.matmulTransposeRight(product, x, x);
            double[] h = OffHeap.toDoubles(product);
            for (int k = 0; k < h.length; k++) {
                h[k] = h[k] / x.columns() + (k % (d + 1) == 0 ? lambda : 0);
            }
            return h;
        }
    }

    /** Mean over the examples of (|x| (|x| radius + |y|) + lambda radius)^2, no less than E|g|^2 anywhere on the ball. */
    private double bound(int d, int n) {
        double sum = 0;
        for (int i = 0; i < n; i++) {
            double squares = 0;
            for (int j = 0; j < d; j++) {
                squares += examples[i * d + j] * examples[i * d + j];
            }
            double norm = Math.sqrt(squares);
            double longest = norm * (norm * radius + Math.abs(targets[i])) + lambda * radius;
            sum += longest * longest / n;
        }
        return sum;
    }

    @Override
    public int dimension() {
        return optimum.length;
    }

    @Override
    public double strength() {
        return lambda;
    }

    @Override
    public double smoothness() {
        return smoothness;
    }

    @Override
    public double radius() {
        return radius;
    }

    @Override
    public double gradientBound() {
        return bound;
    }

    /** (x_i' w - y_i) x_i + lambda w. */
    @Override
    public void gradient(double[] out, double[] w, RandomStream random) {
        int i = random.nextInt(targets.length);
        int at = i * w.length;
        double error = -targets[i];
        for (int j = 0; j < w.length; j++) {
            error += examples[at + j] * w[j];
        }
        for (int j = 0; j < w.length; j++) {
            out[j] = error * examples[at + j] + lambda * w[j];
        }
    }

    /** 1/2 (w - w*)' H (w - w*). */
    @Override
    public double gap(double[] w) {
        double sum = 0;
        for (int i = 0; i < w.length; i++) {
            for (int j = 0; j < w.length; j++) {
                sum += (w[i] - optimum[i]) * hessian[i * w.length + j] * (w[j] - optimum[j]) / 2;
            }
        }
        return Math.max(0, sum);
    }
}
