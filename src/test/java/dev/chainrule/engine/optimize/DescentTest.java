package dev.chainrule.engine.optimize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.chainrule.engine.array.OffHeap;
import dev.chainrule.engine.array.TwiceDifferentiable;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Methods with a line search on functions whose minimum is known. */
class DescentTest {

    /** Functions of two or three variables, with gradient and Hessian by hand. */
    enum Surface {
        PARABOLA(new double[] {-1, 10, 1}, new double[] {1, -1, 1}) {
            @Override
            double value(double[] x) {
                return square(x[0] - 1) + 3 * square(x[1] + 1) + 10 * square(x[2] - 1);
            }

            @Override
            double[] gradient(double[] x) {
                return new double[] {2 * (x[0] - 1), 6 * (x[1] + 1), 20 * (x[2] - 1)};
            }

            @Override
            double[][] hessian(double[] x) {
                return new double[][] {{2, 0, 0}, {0, 6, 0}, {0, 0, 20}};
            }
        },
        ROSENBROCK(new double[] {-1.2, 1}, new double[] {1, 1}) {
            @Override
            double value(double[] x) {
                return square(1 - x[0]) + 100 * square(x[1] - x[0] * x[0]);
            }

            @Override
            double[] gradient(double[] x) {
                double curve = x[1] - x[0] * x[0];
                return new double[] {-2 * (1 - x[0]) - 400 * x[0] * curve, 200 * curve};
            }

            @Override
            double[][] hessian(double[] x) {
                return new double[][] {{2 - 400 * (x[1] - 3 * x[0] * x[0]), -400 * x[0]}, {-400 * x[0], 200}};
            }
        },
        /** Starts beside the saddle at 0, where the curvature along y is negative. */
        SADDLE(new double[] {1, 1e-3}, new double[] {0, Math.sqrt(0.5)}) {
            @Override
            double value(double[] x) {
                return square(x[0]) - square(x[1]) + square(square(x[1]));
            }

            @Override
            double[] gradient(double[] x) {
                return new double[] {2 * x[0], -2 * x[1] + 4 * x[1] * x[1] * x[1]};
            }

            @Override
            double[][] hessian(double[] x) {
                return new double[][] {{2, 0}, {0, -2 + 12 * x[1] * x[1]}};
            }
        };

        final double[] start;
        final double[] optimum;

        Surface(double[] start, double[] optimum) {
            this.start = start;
            this.optimum = optimum;
        }

        abstract double value(double[] x);

        abstract double[] gradient(double[] x);

        abstract double[][] hessian(double[] x);
    }

    private static double square(double x) {
        return x * x;
    }

    /** A surface as an objective; {@code tilt} is added to its gradient, which is a mistake. */
    private static final class Fake implements TwiceDifferentiable, AutoCloseable {
        private final Surface surface;
        private final double tilt;
        private final INDArray theta;
        private final INDArray gradient;
        final List<double[]> looked = new ArrayList<>();

        Fake(Surface surface, DataType type, double tilt) {
            this.surface = surface;
            this.tilt = tilt;
            theta = OffHeap.vector(type, surface.start.length);
            gradient = OffHeap.vector(type, surface.start.length);
            OffHeap.fromDoubles(theta, surface.start);
        }

        double[] x() {
            return OffHeap.toDoubles(theta);
        }

        @Override
        public INDArray theta() {
            return theta;
        }

        @Override
        public INDArray gradient() {
            return gradient;
        }

        @Override
        public double value() {
            return surface.value(x());
        }

        @Override
        public double valueAndGradient() {
            looked.add(x());
            double[] g = surface.gradient(x());
            g[0] += tilt;
            OffHeap.fromDoubles(gradient, g);
            return value();
        }

        @Override
        public void hessianVectorProduct(INDArray out, INDArray v) {
            double[] direction = OffHeap.toDoubles(v);
            double[][] h = surface.hessian(x());
            double[] product = new double[direction.length];
            for (int i = 0; i < product.length; i++) {
                for (int j = 0; j < product.length; j++) {
                    product[i] += h[i][j] * direction[j];
                }
            }
            OffHeap.fromDoubles(out, product);
        }

        @Override
        public void close() {
            theta.close();
            gradient.close();
        }
    }

    private enum Kind {
        LBFGS,
        NEWTON;

        Descent on(Fake fake, double tolerance) {
            return this == LBFGS
                    ? new QuasiNewton(new Lbfgs(10, tolerance), fake)
                    : new TruncatedNewton(new NewtonCg(50, tolerance), fake);
        }
    }

    private static int minimize(Descent descent, Fake fake, int steps) {
        double value = fake.valueAndGradient();
        for (int t = 1; t <= steps; t++) {
            value = descent.step(value);
            assertThat(value).isEqualTo(fake.value());
            if (descent.end() != Descent.End.NONE) {
                return t - 1;
            }
        }
        return steps;
    }

    @ParameterizedTest
    @EnumSource
    void knownMinimaAreFoundToTheDigitsOfTheNumberType(Surface surface) {
        for (Kind kind : Kind.values()) {
            for (DataType type : List.of(DataType.DOUBLE, DataType.FLOAT)) {
                double tolerance = type == DataType.DOUBLE ? 1e-9 : 1e-4;
                try (Fake fake = new Fake(surface, type, 0);
                        Descent descent = kind.on(fake, tolerance)) {
                    int steps = minimize(descent, fake, 100);

                    assertThat(descent.end()).as("%s in %s", kind, type).isEqualTo(Descent.End.TOLERANCE);
                    assertThat(fake.x()).containsExactly(surface.optimum, within(tolerance * 10));
                    assertThat(steps).isLessThan(100);
                    assertThat(fake.looked).hasSizeLessThan(150);
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void everyStepKeepsTheStrongWolfeConditions(Surface surface) {
        for (Kind kind : Kind.values()) {
            try (Fake fake = new Fake(surface, DataType.DOUBLE, 0);
                    Descent descent = kind.on(fake, 1e-4)) {
                double value = fake.valueAndGradient();
                while (true) {
                    double[] before = fake.x();
                    double[] gradient = surface.gradient(before);
                    double next = descent.step(value);
                    if (descent.end() != Descent.End.NONE) {
                        break;
                    }
                    double[] move = OffHeap.toDoubles(descent.move());
                    double slope = dot(gradient, move);

                    assertThat(next).isLessThanOrEqualTo(value + LineSearch.C1 * slope + 1e-13 * Math.abs(value));
                    assertThat(Math.abs(dot(surface.gradient(fake.x()), move)))
                            .isLessThanOrEqualTo(-LineSearch.C2 * slope);
                    for (int i = 0; i < move.length; i++) {
                        assertThat(fake.x()[i] - before[i]).isEqualTo(move[i]);
                    }
                    value = next;
                }
            }
        }
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    @Test
    void newtonsLastStepGainsThreeDigitsAtOnce() {
        try (Fake fake = new Fake(Surface.ROSENBROCK, DataType.DOUBLE, 0);
                Descent descent = Kind.NEWTON.on(fake, 1e-12)) {
            List<Double> distances = new ArrayList<>();
            double value = fake.valueAndGradient();
            while (descent.end() == Descent.End.NONE) {
                value = descent.step(value);
                distances.add(Math.hypot(fake.x()[0] - 1, fake.x()[1] - 1));
            }
            List<Double> last = distances.stream().filter(d -> d > 1e-13).toList();
            int n = last.size();

            assertThat(last.get(n - 1) / last.get(n - 2)).isLessThan(1e-3);
        }
    }

    @Test
    void aGradientThatIsWrongIsNotFollowedToTheEnd() {
        for (Kind kind : Kind.values()) {
            try (Fake fake = new Fake(Surface.PARABOLA, DataType.DOUBLE, 0.5);
                    Descent descent = kind.on(fake, 1e-9)) {
                minimize(descent, fake, 100);

                assertThat(fake.x()[0]).isNotCloseTo(1, within(1e-3));
            }
        }
    }

    @Test
    void wherePointsAreNotFiniteTheStepIsShortened() {
        TwiceDifferentiable walled = new Walled();
        try (Descent descent = new QuasiNewton(new Lbfgs(5, 1e-8), walled)) {
            double value = walled.valueAndGradient();
            for (int t = 0; t < 50 && descent.end() == Descent.End.NONE; t++) {
                value = descent.step(value);
            }
            assertThat(descent.end()).isEqualTo(Descent.End.TOLERANCE);
            assertThat(OffHeap.get(walled.theta(), 0)).isCloseTo(0.01, within(1e-8));
        }
    }

    /** 0.01 / x + log(x) in one variable: not defined for x <= 0. */
    private static final class Walled implements TwiceDifferentiable {
        private final INDArray theta = OffHeap.vector(DataType.DOUBLE, 1);
        private final INDArray gradient = OffHeap.vector(DataType.DOUBLE, 1);

        Walled() {
            OffHeap.set(theta, 0, 0.5);
        }

        @Override
        public INDArray theta() {
            return theta;
        }

        @Override
        public INDArray gradient() {
            return gradient;
        }

        @Override
        public double value() {
            double x = OffHeap.get(theta, 0);
            return 0.01 / x + Math.log(x);
        }

        @Override
        public double valueAndGradient() {
            double x = OffHeap.get(theta, 0);
            OffHeap.set(gradient, 0, -0.01 / x / x + 1 / x);
            return value();
        }

        @Override
        public void hessianVectorProduct(INDArray out, INDArray v) {
            throw new UnsupportedOperationException("a quasi-Newton method does not ask");
        }
    }
}
