package dev.chainrule.engine.solve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.chainrule.engine.array.OffHeap;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

class CostComparisonTest {

    private static LeastSquares.Compared compare(int n, int d, double lambda, double epsilon) {
        Random random = new Random(n + d);
        double[] examples = new double[n * d];
        double[] targets = new double[n];
        for (int i = 0; i < n; i++) {
            targets[i] = 100 + random.nextGaussian() * 0.2;
            for (int j = 0; j < d; j++) {
                // units and offsets that a raw SGD would not survive
                examples[i * d + j] = random.nextGaussian() * Math.pow(10, j % 4) + 50 * j;
                targets[i] += examples[i * d + j] / Math.pow(10, j % 4);
            }
        }
        try (INDArray x = OffHeap.matrix(DataType.DOUBLE, d, n);
                INDArray y = OffHeap.matrix(DataType.DOUBLE, 1, n)) {
            OffHeap.fromDoubles(x, examples);
            OffHeap.fromDoubles(y, targets);
            return LeastSquares.compare(x, y, new LeastSquares.Settings(true, lambda), epsilon, 1);
        }
    }

    @ParameterizedTest
    @CsvSource({"500, 3, 0", "2000, 20, 0", "500, 3, 50"})
    void sgdReachesThePrecisionOfTheRace(int n, int d, double lambda) {
        CostComparison cost = compare(n, d, lambda, 0.01).cost();
        assertThat(cost.sgd().reached()).isTrue();
        assertThat(cost.sgd().gap()).isBetween(0.0, 0.01);
        assertThat(cost.sgd().operations())
                .isEqualTo((d + 1.0) * 32 * cost.sgd().steps());
        assertThat(cost.analytic().operations())
                .isEqualTo((d + 1.0) * (d + 1) * n + Math.pow(d + 1, 2.373), within(1e-6));
    }

    /** Ten times a tenth of 1 is not 1: a mean by such a sum made a constant feature vary by 1e-16, and its ridge 1e30. */
    @Test
    void aFeatureThatIsAlwaysTheSameDoesNotHinderTheRace() {
        double[][] rows = new double[2][10];
        double[][] targets = new double[1][10];
        for (int i = 0; i < 10; i++) {
            rows[0][i] = i;
            rows[1][i] = 1;
            targets[0][i] = 3 * i + 2;
        }
        try (INDArray x = OffHeap.matrix(DataType.DOUBLE, rows);
                INDArray y = OffHeap.matrix(DataType.DOUBLE, targets)) {
            CostComparison cost = LeastSquares.compare(x, y, new LeastSquares.Settings(true, 1), 0.01, 1)
                    .cost();
            assertThat(cost.sgd().reached()).isTrue();
            assertThat(cost.sgd().gap()).isBetween(0.0, 0.01);
        }
    }

    @Test
    void aTighterPrecisionTakesMoreSteps() {
        assertThat(compare(1_000, 5, 0, 1e-4).cost().sgd().steps())
                .isGreaterThan(compare(1_000, 5, 0, 0.1).cost().sgd().steps());
    }

    @Test
    void atTheCrossoverBothCostTheSame() {
        CostComparison cost = compare(1_000, 5, 0, 0.01).cost();
        double n = cost.crossover().examples();
        assertThat(36 * n + Math.pow(6, 2.373)).isEqualTo(cost.sgd().operations(), within(1e-6));
        assertThat(cost.crossover().cheaper()).isEqualTo(n < 1_000 ? "sgd" : "analytic");
        assertThat(cost.crossover().bOverEpsilon()).isEqualTo(3_200, within(1e-9));
        assertThat(cost.crossover().dn()).isEqualTo(6_000);
    }

    @Test
    void aPrecisionOutOfReachIsSaidToBe() {
        CostComparison cost = compare(300, 4, 0, 1e-14).cost();
        assertThat(cost.sgd().reached()).isFalse();
        assertThat(cost.crossover().cheaper()).isEqualTo("analytic");
    }

    /** Where features are few, drawing an example costs more than multiplying it: 2 097 152 steps would take seconds. */
    @Test
    void aRaceOverFewFeaturesIsGivenUpAsSoonAsOneOverMany() {
        CostComparison.Sgd few = compare(4, 2, 0, 1e-14).cost().sgd();
        CostComparison.Sgd many = compare(300, 100, 0, 1e-14).cost().sgd();
        assertThat(few.reached() || many.reached()).isFalse();
        assertThat(few.steps()).isBetween(1L << 16, 1L << 17);
        assertThat(many.steps()).isEqualTo(1 << 15);
    }
}
