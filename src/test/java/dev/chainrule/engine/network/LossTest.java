package dev.chainrule.engine.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.chainrule.engine.array.InPlace;
import dev.chainrule.engine.array.Objective;
import dev.chainrule.engine.array.OffHeap;
import dev.chainrule.engine.array.Reductions;
import dev.chainrule.engine.diagnose.GradientCheck;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

class LossTest {

    static Stream<Loss> losses() {
        return Members.of(Loss.class);
    }

    static Objective objective(Loss loss, INDArray at, INDArray y, double scale) {
        INDArray yHat = Points.like(at);
        return Points.objective(at, new Points.Function() {
            @Override
            public double at(INDArray point) {
                return scale
                        * switch (loss) {
                            case Loss.OfOutput l -> l.sum(point, y);
                            case Loss.OfLogits l -> l.sum(yHat, point, y);
                        };
            }

            @Override
            public void gradient(INDArray gradient, INDArray point) {
                switch (loss) {
                    case Loss.OfOutput l -> l.gradient(gradient, point, y, scale);
                    case Loss.OfLogits l -> l.gradient(gradient, yHat, y, scale);
                }
            }
        });
    }

    @ParameterizedTest
    @MethodSource("losses")
    void theGradientIsTheDerivativeOfTheSum(Loss loss) {
        GradientCheck check =
                GradientCheck.all(objective(loss, Points.awayFromZero(3, 4, 5), Points.oneHot(3, 4, 6), 0.25));

        assertThat(check.relativeError()).isLessThan(1e-6);
    }

    @ParameterizedTest
    @MethodSource("losses")
    void theTangentIsTheDerivativeOfTheGradient(Loss loss) {
        INDArray a = Points.awayFromZero(3, 4, 10);
        INDArray y = Points.oneHot(3, 4, 11);
        INDArray r = Points.awayFromZero(3, 4, 12);
        INDArray exact = Points.like(a);
        switch (loss) {
            case Loss.OfOutput l -> l.gradientTangent(exact, r, a, y, 0.25);
            case Loss.OfLogits l -> {
                INDArray yHat = Points.like(a);
                l.sum(yHat, a, y);
                l.gradientTangent(exact, r, yHat, y, 0.25);
            }
        }

        Tangent.isSharp(exact, (out, t) -> {
            Objective moved = objective(loss, Tangent.along(a, t, r), y, 0.25);
            moved.valueAndGradient();
            InPlace.copy(out, moved.gradient());
        });
    }

    @ParameterizedTest
    @MethodSource("losses")
    void theTangentMayOverwriteItsDirection(Loss loss) {
        INDArray yHat = Points.shares(3, 4, 10);
        INDArray y = Points.oneHot(3, 4, 11);
        INDArray r = Points.awayFromZero(3, 4, 12);
        INDArray apart = Points.like(r);
        tangent(loss, apart, r, yHat, y);
        tangent(loss, r, r, yHat, y);

        assertThat(OffHeap.toDoubles(r)).isEqualTo(OffHeap.toDoubles(apart));
    }

    private static void tangent(Loss loss, INDArray rg, INDArray r, INDArray yHat, INDArray y) {
        switch (loss) {
            case Loss.OfOutput l -> l.gradientTangent(rg, r, yHat, y, 0.5);
            case Loss.OfLogits l -> l.gradientTangent(rg, r, yHat, y, 0.5);
        }
    }

    @ParameterizedTest
    @MethodSource("losses")
    void theSumOverABatchIsTheSumOverItsExamples(Loss loss) {
        INDArray a = Points.awayFromZero(3, 4, 7);
        INDArray y = Points.oneHot(3, 4, 8);
        double whole = objective(loss, a, y, 1).value();
        double parts = 0;
        for (int j = 0; j < 4; j++) {
            parts += objective(loss, OffHeap.view(a, 3L * j, 3, 1), OffHeap.view(y, 3L * j, 3, 1), 1)
                    .value();
        }

        assertThat(whole).isEqualTo(parts, within(1e-12));
    }

    @Test
    void softmaxWithItsLossStaysExactAtHugeLogits() {
        INDArray a = OffHeap.matrix(DataType.FLOAT, new double[][] {{1e4, 1e4}, {-1e4, -1e4}, {0, 0}});
        INDArray y = OffHeap.matrix(DataType.FLOAT, new double[][] {{1, 0}, {0, 1}, {0, 0}});
        INDArray yHat = OffHeap.matrix(DataType.FLOAT, 3, 2);
        INDArray g = OffHeap.matrix(DataType.FLOAT, 3, 2);
        Loss.CategoricalCrossentropy loss = new Loss.CategoricalCrossentropy();

        double sum = loss.sum(yHat, a, y);
        loss.gradient(g, yHat, y, 1);

        assertThat(sum).isEqualTo(20_000);
        assertThat(OffHeap.toDoubles(yHat)).containsExactly(1, 0, 0, 1, 0, 0);
        assertThat(OffHeap.toDoubles(g)).containsExactly(0, 0, 0, 1, -1, 0);
    }

    @Test
    void sigmoidWithItsLossStaysExactAtHugeLogits() {
        INDArray a = OffHeap.matrix(DataType.FLOAT, new double[][] {{1e4, -1e4, 1e4, -1e4}});
        INDArray y = OffHeap.matrix(DataType.FLOAT, new double[][] {{1, 0, 0, 1}});
        INDArray yHat = OffHeap.matrix(DataType.FLOAT, 1, 4);
        INDArray g = OffHeap.matrix(DataType.FLOAT, 1, 4);
        Loss.BinaryCrossentropy loss = new Loss.BinaryCrossentropy();

        double sum = loss.sum(yHat, a, y);
        loss.gradient(g, yHat, y, 1);

        assertThat(sum).isEqualTo(20_000);
        assertThat(OffHeap.toDoubles(g)).containsExactly(0, 0, 1, -1);
    }

    @Test
    void meanSquaredErrorIsTheMeanOverOutputs() {
        INDArray yHat = OffHeap.matrix(DataType.DOUBLE, new double[][] {{1, 2}, {3, 4}});
        INDArray y = OffHeap.matrix(DataType.DOUBLE, new double[][] {{0, 2}, {1, 1}});

        assertThat(new Loss.MeanSquaredError().sum(yHat, y)).isEqualTo((1 + 4) / 2.0 + 9 / 2.0);
    }

    /** RELIABILITY B83, B84: nothing of float range makes a loss or its gradient NaN or infinite. */
    @ParameterizedTest
    @MethodSource("losses")
    void lossesAndGradientsStayFiniteForHugeOutputs(Loss loss) {
        INDArray a =
                OffHeap.matrix(DataType.FLOAT, new double[][] {{1e4, -1e4, 700}, {-1e4, 88, -700}, {0, 1e4, 1e15}});
        INDArray y = OffHeap.matrix(DataType.FLOAT, new double[][] {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}});
        INDArray yHat = OffHeap.matrix(DataType.FLOAT, 3, 3);
        INDArray g = OffHeap.matrix(DataType.FLOAT, 3, 3);
        double sum = switch (loss) {
            case Loss.OfOutput l -> {
                l.gradient(g, a, y, 1);
                yield l.sum(a, y);
            }
            case Loss.OfLogits l -> {
                double of = l.sum(yHat, a, y);
                l.gradient(g, yHat, y, 1);
                yield of;
            }
        };

        assertThat(sum).isFinite();
        assertThat(Reductions.allFinite(g)).isTrue();
        assertThat(Reductions.maxAbs(g)).isPositive();
    }

    @Test
    void logCoshIsExactForSmallDifferencesAndForLarge() {
        INDArray y = OffHeap.matrix(DataType.DOUBLE, new double[][] {{0}});
        Loss.OfOutput loss = new Deviation.LogCosh();

        assertThat(loss.sum(OffHeap.matrix(DataType.DOUBLE, new double[][] {{1e-6}}), y))
                .isEqualTo(
                        0.5e-12, within(1e-25)); // d^2 / 2; |d| + log(1 + e^-2|d|) - log 2 has only four digits of it
        assertThat(loss.sum(OffHeap.matrix(DataType.DOUBLE, new double[][] {{-1e5}}), y))
                .isEqualTo(1e5 - Math.log(2), within(1e-10));
    }

    @Test
    void hubersHalvesMeetAtDelta() {
        INDArray y = OffHeap.matrix(DataType.DOUBLE, new double[][] {{0, 0, 0}});
        INDArray yHat = OffHeap.matrix(DataType.DOUBLE, new double[][] {{0.5, -2, 5}});
        Deviation.Huber loss = new Deviation.Huber(2);
        INDArray g = Points.like(y);
        loss.gradient(g, yHat, y, 1);

        assertThat(loss.sum(yHat, y)).isEqualTo(0.125 + 2 + 2 * (5 - 1), within(1e-15));
        assertThat(OffHeap.toDoubles(g)).containsExactly(0.5, -2, 2);
    }

    @Test
    void targetsOfMarginsCountAsMinusOneAndOne() {
        INDArray y = OffHeap.matrix(DataType.DOUBLE, new double[][] {{1, 1, 0, 0, 1}});
        INDArray a = OffHeap.matrix(DataType.DOUBLE, new double[][] {{2, 0.25, 0.25, -3, 0.9999}});
        INDArray yHat = Points.like(y);
        INDArray g = Points.like(y);

        assertThat(new Margin.Hinge().sum(yHat, a, y)).isEqualTo(0 + 0.75 + 1.25 + 0 + 0.0001, within(1e-15));
        new Margin.Hinge().gradient(g, yHat, y, 1);
        assertThat(OffHeap.toDoubles(g)).containsExactly(new double[] {0, -1, 1, 0, -1}, within(0.0));
        assertThat(OffHeap.toDoubles(yHat)[1]).isEqualTo(1 / (1 + Math.exp(-0.25)), within(1e-15));
        assertThat(new Margin.Logistic().sum(yHat, a, y))
                .isEqualTo(
                        Math.log1p(Math.exp(-2))
                                + Math.log1p(Math.exp(-0.25))
                                + Math.log1p(Math.exp(0.25))
                                + Math.log1p(Math.exp(-3))
                                + Math.log1p(Math.exp(-0.9999)),
                        within(1e-14));
    }

    @Test
    void logisticIsBinaryCrossEntropySeenFromTheScore() {
        INDArray a = Points.awayFromZero(3, 4, 21);
        INDArray y = Points.oneHot(3, 4, 22);
        INDArray yHat = Points.like(a);

        assertThat(new Margin.Logistic().sum(yHat, a, y))
                .isEqualTo(new Loss.BinaryCrossentropy().sum(yHat, a, y), within(1e-14));
    }

    /** The last layer is linear and makes scores either way; yHat is their sigmoid. */
    @ParameterizedTest
    @MethodSource("losses")
    void aMarginsOutputMayBeCalledLinearOrSigmoid(Loss loss) {
        Activation linear = new Activation.Linear();
        Activation sigmoid = new Activation.Sigmoid();
        Activation relu = new Activation.Relu();
        if (loss instanceof Margin margin) {
            assertThat(margin.mismatch(relu)).isEqualTo("a loss of margins needs a linear or sigmoid output.");
            assertThat(margin.mismatch(linear)).isNull();
            assertThat(margin.mismatch(sigmoid)).isNull();
            assertThat(margin.answer(linear)).isEqualTo(sigmoid);
        } else if (loss instanceof Loss.OfLogits fused) {
            assertThat(fused.mismatch(linear)).isNotNull();
            assertThat(fused.answer(sigmoid)).isEqualTo(sigmoid);
        } else {
            assertThat(loss.mismatch(linear)).isNull();
        }
    }

    @ParameterizedTest
    @MethodSource("losses")
    void theBestConstantAnswerIsNotBeatenByAnotherConstant(Loss loss) {
        INDArray y = Points.oneHot(3, 40, 9);
        double[] means = new double[3];
        INDArray rows = OffHeap.matrix(DataType.DOUBLE, 3, 1);
        InPlace.addRowSums(rows, y);
        for (int i = 0; i < 3; i++) {
            means[i] = OffHeap.get(rows, i) / 40;
        }
        double best = loss.ofConstant(means, means); // a target of 0 or 1 is its own square
        if (loss instanceof Deviation) {
            assertThat(best).isNaN(); // not a matter of means
            return;
        }
        INDArray a = Points.like(y);
        for (int trial = 0; trial < 20; trial++) {
            INDArray constant = Points.awayFromZero(3, 1, 100 + trial);
            for (int j = 0; j < 40; j++) {
                InPlace.copy(OffHeap.view(a, 3L * j, 3, 1), constant);
            }

            assertThat(objective(loss, a, y, 1.0 / 40).value()).isGreaterThanOrEqualTo(best);
        }
        assertThat(Reductions.allFinite(a)).isTrue();
    }
}
