package dev.chainrule.engine.optimize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.chainrule.engine.array.InPlace;
import dev.chainrule.engine.array.OffHeap;
import dev.chainrule.engine.array.Parameters;
import dev.chainrule.engine.catalog.Family;
import dev.chainrule.engine.catalog.Member;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;

/** What every optimizer must do, found through the sealed family; a new one is a row in {@link #TUNED}. */
class OptimizerTest {

    private static final Schedule CONSTANT = new Schedule.Constant();

    /** Settings under which 10 000 steps solve both problems. */
    private static final Map<Class<?>, UpdateRule> TUNED = Stream.of(
                    new GradientDescent(0.0015),
                    new Sgd(0.0015),
                    new Momentum(0.001, 0.9),
                    new Nesterov(0.001, 0.9),
                    new Adagrad(1, 0, 1e-10, false, 0),
                    new RmsProp(0.005, 0.9, 1e-8, false, false, 0, false, 0),
                    new Adadelta(0.1, 0.9, 1e-6, 0),
                    new Adam(0.1, 0.9, 0.999, 1e-8),
                    new AmsGrad(0.1, 0.9, 0.999, 1e-8, false, true, 0),
                    new Adamax(0.1, 0.9, 0.999, 1e-8, false, 0),
                    new Nadam(0.01, 0.9, 0.999, 1e-8, 0.004, 0),
                    new AdamW(0.1, 0.9, 0.999, 1e-8, 1e-4, false))
            .collect(Collectors.toMap(Object::getClass, Function.identity()));

    static Stream<UpdateRule> optimizers() {
        return Family.of(UpdateRule.class).members().stream().map(OptimizerTest::tuned);
    }

    private static UpdateRule tuned(Member member) {
        return Objects.requireNonNull(TUNED.get(member.type()), "TUNED needs a row for " + member.name());
    }

    /** A function to minimize, by its gradient; optimum and starts as in Optax's own conformance test. */
    enum Problem {
        PARABOLA(new double[] {-1, 10, 1}, new double[] {1, -1, 1}) {
            @Override
            double[] gradient(double[] x) {
                return new double[] {2 * (x[0] - 1), 2 * (x[1] + 1), 2 * (x[2] - 1)};
            }
        },
        ROSENBROCK(new double[] {0, 0}, new double[] {1, 1}) {
            @Override
            double[] gradient(double[] x) {
                double curve = x[1] - x[0] * x[0];
                return new double[] {-2 * (1 - x[0]) - 400 * x[0] * curve, 200 * curve};
            }
        };

        final double[] start;
        final double[] optimum;

        Problem(double[] start, double[] optimum) {
            this.start = start;
            this.optimum = optimum;
        }

        abstract double[] gradient(double[] x);
    }

    /** theta as one slot, with an optimizer on it. */
    static final class Bench implements AutoCloseable {
        final Parameters parameters;
        final Optimizer optimizer;
        long t;

        Bench(UpdateRule spec, @Nullable Clip clip, DataType type, double... start) {
            this(spec, CONSTANT, clip, type, start);
        }

        Bench(UpdateRule spec, Schedule schedule, @Nullable Clip clip, DataType type, double... start) {
            Parameters.Layout layout = Parameters.layout();
            layout.add("x", start.length, 1);
            parameters = layout.allocate(type);
            OffHeap.fromDoubles(parameters.theta(), start);
            optimizer = new Optimizer(spec, schedule, clip, parameters, 10_000);
        }

        double[] theta() {
            return OffHeap.toDoubles(parameters.theta());
        }

        double[] step(double... gradient) {
            OffHeap.fromDoubles(parameters.gradient(), gradient);
            assertThat(optimizer.measure()).isTrue();
            optimizer.update(++t);
            return theta();
        }

        @Override
        public void close() {
            optimizer.close();
            parameters.close();
        }
    }

    @ParameterizedTest
    @MethodSource("optimizers")
    void everyProblemIsSolvedInEitherPrecision(UpdateRule spec) {
        for (Problem problem : Problem.values()) {
            for (DataType type : List.of(DataType.FLOAT, DataType.DOUBLE)) {
                try (Bench bench = new Bench(spec, null, type, problem.start)) {
                    double[] x = problem.start;
                    for (int t = 0; t < 10_000; t++) {
                        x = bench.step(problem.gradient(x));
                    }

                    assertThat(x).as("%s in %s", problem, type).containsExactly(problem.optimum, within(3e-2));
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("optimizers")
    void anUpdateAllocatesNothing(UpdateRule spec) {
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        try (Bench bench = new Bench(spec, new Clip(1.0, 0.5), DataType.FLOAT, new double[1000])) {
            InPlace.fill(bench.parameters.gradient(), 0.25);
            repeat(bench, 20_000);
            long before = threads.getCurrentThreadAllocatedBytes();
            repeat(bench, 10_000);
            long allocated = threads.getCurrentThreadAllocatedBytes() - before;

            assertThat(allocated).isLessThan(10_000);
        }
    }

    private static void repeat(Bench bench, int steps) {
        for (int i = 0; i < steps; i++) {
            bench.optimizer.measure();
            bench.optimizer.update(++bench.t);
        }
    }

    @ParameterizedTest
    @MethodSource("optimizers")
    void itsMemoryIsAllItNeedsToGoOn(UpdateRule spec) {
        Problem problem = Problem.ROSENBROCK;
        try (Bench first = new Bench(spec, null, DataType.DOUBLE, problem.start);
                Bench second = new Bench(spec, null, DataType.DOUBLE, 9, 9)) {
            for (int t = 0; t < 7; t++) {
                first.step(problem.gradient(first.theta()));
            }
            OffHeap.fromDoubles(second.parameters.theta(), first.theta());
            for (int k = 0; k < first.optimizer.memory().size(); k++) {
                InPlace.copy(
                        second.optimizer.memory().get(k),
                        first.optimizer.memory().get(k));
            }
            second.t = first.t;
            for (int t = 0; t < 7; t++) {
                first.step(problem.gradient(first.theta()));
                second.step(problem.gradient(second.theta()));
            }

            assertThat(second.theta()).isEqualTo(first.theta());
        }
    }

    @ParameterizedTest
    @MethodSource("optimizers")
    void theUpdatesNormsComeWithIt(UpdateRule spec) {
        try (Bench bench = new Bench(spec, null, DataType.DOUBLE, 1, 2, 3)) {
            double[] after = bench.step(0.5, -1, 2);

            assertThat(bench.optimizer.gradientSquares(0)).isEqualTo(0.25 + 1 + 4);
            assertThat(bench.optimizer.thetaSquares(0))
                    .isEqualTo(after[0] * after[0] + after[1] * after[1] + after[2] * after[2], within(1e-12));
            assertThat(bench.optimizer.updateSquares(0))
                    .isEqualTo(square(after[0] - 1) + square(after[1] - 2) + square(after[2] - 3), within(1e-12));
        }
    }

    private static double square(double x) {
        return x * x;
    }

    @ParameterizedTest
    @MethodSource("optimizers")
    void aGradientThatIsNotFiniteIsSeenBeforeTheUpdate(UpdateRule spec) {
        for (double bad : new double[] {Double.NaN, Double.POSITIVE_INFINITY, 1e20}) {
            try (Bench bench = new Bench(spec, null, DataType.FLOAT, 1, 2)) {
                OffHeap.fromDoubles(bench.parameters.gradient(), new double[] {1, bad});

                assertThat(bench.optimizer.measure()).isFalse();
                assertThat(bench.optimizer.isFinite(0)).isFalse();
                assertThat(bench.theta()).containsExactly(1, 2);
            }
        }
    }

    @Test
    void elementsAreClippedBeforeTheNorm() {
        try (Bench bench = new Bench(new Sgd(1), new Clip(1.0, 1.0), DataType.DOUBLE, 0, 0)) {
            assertThat(bench.step(100, 1))
                    .containsExactly(new double[] {-Math.sqrt(0.5), -Math.sqrt(0.5)}, within(1e-12));
        }
    }

    @Test
    void aSmallGradientIsLeftAlone() {
        try (Bench bench = new Bench(new Sgd(1), new Clip(5.0, 5.0), DataType.DOUBLE, 0, 0)) {
            assertThat(bench.step(3, -4)).containsExactly(-3, 4);
        }
    }
}
