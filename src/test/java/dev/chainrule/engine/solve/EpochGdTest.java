package dev.chainrule.engine.solve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.chainrule.engine.array.OffHeap;
import dev.chainrule.engine.array.RandomStream;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

class EpochGdTest {

    @Test
    void epochsDoubleInLengthAtHalfTheRate() {
        EpochGd.Run run = EpochGd.run(new Quadratic(3, 1, 1, 1), 0.5, 1_000, 1, 7);
        assertThat(run.epochs()).extracting(EpochGd.Epoch::length).containsExactly(4L, 8L, 16L, 32L, 64L, 128L, 256L);
        assertThat(run.epochs()).extracting(EpochGd.Epoch::rate).startsWith(2.0, 1.0, 0.5);
        assertThat(run.epochs()).extracting(EpochGd.Epoch::steps).endsWith(252L, 508L);
        assertThat(EpochGd.epochs(3)).isZero();
        assertThat(EpochGd.epochs(4)).isOne();
        assertThat(EpochGd.epochs(12)).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource({"1, 1, 1", "10, 4, 1", "10, 50, 3", "50, 10, 0.1", "5, 1, 10"})
    void theMeanGapStaysBelowTheBoundOfTheTheorem(int dimension, double condition, double noise) {
        for (double lambda : new double[] {0.01, 1, 100}) {
            EpochGd.Run run = EpochGd.run(new Quadratic(dimension, condition, noise, 1), lambda, 3_000, 20, 11);
            for (EpochGd.Epoch epoch : run.epochs()) {
                assertThat(epoch.gap()).isLessThanOrEqualTo(epoch.bound());
                double g = run.gradientBound();
                assertThat(epoch.bound())
                        .isEqualTo(16 * g * g / (lambda * epoch.steps()), within(1e-9 * epoch.bound()));
            }
        }
    }

    @Test
    void theGapFallsAsOneOverTheSteps() {
        EpochGd.Run run = EpochGd.run(new Quadratic(10, 4, 1, 1), 1, 100_000, 30, 3);
        assertThat(run.slope()).isBetween(-1.1, -0.9);
    }

    @Test
    void aDatasetIsMinimizedToItsClosedFormAtTheSameRate() {
        Random random = new Random(4);
        try (INDArray x = OffHeap.matrix(DataType.DOUBLE, 5, 300);
                INDArray y = OffHeap.matrix(DataType.DOUBLE, 1, 300)) {
            double[] inputs = random.doubles(1_500, -1, 1).toArray();
            OffHeap.fromDoubles(x, inputs);
            OffHeap.fromDoubles(
                    y,
                    IntStream.range(0, 300)
                            .mapToDouble(i -> 3 * inputs[5 * i] - inputs[5 * i + 4] + 0.3 * random.nextGaussian())
                            .toArray());
            EpochGd.Run run = EpochGd.run(List.of(x, y), 0.2, 60_000, 20, 5);
            assertThat(run.slope()).isBetween(-1.15, -0.85);
            assertThat(run.epochs()).allSatisfy(e -> assertThat(e.gap()).isLessThanOrEqualTo(e.bound()));
            assertThat(run.epochs().getLast().gap()).isLessThan(run.startGap() / 100);
        }
    }

    @Test
    void randomGradientsHaveTheGradientAsTheirMeanAndStayWithinTheirBound() {
        Random random = new Random(6);
        try (INDArray x = OffHeap.matrix(DataType.DOUBLE, 3, 40);
                INDArray y = OffHeap.matrix(DataType.DOUBLE, 1, 40)) {
            OffHeap.fromDoubles(x, random.doubles(120, -1, 1).toArray());
            OffHeap.fromDoubles(y, random.doubles(40, -1, 1).toArray());
            for (StronglyConvex problem :
                    List.of(new RidgeRegression(x, y, 0.5), new Quadratic(3, 8, 2, 1).problem(0.5))) {
                checkMeanAndBound(problem);
            }
        }
    }

    private static void checkMeanAndBound(StronglyConvex problem) {
        RandomStream stream = RandomStream.of(1);
        double[] at = {0.6 * problem.radius(), -0.5 * problem.radius(), 0.6 * problem.radius()};
        double[] mean = new double[3];
        double squares = 0;
        int draws = 200_000;
        double[] g = new double[3];
        for (int t = 0; t < draws; t++) {
            problem.gradient(g, at, stream);
            for (int i = 0; i < 3; i++) {
                mean[i] += g[i] / draws;
                squares += g[i] * g[i] / draws;
            }
        }
        assertThat(squares).isLessThanOrEqualTo(problem.gradientBound());
        double h = 1e-4;
        for (int i = 0; i < 3; i++) {
            double[] above = at.clone();
            double[] below = at.clone();
            above[i] += h;
            below[i] -= h;
            double slope = (problem.gap(above) - problem.gap(below)) / (2 * h);
            assertThat(mean[i]).isEqualTo(slope, within(0.02 * Math.sqrt(squares)));
        }
    }

    @Test
    void oneSeedGivesOneRun() {
        Quadratic quadratic = new Quadratic(4, 4, 1, 1);
        assertThat(EpochGd.run(quadratic, 1, 500, 3, 9)).isEqualTo(EpochGd.run(quadratic, 1, 500, 3, 9));
        assertThat(EpochGd.run(quadratic, 1, 500, 3, 9)).isNotEqualTo(EpochGd.run(quadratic, 1, 500, 3, 10));
    }
}
