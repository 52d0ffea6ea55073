package dev.chainrule.engine.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.chainrule.engine.array.OffHeap;
import dev.chainrule.engine.network.Activation;
import dev.chainrule.engine.network.Dense;
import dev.chainrule.engine.network.Loss;
import dev.chainrule.engine.network.NetworkSpec;
import dev.chainrule.engine.optimize.GradientDescent;
import dev.chainrule.engine.optimize.Schedule;
import dev.chainrule.engine.optimize.UpdateRule;
import dev.chainrule.engine.train.RateRange.Sweep;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;

class RateRangeTest {

    private static final Sweep SWEEP = new Sweep(1e-4, 1e3, 150);

    /** J = mean (w x - y)^2 with x = 1, 2 and y = 2 x: curvature 2 mean x^2 = 5, stable below 2 / 5. */
    @SuppressWarnings("NullAway") // it does not read the nullness of arrays from compiled records
    private static RateRange parabola(Sweep sweep) {
        UpdateRule rule = new GradientDescent(0.01);
        NetworkSpec network = new NetworkSpec(
                1,
                List.of(new Dense(
                        1,
                        new Activation.Linear(),
                        null,
                        new dev.chainrule.engine.network.Initializer.Zeros(),
                        false,
                        null,
                        null,
                        null,
                        null)),
                new Loss.MeanSquaredError(),
                null);
        TrainingSpec training =
                new TrainingSpec(rule, new Schedule.Constant(), 1, 2, false, 1L, Precision.FLOAT64, null, null, 60);
        Examples data = new Examples(
                OffHeap.matrix(DataType.DOUBLE, new double[][] {{1, 2}}),
                OffHeap.matrix(DataType.DOUBLE, new double[][] {{2, 4}}));
        return RateRange.of(
                new RunSpec(network, training, Runs.QUIET),
                new TrainingData(data, null, false),
                new double[] {0},
                rule,
                sweep,
                step -> {});
    }

    @Test
    void theRateGrowsByOneFactorAndTheLossIsThatOfGradientDescentByHand() {
        RateRange range = parabola(SWEEP);
        double w = 0;
        for (int t = 0; t < range.rates().length; t++) {
            double rate = 1e-4 * Math.pow(1e7, t / 149.0);
            assertThat(range.rates()[t]).isCloseTo(rate, within(1e-12 * rate));
            double loss = 2.5 * (w - 2) * (w - 2);
            assertThat(range.losses()[t]).isCloseTo(loss, within(1e-9 * loss + 1e-15));
            w -= rate * 5 * (w - 2);
        }
    }

    @Test
    void theRatesFoundLieBelowTwoOverTheCurvatureAndItDivergesAbove() {
        RateRange range = parabola(SWEEP);
        assertThat(range.steepest()).isNotNull().isLessThan(0.4).isGreaterThan(1e-4);
        assertThat(range.least()).isGreaterThan(range.steepest());
        assertThat(range.diverges()).isNotNull().isGreaterThan(0.4);
        assertThat(range.rates().length).isLessThan(150);
    }

    @Test
    void aRangeOfTinyRatesDivergesNowhere() {
        RateRange range = parabola(new Sweep(1e-8, 1e-7, 20));
        assertThat(range.diverges()).isNull();
        assertThat(range.rates()).hasSize(20);
        assertThat(range.rates()[19]).isCloseTo(1e-7, within(1e-15));
    }

    @Test
    void aSweepGoesUp() {
        assertThatThrownBy(() -> new Sweep(1, 1, 10)).hasMessageContaining("min < max");
    }
}
