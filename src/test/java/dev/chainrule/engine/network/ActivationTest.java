package dev.chainrule.engine.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.chainrule.engine.array.InPlace;
import dev.chainrule.engine.array.Objective;
import dev.chainrule.engine.array.OffHeap;
import dev.chainrule.engine.array.Reductions;
import dev.chainrule.engine.diagnose.GradientCheck;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

class ActivationTest {

    static Stream<Activation> activations() {
        return Stream.concat(
                Members.of(Activation.class),
                Stream.of(
                        new SmoothRectifier.Gelu(SmoothRectifier.Approximation.TANH),
                        new SmoothRectifier.Elu(2),
                        new SmoothRectifier.Selu(2, 3),
                        new Activation.HardSigmoid(0.2, 0.4)));
    }

    /** Near 0 and where functions bend or level off, no kink among them. */
    private static INDArray wide(long seed) {
        INDArray a = Points.awayFromZero(5, 4, seed);
        for (int i = 10; i < 20; i++) {
            OffHeap.set(a, i, 4 * OffHeap.get(a, i) + 0.0123);
        }
        return a;
    }

    /** J(a) = sum c * f(a), whose gradient is J_f' c: what backward makes of c. */
    static Objective weightedSum(Activation f, INDArray a, INDArray c) {
        INDArray h = Points.like(a);
        return Points.objective(a, new Points.Function() {
            @Override
            public double at(INDArray point) {
                f.value(h, point);
                return Reductions.dot(h, c);
            }

            @Override
            public void gradient(INDArray gradient, INDArray point) {
                InPlace.copy(gradient, c);
                f.backward(gradient, point, h);
            }
        });
    }

    @ParameterizedTest
    @MethodSource("activations")
    void backwardIsTheDerivativeOfValue(Activation f) {
        INDArray a = wide(1);
        INDArray c = Points.awayFromZero(5, 4, 2);

        GradientCheck check = GradientCheck.all(weightedSum(f, a, c));

        assertThat(check.components()).hasSize(20);
        assertThat(check.relativeError()).isLessThan(1e-6);
    }

    @ParameterizedTest
    @MethodSource("activations")
    void derivativeIsTheDiagonalOfTheJacobian(Activation f) {
        INDArray a = Points.awayFromZero(4, 1, 3);
        INDArray h = Points.like(a);
        INDArray d = Points.like(a);
        f.value(h, a);
        f.derivative(d, a, h);
        for (int i = 0; i < 4; i++) {
            INDArray unit = Points.like(a);
            OffHeap.set(unit, i, 1);
            f.backward(unit, a, h);

            assertThat(OffHeap.get(d, i)).isEqualTo(OffHeap.get(unit, i), within(1e-15));
        }
    }

    @ParameterizedTest
    @MethodSource("activations")
    void curvatureIsTheDerivativeOfTheDerivative(Activation f) {
        INDArray a = Points.awayFromZero(5, 1, 4);
        for (int i = 0; i < 5; i++) {
            INDArray unit = Points.like(a);
            OffHeap.set(unit, i, 1);
            INDArray exact = Points.like(a);
            f.curvature(exact, a, valueAt(f, a));
            InPlace.multiply(exact, unit); // a softmax has more than its diagonal: one element at a time
            double error = Tangent.error(exact, (d, t) -> {
                INDArray moved = Tangent.along(a, t, unit);
                f.derivative(d, moved, valueAt(f, moved));
                InPlace.multiply(d, unit);
            });

            assertThat(error).isLessThan(1e-7);
        }
    }

    private static INDArray valueAt(Activation f, INDArray a) {
        INDArray h = Points.like(a);
        f.value(h, a);
        return h;
    }

    /** d/dt of J(a + t v)' (g + t u) at t = 0. */
    private static INDArray backwardTangent(Activation f, INDArray a, INDArray v, INDArray g, INDArray u) {
        INDArray rg = Points.like(g);
        InPlace.copy(rg, u);
        f.backwardTangent(rg, g, a, valueAt(f, a), v, Points.like(a));
        return rg;
    }

    private static BiConsumer<INDArray, Double> backward(Activation f, INDArray a, INDArray v, INDArray g, INDArray u) {
        return (out, t) -> {
            INDArray moved = Tangent.along(a, t, v);
            InPlace.copy(out, Tangent.along(g, t, u));
            f.backward(out, moved, valueAt(f, moved));
        };
    }

    @ParameterizedTest
    @MethodSource("activations")
    void backwardTangentIsTheDerivativeOfBackward(Activation f) {
        INDArray a = wide(5);
        INDArray v = Points.awayFromZero(5, 4, 6);
        INDArray g = Points.awayFromZero(5, 4, 7);
        INDArray u = Points.awayFromZero(5, 4, 8);

        assertThat(Tangent.error(backwardTangent(f, a, v, g, u), backward(f, a, v, g, u)))
                .isLessThan(1e-7);
    }

    @Test
    void aWrongSecondDerivativeIsFound() {
        Activation tanh = new Activation.Tanh();
        INDArray a = Points.awayFromZero(5, 4, 5);
        INDArray v = Points.awayFromZero(5, 4, 6);
        INDArray g = Points.awayFromZero(5, 4, 7);
        INDArray u = Points.awayFromZero(5, 4, 8);

        Tangent.isSharp(backwardTangent(tanh, a, v, g, u), backward(tanh, a, v, g, u));
    }

    @ParameterizedTest
    @MethodSource("activations")
    void hugePreActivationsGiveNoNaN(Activation f) {
        INDArray a = OffHeap.matrix(DataType.FLOAT, new double[][] {{1e4, -1e4}, {-1e4, 1e4}, {0, 1e30}});
        INDArray h = OffHeap.matrix(DataType.FLOAT, 3, 2);
        INDArray g = OffHeap.matrix(DataType.FLOAT, new double[][] {{1, 1}, {1, 1}, {1, 1}});
        f.value(h, a);
        f.backward(g, a, h);

        assertThat(Reductions.allFinite(h)).isTrue();
        assertThat(Reductions.allFinite(g)).isTrue();
    }

    @Test
    void aWrongDerivativeIsFound() {
        INDArray a = Points.awayFromZero(5, 4, 1);
        INDArray c = Points.awayFromZero(5, 4, 2);
        INDArray h = Points.like(a);
        Activation tanh = new Activation.Tanh();
        Objective wrong = Points.objective(a, new Points.Function() {
            @Override
            public double at(INDArray point) {
                tanh.value(h, point);
                return Reductions.dot(h, c);
            }

            @Override
            public void gradient(INDArray gradient, INDArray point) {
                InPlace.copy(gradient, c);
                tanh.backward(gradient, point, h);
                OffHeap.set(
                        gradient, 7, OffHeap.get(gradient, 7) * (1 + 1e-5)); // one component, wrong in its sixth digit
            }
        });

        GradientCheck check = GradientCheck.all(wrong);

        assertThat(check.relativeError()).isGreaterThan(1e-6);
        assertThat(check.components().getFirst().index()).isEqualTo(7);
        assertThat(check.components().get(1).relativeError()).isLessThan(1e-6);
    }

    @Test
    void aSigmoidLetsThroughAQuarterAtMost() {
        INDArray a = OffHeap.matrix(DataType.DOUBLE, new double[][] {{0, 3}});
        INDArray h = Points.like(a);
        INDArray d = Points.like(a);
        Activation f = new Activation.Sigmoid();
        f.value(h, a);
        f.derivative(d, a, h);

        assertThat(OffHeap.toDoubles(d)[0]).isEqualTo(0.25);
        assertThat(OffHeap.toDoubles(d)[1]).isEqualTo(0.045176659730912, within(1e-14));
    }
}
