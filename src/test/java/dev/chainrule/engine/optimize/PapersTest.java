package dev.chainrule.engine.optimize;

import static java.lang.Math.abs;
import static java.lang.Math.max;
import static java.lang.Math.pow;
import static java.lang.Math.sqrt;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.chainrule.engine.catalog.Family;
import dev.chainrule.engine.catalog.Member;
import dev.chainrule.engine.optimize.OptimizerTest.Bench;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * Every optimizer, with every option, against its algorithm as the paper or the library states it, one number at a time and without the
 * algebra that makes ours fast.
 */
class PapersTest {

    private static final double A = 0.1;
    private static final double L = 0.03;

    /** What one number's optimizer remembers. */
    private static final class State {
        double m;
        double v;
        double top;
        double b;
        double product = 1;

        /** The two averages of Adam. */
        void average(double g) {
            m = 0.8 * m + 0.2 * g;
            v = 0.95 * v + 0.05 * g * g;
        }
    }

    /** The next theta of one number. */
    private interface Rule {
        double next(State s, double x, double g, long t);
    }

    /** What we have, and what it should do. */
    private record Row(UpdateRule spec, String source, Rule rule) {
        @Override
        public String toString() {
            return spec + " is " + source;
        }
    }

    static Stream<Row> rows() {
        return Stream.of(plain(), momentum(), squares(), adam()).flatMap(rows -> rows);
    }

    private static Stream<Row> plain() {
        Rule sgd = (s, x, g, t) -> x - A * (g + L * x);
        return Stream.of(
                new Row(new Sgd(A, L), "PyTorch's SGD", sgd), new Row(new GradientDescent(A, L), "PyTorch's SGD", sgd));
    }

    private static Stream<Row> momentum() {
        return Stream.of(
                new Row(new Momentum(A, 0.8, 0.3, false, L), "PyTorch's SGD", (s, x, g, t) -> {
                    double d = g + L * x;
                    s.b = t == 1 ? d : 0.8 * s.b + (1 - 0.3) * d;
                    return x - A * s.b;
                }),
                new Row(new Momentum(A, 0.8, 0, true, 0), "Keras' SGD", (s, x, g, t) -> {
                    s.b = 0.8 * s.b - A * g;
                    return x + s.b;
                }),
                new Row(new Nesterov(A, 0.8, 0.3, false, L), "ONNX' Momentum, mode nesterov", (s, x, g, t) -> {
                    double regularized = L * x + g;
                    double beta = t > 1 ? 0.7 : 1;
                    s.b = 0.8 * s.b + beta * regularized;
                    return x - A * (regularized + 0.8 * s.b);
                }),
                new Row(new Nesterov(A, 0.8, 0, true, 0), "Keras' SGD(nesterov)", (s, x, g, t) -> {
                    s.b = 0.8 * s.b - A * g;
                    return x + 0.8 * s.b - A * g;
                }));
    }

    private static Stream<Row> squares() {
        return Stream.of(
                new Row(new Adagrad(A, 0, 1e-3, false, L), "ONNX' and PyTorch's Adagrad", (s, x, g, t) -> {
                    double d = g + L * x;
                    s.v += d * d;
                    return x - A * d / (sqrt(s.v) + 1e-3);
                }),
                new Row(new Adagrad(A, 0.1, 1e-3, true, 0), "Keras' Adagrad", (s, x, g, t) -> {
                    s.v += g * g;
                    return x - A * g / sqrt(s.v + 0.1 + 1e-3);
                }),
                new Row(new RmsProp(A, 0.9, 1e-3, false, false, 0, false, L), "PyTorch's RMSprop", (s, x, g, t) -> {
                    double d = g + L * x;
                    s.v = 0.9 * s.v + 0.1 * d * d;
                    return x - A * d / (sqrt(s.v) + 1e-3);
                }),
                new Row(new RmsProp(A, 0.9, 1e-3, false, true, 0.8, false, 0), "PyTorch's, centered", (s, x, g, t) -> {
                    s.v = 0.9 * s.v + 0.1 * g * g;
                    s.m = 0.9 * s.m + 0.1 * g;
                    s.b = 0.8 * s.b + g / (sqrt(s.v - s.m * s.m) + 1e-3);
                    return x - A * s.b;
                }),
                new Row(new RmsProp(A, 0.9, 1e-3, true, true, 0, true, 0), "Keras' RMSprop, centered", (s, x, g, t) -> {
                    s.v = 0.9 * s.v + 0.1 * g * g;
                    s.m = 0.9 * s.m + 0.1 * g;
                    return x - A * g / sqrt(s.v - s.m * s.m + 1e-3);
                }),
                new Row(new RmsProp(A, 0.9, 1e-3, true, false, 0.8, true, 0), "Keras' RMSprop", (s, x, g, t) -> {
                    s.v = 0.9 * s.v + 0.1 * g * g;
                    s.b = 0.8 * s.b + A * g / sqrt(s.v + 1e-3);
                    return x - s.b;
                }),
                new Row(new Adadelta(A, 0.9, 1e-3, L), "Zeiler's algorithm 1", (s, x, g, t) -> {
                    double d = g + L * x;
                    s.v = 0.9 * s.v + 0.1 * d * d;
                    double delta = -sqrt(s.b + 1e-3) / sqrt(s.v + 1e-3) * d;
                    s.b = 0.9 * s.b + 0.1 * delta * delta;
                    return x + A * delta;
                }));
    }

    private static Stream<Row> adam() {
        return Stream.of(
                new Row(new Adam(A, 0.8, 0.95, 1e-3, false, true, L), "Kingma and Ba's algorithm 1", (s, x, g, t) -> {
                    s.average(g + L * x);
                    double mHat = s.m / (1 - pow(0.8, t));
                    double vHat = s.v / (1 - pow(0.95, t));
                    return x - A * mHat / (sqrt(vHat) + 1e-3);
                }),
                new Row(new Adam(A, 0.8, 0.95, 1e-3, true, true, 0), "Keras' Adam", (s, x, g, t) -> {
                    s.average(g);
                    double alpha = A * sqrt(1 - pow(0.95, t)) / (1 - pow(0.8, t));
                    return x - alpha * s.m / (sqrt(s.v) + 1e-3);
                }),
                new Row(new Adam(A, 0.8, 0.95, 1e-3, false, false, 0), "Adam uncorrected", (s, x, g, t) -> {
                    s.average(g);
                    return x - A * s.m / (sqrt(s.v) + 1e-3);
                }),
                new Row(new AmsGrad(A, 0.8, 0.95, 1e-3, false, true, L), "PyTorch's Adam(amsgrad)", (s, x, g, t) -> {
                    s.average(g + L * x);
                    s.top = max(s.top, s.v);
                    double root = sqrt(s.top) / sqrt(1 - pow(0.95, t)) + 1e-3;
                    return x - A / (1 - pow(0.8, t)) * s.m / root;
                }),
                new Row(new AmsGrad(A, 0.8, 0.95, 1e-3, true, false, 0), "Reddi, Kale and Kumar's", (s, x, g, t) -> {
                    s.average(g);
                    s.top = max(s.top, s.v);
                    return x - A * s.m / (sqrt(s.top) + 1e-3);
                }),
                new Row(new Adamax(A, 0.8, 0.95, 1e-3, false, 0), "Keras' Adamax", (s, x, g, t) -> {
                    s.m = 0.8 * s.m + 0.2 * g;
                    s.v = max(0.95 * s.v, abs(g));
                    return x - A / (1 - pow(0.8, t)) * s.m / (s.v + 1e-3);
                }),
                new Row(new Adamax(A, 0.8, 0.95, 1e-3, true, L), "PyTorch's Adamax", (s, x, g, t) -> {
                    double d = g + L * x;
                    s.m = 0.8 * s.m + 0.2 * d;
                    s.v = max(0.95 * s.v, abs(d) + 1e-3);
                    return x - A / (1 - pow(0.8, t)) * s.m / s.v;
                }),
                new Row(new Nadam(A, 0.8, 0.95, 1e-3, 0.004, L), "PyTorch's NAdam", nadam(0.004)),
                new Row(new Nadam(A, 0.8, 0.95, 1e-3, 1, L), "Keras' Nadam", nadam(1)),
                new Row(new AdamW(A, 0.8, 0.95, 1e-3, L, false), "PyTorch's AdamW", (s, x, g, t) -> {
                    s.average(g);
                    double decayed = x - A * L * x;
                    double root = sqrt(s.v) / sqrt(1 - pow(0.95, t)) + 1e-3;
                    return decayed - A / (1 - pow(0.8, t)) * s.m / root;
                }));
    }

    private static Rule nadam(double psi) {
        return (s, x, g, t) -> {
            double d = g + L * x;
            s.average(d);
            double mu = 0.8 * (1 - 0.5 * pow(0.96, t * psi));
            double muNext = 0.8 * (1 - 0.5 * pow(0.96, (t + 1) * psi));
            s.product *= mu;
            double root = sqrt(s.v / (1 - pow(0.95, t))) + 1e-3;
            double ahead = A * muNext / (1 - s.product * muNext) * s.m / root;
            return x - A * (1 - mu) / (1 - s.product) * d / root - ahead;
        };
    }

    @ParameterizedTest
    @MethodSource("rows")
    void ourStepsAreThoseOfItsSource(Row row) {
        compare(row.spec, row.rule);
    }

    @ParameterizedTest
    @MethodSource("rows")
    void aRateThatIsOffByAThousandthIsSeen(Row row) {
        Rule off = (s, x, g, t) -> x + 1.001 * (row.rule.next(s, x, g, t) - x);
        assertThatThrownBy(() -> compare(row.spec, off)).isInstanceOf(AssertionError.class);
    }

    private static void compare(UpdateRule spec, Rule rule) {
        compare(spec, new Schedule.Constant(), rule);
    }

    /** 200 steps under gradients that grow and shrink a hundredfold. */
    private static void compare(UpdateRule spec, Schedule schedule, Rule rule) {
        Random random = new Random(3);
        State state = new State();
        double expected = 1;
        try (Bench bench = new Bench(spec, schedule, null, DataType.DOUBLE, 1)) {
            for (long t = 1; t <= 200; t++) {
                double g = random.nextGaussian() * pow(10, Math.sin(t / 9.0));
                expected = rule.next(state, expected, g, t);

                assertThat(bench.step(g)[0]).as("step %s", t).isEqualTo(expected, within(1e-10 * (1 + abs(expected))));
            }
        }
    }

    /** ONNX counts T from 0: r = R / (1 + T decay_factor). */
    @Test
    void theDecayFactorOfOnnxIsAScheduleInInverseTime() {
        compare(new Adagrad(A, 0, 1e-3, false, L), new Schedule.InverseTime(0.25, 1), (s, x, g, t) -> {
            double r = A / (1 + (t - 1) * 0.25);
            double regularized = L * x + g;
            s.v += regularized * regularized;
            return x - r * regularized / (sqrt(s.v) + 1e-3);
        });
    }

    /** Where the rate falls to a tenth, Keras' velocity keeps what it has, PyTorch's falls with it. */
    @Test
    void theRateInsideAVelocityIsAnotherThanTheRateOutside() {
        Schedule falling = new Schedule.Step(0.1, 50);
        Rule keras = (s, x, g, t) -> {
            s.b = 0.8 * s.b - A * pow(0.1, (t - 1) / 50) * g;
            return x + 0.8 * s.b - A * pow(0.1, (t - 1) / 50) * g;
        };
        compare(new Nesterov(A, 0.8, 0, true, 0), falling, keras);
        assertThatThrownBy(() -> compare(new Nesterov(A, 0.8), falling, keras)).isInstanceOf(AssertionError.class);
        Rule kerasSquares = (s, x, g, t) -> {
            s.v = 0.9 * s.v + 0.1 * g * g;
            s.b = 0.8 * s.b + A * pow(0.1, (t - 1) / 50) * g / sqrt(s.v + 1e-3);
            return x - s.b;
        };
        compare(new RmsProp(A, 0.9, 1e-3, true, false, 0.8, true, 0), falling, kerasSquares);
        assertThatThrownBy(() -> compare(new RmsProp(A, 0.9, 1e-3, true, false, 0.8, false, 0), falling, kerasSquares))
                .isInstanceOf(AssertionError.class);
    }

    @Test
    void everyElementWiseOptimizerIsHere() {
        Set<Class<?>> seen = rows().map(row -> row.spec.getClass()).collect(Collectors.toSet());
        for (Member member : Family.of(UpdateRule.class).members()) {
            assertThat(seen).as("a row for %s", member.name()).contains(member.type());
        }
    }

    /** Sutskever et al. 2013: v <- mu v - rate grad f(x + mu v), x <- x + v. Our theta is their x + mu v. */
    @Test
    void nesterovLooksAhead() {
        double rate = 0.001;
        double mu = 0.9;
        double[] x = {-1, 2};
        double[] v = {0, 0};
        try (Bench bench = new Bench(new Nesterov(rate, mu), null, DataType.DOUBLE, x)) {
            for (int t = 0; t < 50; t++) {
                double[] ahead = {x[0] + mu * v[0], x[1] + mu * v[1]};
                assertThat(bench.theta()).containsExactly(ahead, within(1e-12));
                double[] gradient = OptimizerTest.Problem.ROSENBROCK.gradient(ahead);
                for (int i = 0; i < 2; i++) {
                    v[i] = mu * v[i] - rate * gradient[i];
                    x[i] += v[i];
                }
                bench.step(OptimizerTest.Problem.ROSENBROCK.gradient(bench.theta()));
            }
        }
    }
}
