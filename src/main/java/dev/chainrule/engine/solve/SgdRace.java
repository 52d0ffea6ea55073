package dev.chainrule.engine.solve;

import dev.chainrule.engine.array.OffHeap;
import dev.chainrule.engine.array.RandomStream;
import java.util.Arrays;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * How many steps stochastic gradient descent needs to come near the minimum that is already known: minibatches drawn with
 * replacement, constant step 1 / 2(L + R^2 / b), the average of the second half of the steps taken (Bach and Moulines, 2013:
 * its gap falls as 1 / T without strong convexity). On standardized features, which SGD needs and least squares does not.
 *
 * <p>L is the largest eigenvalue of the features' covariance, R^2 their mean squared norm.
 */
final class SgdRace {

    /** The gap is looked at after these many steps, and then at each doubling. */
    private static final int FIRST_LOOK = 64;

    private static final int POWER_ITERATIONS = 20;

    /** What an example costs besides its features, drawn and read, in multiplications. */
    private static final int DRAWING = 16;

    /**
     * What a race may take.
     *
     * @param batchSize examples a step
     * @param epsilon gap to reach, as a share of the gap at the start
     * @param operations multiplications at most, an example counted as {@link #DRAWING} more than it has
     */
    record Rules(int batchSize, double epsilon, double operations) {}

    private final Standardized data;
    private final INDArray y;
    private final Rules rules;
    private final double[] optimum;
    private final double[] w;
    private final double[] sum;
    private long averaged;
    private long steps;
    private long nanoseconds;
    private double gap = 1;

    /**
     * @param solution the minimum, for the same examples
     * @param y targets (k, n), of which the first row counts
     */
    SgdRace(Design design, INDArray y, Solution solution, Rules rules) {
        this.data = new Standardized(design);
        this.y = y;
        this.rules = rules;
        this.optimum = data.standardize(solution);
        this.w = new double[optimum.length];
        this.sum = new double[optimum.length];
    }

    /** Runs until the precision is reached or the operations are used up. */
    void run(RandomStream random) {
        double start = data.distance(w, optimum);
        if (!(start > 0)) {
            gap = 0;
            return;
        }
        double step = 1 / (2 * (data.largestEigenvalue(POWER_ITERATIONS) + data.meanSquaredNorm() / rules.batchSize()));
        double each = (double) rules.batchSize() * (w.length + DRAWING) * 2;
        for (long look = FIRST_LOOK; gap > rules.epsilon() && look * each <= rules.operations(); look *= 2) {
            averaged = 0;
            Arrays.fill(sum, 0);
            long before = System.nanoTime();
            while (steps < look) {
                step(step, random.at(steps));
            }
            nanoseconds += System.nanoTime() - before;
            gap = data.distance(Arrays.stream(sum).map(s -> s / averaged).toArray(), optimum) / start;
        }
    }

    /** w <- w - alpha/b sum_i (x_i' w - y_i) x_i - alpha lambda/n w. */
    private void step(double alpha, RandomStream random) {
        double[] gradient = new double[w.length];
        data.addPenalty(gradient, w);
        double[] target = new double[y.rows()];
        for (int k = 0; k < rules.batchSize(); k++) {
            int i = random.nextInt(data.examples());
            double[] x = data.example(i);
            OffHeap.read(y, (long) i * target.length, target, target.length);
            double error = (Standardized.dot(x, w) - data.centered(target[0])) / rules.batchSize();
            for (int j = 0; j < w.length; j++) {
                gradient[j] += error * x[j];
            }
        }
        for (int j = 0; j < w.length; j++) {
            w[j] -= alpha * gradient[j];
            sum[j] += w[j];
        }
        steps++;
        averaged++;
    }

    /** @param d columns of the design */
    CostComparison.Sgd result(double d) {
        double operations = d * rules.batchSize() * steps;
        return new CostComparison.Sgd(
                "O(d b T)",
                rules.batchSize(),
                steps,
                rules.epsilon(),
                gap,
                gap <= rules.epsilon(),
                operations,
                4 * operations,
                nanoseconds / 1e9);
    }
}
