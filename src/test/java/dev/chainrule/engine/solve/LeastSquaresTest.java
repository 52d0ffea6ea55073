package dev.chainrule.engine.solve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.chainrule.engine.array.OffHeap;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

class LeastSquaresTest {

    /** Solves for rows of features, one an example. */
    static Solution solve(double[][] rows, double[] y, boolean intercept, double lambda) {
        return solve(DataType.DOUBLE, rows, y, intercept, lambda);
    }

    private static Solution solve(DataType type, double[][] rows, double[] y, boolean intercept, double lambda) {
        double[] examples = Arrays.stream(rows).flatMapToDouble(Arrays::stream).toArray();
        try (INDArray x = OffHeap.matrix(type, rows[0].length, rows.length);
                INDArray t = OffHeap.matrix(type, 1, rows.length)) {
            OffHeap.fromDoubles(x, examples);
            OffHeap.fromDoubles(t, y);
            return LeastSquares.solve(x, t, intercept, lambda).getFirst();
        }
    }

    private static double[][] random(int n, int d, long seed) {
        Random random = new Random(seed);
        return IntStream.range(0, n)
                .mapToObj(i -> random.doubles(d, -1, 1).toArray())
                .toArray(double[][]::new);
    }

    private static double[] targets(double[][] rows, double[] weights, double noise) {
        Random random = new Random(5);
        return Arrays.stream(rows)
                .mapToDouble(r -> IntStream.range(0, r.length)
                                .mapToDouble(j -> r[j] * weights[j])
                                .sum()
                        + noise * random.nextGaussian())
                .toArray();
    }

    /** X' (y - X w - b) - lambda w, which is zero at the minimum. */
    private static double[] slope(double[][] rows, double[] y, Solution s, double lambda) {
        double[] slope = Arrays.stream(s.weights()).map(w -> -lambda * w).toArray();
        for (int i = 0; i < y.length; i++) {
            double[] row = rows[i];
            double r = y[i] - s.intercept();
            for (int j = 0; j < row.length; j++) {
                r -= row[j] * s.weights()[j];
            }
            for (int j = 0; j < row.length; j++) {
                slope[j] += row[j] * r;
            }
        }
        return slope;
    }

    @Test
    void noiselessTargetsGiveTheirWeightsBackToTheLastDigit() {
        double[][] rows = random(3_000, 60, 1);
        double[] weights = new Random(2).doubles(60, -3, 3).toArray();
        Solution s = solve(rows, targets(rows, weights, 0), false, 0);
        assertThat(s.weights()).containsExactly(weights, within(1e-14));
        assertThat(s.rSquared()).isEqualTo(1, within(1e-15));
        assertThat(s.rank()).isEqualTo(60);
        assertThat(s.notices()).isEmpty();
    }

    @Test
    void severalTargetsAreSolvedByOneFactorization() {
        double[][] rows = random(40, 3, 3);
        try (INDArray x = OffHeap.matrix(DataType.DOUBLE, 3, 40);
                INDArray y = OffHeap.matrix(DataType.DOUBLE, 2, 40)) {
            OffHeap.fromDoubles(
                    x, Arrays.stream(rows).flatMapToDouble(Arrays::stream).toArray());
            double[] both = new double[80];
            for (int i = 0; i < 40; i++) {
                both[2 * i] = 2 * rows[i][0] - rows[i][2] + 7;
                both[2 * i + 1] = -rows[i][1];
            }
            OffHeap.fromDoubles(y, both);
            var solutions = LeastSquares.solve(x, y, true, 0);
            assertThat(solutions.get(0).weights()).containsExactly(new double[] {2, 0, -1}, within(1e-14));
            assertThat(solutions.get(0).intercept()).isEqualTo(7, within(1e-14));
            assertThat(solutions.get(1).weights()).containsExactly(new double[] {0, -1, 0}, within(1e-14));
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {1e-6, 0.1, 10, 1e6})
    void ridgeIsTheMinimumOfTheSumOfSquaresAndLambdaTimesTheSquaredNorm(double lambda) {
        double[][] rows = random(50, 4, 7);
        double[] y = targets(rows, new double[] {1, -2, 3, 0}, 0.5);
        Solution s = solve(rows, y, false, lambda);
        assertThat(slope(rows, y, s, lambda)).containsOnly(new double[] {0}, within(1e-12 * (1 + lambda)));
        assertThat(s.standardErrors()).isNull();
    }

    @Test
    void theInterceptIsNotPenalized() {
        double[][] rows = random(30, 2, 8);
        double[] y = Arrays.stream(targets(rows, new double[] {1, 1}, 0.1))
                .map(v -> v + 1e3)
                .toArray();
        Solution s = solve(rows, y, true, 1e9);
        assertThat(s.weights()).containsOnly(new double[] {0}, within(1e-6));
        assertThat(s.intercept()).isEqualTo(Arrays.stream(y).average().orElseThrow(), within(1e-6));
    }

    @Test
    void equalColumnsShareTheirWeightAndItIsSaid() {
        double[][] rows = random(20, 3, 9);
        for (double[] row : rows) {
            row[2] = row[0];
        }
        Solution s = solve(rows, targets(rows, new double[] {3, 5, 1}, 0), false, 0);
        assertThat(s.weights()).containsExactly(new double[] {2, 5, 2}, within(1e-13));
        assertThat(s.rank()).isEqualTo(2);
        assertThat(s.conditionNumber()).isInfinite();
        assertThat(s.notices()).extracting(Solution.Notice::code).contains("RANK_DEFICIENT");
    }

    @Test
    void indicatorsOfAllCategoriesBesideAnInterceptHaveTheLeastNorm() {
        double[][] rows = new double[12][3];
        double[] y = new double[12];
        for (int i = 0; i < 12; i++) {
            rows[i][i % 3] = 1;
            y[i] = 10 * (i % 3) + 100;
        }
        Solution s = solve(rows, y, true, 0);
        assertThat(s.rank()).isEqualTo(3);
        assertThat(s.weights()).containsExactly(new double[] {-10, 0, 10}, within(1e-12));
        assertThat(s.intercept()).isEqualTo(110, within(1e-12));
    }

    @Test
    void scaledUnitsDoNotChangeWhatCountsAsDependent() {
        double[][] rows = random(30, 3, 10);
        for (double[] row : rows) {
            row[0] *= 1e-150;
            row[1] *= 1e150;
        }
        Solution s = solve(rows, targets(rows, new double[] {2e150, 3e-150, 4}, 0), true, 0);
        assertThat(s.rank()).isEqualTo(4);
        assertThat(s.weights()[0]).isCloseTo(2e150, within(1e138));
        assertThat(s.weights()[1]).isCloseTo(3e-150, within(1e-162));
    }

    @Test
    void hugeAndTinyTargetsKeepTheirDigits() {
        double[][] rows = random(30, 2, 11);
        for (double unit : new double[] {1e-290, 1e290}) {
            double[] y = targets(rows, new double[] {3 * unit, -unit}, 0);
            assertThat(solve(rows, y, false, 0).weights())
                    .containsExactly(new double[] {3 * unit, -unit}, within(1e-14 * unit));
        }
    }

    @Test
    void fewerExamplesThanFeaturesGiveTheWeightsOfLeastNorm() {
        double[][] rows = {{1, 2, 2}, {2, 0, 0}};
        Solution s = solve(rows, new double[] {9, 2}, false, 0);
        assertThat(s.weights()).containsExactly(new double[] {1, 2, 2}, within(1e-14));
        assertThat(s.rank()).isEqualTo(2);
        assertThat(s.residualStandardDeviation()).isNaN();
    }

    @Test
    void zeroColumnsAndZeroTargetsAreNoTrouble() {
        double[][] rows = {{1, 0}, {2, 0}, {3, 0}};
        Solution s = solve(rows, new double[] {2, 4, 6}, false, 0);
        assertThat(s.weights()).containsExactly(new double[] {2, 0}, within(1e-15));
        Solution zero = solve(new double[][] {{0, 0}, {0, 0}}, new double[] {1, 2}, false, 0);
        assertThat(zero.weights()).containsExactly(0, 0);
        assertThat(zero.rank()).isZero();
        assertThat(solve(rows, new double[] {0, 0, 0}, true, 0).rSquared()).isNaN();
    }

    @Test
    void singleFloatsAreSolvedAsTheNumbersTheyAre() {
        double[][] rows = random(200, 3, 12);
        double[] y = targets(rows, new double[] {1, 2, 3}, 0);
        double[][] rounded = Arrays.stream(rows)
                .map(r -> Arrays.stream(r).map(v -> (float) v).toArray())
                .toArray(double[][]::new);
        double[] roundedTargets = Arrays.stream(y).map(v -> (float) v).toArray();
        assertThat(solve(DataType.FLOAT, rows, y, true, 0).weights())
                .containsExactly(solve(rounded, roundedTargets, true, 0).weights(), within(0.0));
    }

    @ParameterizedTest
    @ValueSource(ints = {511, 512, 513, 1_024, 1_300})
    void everyNumberOfRowBlocksGivesTheMinimum(int n) {
        double[][] rows = random(n, 5, n);
        double[] y = targets(rows, new double[] {1, 2, 3, 4, 5}, 1);
        Solution s = solve(rows, y, true, 0);
        assertThat(slope(rows, y, s, 0)).containsOnly(new double[] {0}, within(1e-11));
        assertThat(s.sumOfSquares() / (n - 6)).isEqualTo(Math.pow(s.residualStandardDeviation(), 2), within(1e-12));
    }

    @Test
    void whatCannotBeSolvedIsRefused() {
        assertThatThrownBy(() -> solve(new double[][] {{1}, {Double.NaN}}, new double[] {1, 2}, true, 0))
                .hasMessageContaining("not finite");
        assertThatThrownBy(() -> solve(new double[][] {{1}, {2}}, new double[] {1, Double.POSITIVE_INFINITY}, true, 0))
                .hasMessageContaining("not finite");
        assertThatThrownBy(() -> solve(new double[][] {{1}, {2}}, new double[] {1, 2}, true, -1))
                .hasMessageContaining("lambda");
    }
}
