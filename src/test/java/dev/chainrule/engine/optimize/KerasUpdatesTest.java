package dev.chainrule.engine.optimize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.chainrule.engine.optimize.OptimizerTest.Bench;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Step-by-step values that Keras publishes in its own tests, to the digits printed there and as recomputed in double. */
class KerasUpdatesTest {

    private static final double[] ONES =
            IntStream.range(0, 10).mapToDouble(i -> 1).toArray();
    private static final double[] HUNDREDTHS =
            IntStream.range(0, 10).mapToDouble(i -> 0.01).toArray();
    private static final double[] TENTHS =
            IntStream.range(0, 10).mapToDouble(i -> 0.1 * (i + 1)).toArray();

    /**
     * An optimizer and the table it should follow.
     *
     * @param table name in keras-golden.json
     * @param t updates that are taken to have been made before the first
     */
    record Row(String table, UpdateRule spec, long t) {
        static Row of(String table, UpdateRule spec) {
            return new Row(table, spec, 0);
        }
    }

    private static final String SGD = "SGD(nesterov=True, momentum=0) lr=.01";
    private static final String AMSGRAD = "Adam(amsgrad=True) lr=1e-3 b1=.9 b2=.999 eps=1e-7";
    private static final String RMSPROP = "RMSprop(centered=True) lr=1e-3 rho=.9 eps=1e-7";
    private static final String NADAM = "Nadam lr=.5 b1=.5 b2=.67 eps=1e-5";
    private static final String ADAGRAD = "Adagrad lr=.2 init_acc=.3 eps=1e-6";
    private static final String ADAMAX = "Adamax lr=.2 b1=.85 b2=.95 eps=1e-6";
    private static final String ADADELTA = "Adadelta lr=1 rho=.8 eps=1e-6";

    static Stream<Row> right() {
        return Stream.of(
                Row.of(SGD, new GradientDescent(0.01)),
                Row.of(SGD, new Sgd(0.01)),
                Row.of(SGD, new Momentum(0.01, 0)),
                Row.of(SGD, new Nesterov(0.01, 0)),
                Row.of(SGD, new Momentum(0.01, 0, 0, true, 0)),
                Row.of(SGD, new Nesterov(0.01, 0, 0, true, 0)),
                Row.of(AMSGRAD, new AmsGrad(0.001, 0.9, 0.999, 1e-7, true, true, 0)),
                Row.of(RMSPROP, new RmsProp(0.001, 0.9, 1e-7, true, true, 0, true, 0)),
                Row.of(NADAM, new Nadam(0.5, 0.5, 0.67, 1e-5, 1, 0)),
                Row.of(ADAGRAD, new Adagrad(0.2, 0.3, 1e-6, true, 0)),
                Row.of(ADAMAX, new Adamax(0.2, 0.85, 0.95, 1e-6, false, 0)),
                Row.of(ADADELTA, new Adadelta(1, 0.8, 1e-6, 0)));
    }

    /** One thing wrong in each: a decay, a correction left out (at a late t nothing is left to correct), the place of epsilon, a start. */
    static Stream<Row> planted() {
        return Stream.of(
                Row.of(SGD, new Sgd(0.0101)),
                Row.of(SGD, new Momentum(0.01, 0.01)),
                Row.of(SGD, new Sgd(0.01, 1e-3)),
                Row.of(AMSGRAD, new AmsGrad(0.001, 0.89, 0.999, 1e-7, true, true, 0)),
                Row.of(AMSGRAD, new AmsGrad(0.001, 0.9, 0.998, 1e-7, true, true, 0)),
                Row.of(AMSGRAD, new AmsGrad(0.001, 0.9, 0.999, 1e-7, true, false, 0)),
                Row.of(AMSGRAD, new AmsGrad(0.001, 0.9, 0.999, 1e-7, false, true, 0)),
                Row.of(RMSPROP, new RmsProp(0.001, 0.91, 1e-7, true, true, 0, true, 0)),
                Row.of(RMSPROP, new RmsProp(0.001, 0.9, 1e-7, false, true, 0, true, 0)),
                Row.of(RMSPROP, new RmsProp(0.001, 0.9, 1e-7, true, false, 0, true, 0)),
                Row.of(NADAM, new Nadam(0.5, 0.51, 0.67, 1e-5, 1, 0)),
                Row.of(NADAM, new Nadam(0.5, 0.5, 0.68, 1e-5, 1, 0)),
                Row.of(NADAM, new Nadam(0.5, 0.5, 0.67, 1e-5, 0.004, 0)),
                new Row(NADAM, new Nadam(0.5, 0.5, 0.67, 1e-5, 1, 0), 1000),
                Row.of(ADAGRAD, new Adagrad(0.2, 0.1, 1e-6, true, 0)),
                Row.of(ADAGRAD, new Adagrad(0.2, 0.3, 1e-6, false, 0)),
                Row.of(ADAMAX, new Adamax(0.2, 0.86, 0.95, 1e-6, false, 0)),
                Row.of(ADAMAX, new Adamax(0.2, 0.85, 0.95, 2e-6, false, 0)),
                new Row(ADAMAX, new Adamax(0.2, 0.85, 0.95, 1e-6, false, 0), 1000),
                Row.of(ADADELTA, new Adadelta(1, 0.81, 1e-6, 0)),
                Row.of(ADADELTA, new Adadelta(1, 0.8, 2e-6, 0)));
    }

    @ParameterizedTest
    @MethodSource("right")
    void everyStepIsThatOfKeras(Row row) {
        follow(row, DataType.DOUBLE, "recomputed", 1e-12);
        follow(row, DataType.DOUBLE, "golden_published", 5e-4);
        follow(row, DataType.FLOAT, "golden_published", 5e-4);
    }

    @ParameterizedTest
    @MethodSource("planted")
    void oneWrongNumberIsSeen(Row row) {
        reference();
        assertThatThrownBy(() -> follow(row, DataType.DOUBLE, "recomputed", 1e-12))
                .isInstanceOf(AssertionError.class);
    }

    /** Keras' test: once 0.01, then four times 0.1, 0.2, … 1.0; the tables hold theta after each. */
    private static void follow(Row row, DataType type, String kind, double tolerance) {
        JsonNode table = reference().get("optimizers").get(row.table).get(kind);
        assertThat(table.size()).isEqualTo(5);
        try (Bench bench = new Bench(row.spec, null, type, ONES)) {
            bench.t = row.t;
            for (int i = 0; i < 5; i++) {
                double[] x = bench.step(i == 0 ? HUNDREDTHS : TENTHS);
                double[] expected = numbers(table.get(i));
                for (int k = 0; k < x.length; k++) {
                    assertThat(x[k])
                            .as("%s, step %s, element %s", row, i + 1, k)
                            .isEqualTo(expected[k], within(tolerance * (1 + Math.abs(expected[k]))));
                }
            }
        }
    }

    static Stream<Row> singleSteps() {
        return Stream.of(
                Row.of("0.5 -1 -0.5 3", new Sgd(0.5)),
                Row.of("0.5 1.5 2.5 3.5", new Adam(0.5, 0.9, 0.999, 1e-7, true, true, 0)),
                Row.of("-0.5811 0.4189 1.4189 2.4189", new RmsProp(0.5, 0.9, 1e-7, true, false, 0, true, 0)),
                Row.of("0.4686 1.4686 2.4686 3.4686", new Nadam(0.5, 0.9, 0.999, 1e-7, 1, 0)),
                Row.of("0.5233 1.5007 2.5005 3.5061", new Adagrad(0.5, 0.1, 1e-7, true, 0)),
                Row.of("0.5 1.5 2.5 3.5", new Adamax(0.5, 0.9, 0.999, 1e-7, false, 0)),
                Row.of("0.9993 1.9993 2.9993 3.9993", new Adadelta(0.5, 0.95, 1e-7, 0)));
    }

    @ParameterizedTest
    @MethodSource("singleSteps")
    void singleStepsAreThoseOfKeras(Row row) {
        double[] expected = Arrays.stream(row.table.split(" "))
                .mapToDouble(Double::parseDouble)
                .toArray();
        try (Bench bench = new Bench(row.spec, null, DataType.DOUBLE, 1, 2, 3, 4)) {
            assertThat(bench.step(1, 6, 7, 2)).containsExactly(expected, within(1e-4));
        }
    }

    @Test
    void clippingIsThatOfKeras() {
        try (Bench norm = new Bench(new Sgd(1), new Clip(1.0, null), DataType.DOUBLE, 0, 0);
                Bench value = new Bench(new Sgd(1), new Clip(null, 1.0), DataType.DOUBLE, 0, 0)) {
            assertThat(norm.step(100, 100)).containsExactly(new double[] {-0.70710678, -0.70710678}, within(1e-8));
            assertThat(value.step(100, 100)).containsExactly(-1, -1);
        }
    }

    private static JsonNode reference() {
        Path path = Path.of("../shared/data/reference/keras-golden.json");
        assumeTrue(Files.exists(path), () -> path + " is not here");
        return JsonMapper.shared().readTree(path);
    }

    private static double[] numbers(JsonNode array) {
        return IntStream.range(0, array.size())
                .mapToDouble(i -> array.get(i).asDouble())
                .toArray();
    }
}
