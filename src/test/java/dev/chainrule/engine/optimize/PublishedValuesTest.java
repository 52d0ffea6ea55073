package dev.chainrule.engine.optimize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.chainrule.engine.array.OffHeap;
import dev.chainrule.engine.optimize.OptimizerTest.Bench;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Step-by-step values that Keras and ONNX publish in their own tests. */
class PublishedValuesTest {

    private static final double[] ONES =
            IntStream.range(0, 10).mapToDouble(i -> 1).toArray();
    private static final double[] HUNDREDTHS =
            IntStream.range(0, 10).mapToDouble(i -> 0.01).toArray();
    private static final double[] TENTHS =
            IntStream.range(0, 10).mapToDouble(i -> 0.1 * (i + 1)).toArray();

    private static JsonNode reference(String file) {
        Path path = Path.of("../shared/data/reference", file);
        assumeTrue(Files.exists(path), () -> path + " is not here");
        return JsonMapper.shared().readTree(path);
    }

    private static double[] numbers(JsonNode array) {
        return IntStream.range(0, array.size())
                .mapToDouble(i -> array.get(i).asDouble())
                .toArray();
    }

    /** Keras' test: once 0.01, then four times 0.1, 0.2, … 1.0; the golden rows are theta before each of those and after the last but one. */
    private static void follow(UpdateRule spec, String name) {
        JsonNode golden =
                reference("keras-golden.json").get("optimizers").get(name).get("recomputed");
        try (Bench bench = new Bench(spec, null, DataType.DOUBLE, ONES)) {
            double[] x = bench.step(HUNDREDTHS);
            for (int i = 0; i < golden.size(); i++) {
                assertThat(x).containsExactly(numbers(golden.get(i)), within(1e-12));
                x = bench.step(TENTHS);
            }
            assertThat(golden.size()).isEqualTo(5);
        }
    }

    @Test
    void gradientDescentFollowsKeras() {
        follow(new Sgd(0.01), "SGD(nesterov=True, momentum=0) lr=.01");
        follow(new GradientDescent(0.01), "SGD(nesterov=True, momentum=0) lr=.01");
    }

    @Test
    void momentumOfZeroIsGradientDescent() {
        follow(new Nesterov(0.01, 0), "SGD(nesterov=True, momentum=0) lr=.01");
        follow(new Momentum(0.01, 0), "SGD(nesterov=True, momentum=0) lr=.01");
    }

    @Test
    void singleStepsAreThoseOfKeras() {
        double[] gradient = {1, 6, 7, 2};
        try (Bench sgd = new Bench(new Sgd(0.5), null, DataType.DOUBLE, 1, 2, 3, 4);
                Bench adam = new Bench(new Adam(0.5, 0.9, 0.999, 1e-7), null, DataType.DOUBLE, 1, 2, 3, 4)) {
            assertThat(sgd.step(gradient)).containsExactly(0.5, -1, -0.5, 3);
            assertThat(adam.step(gradient)).containsExactly(new double[] {0.5, 1.5, 2.5, 3.5}, within(1e-6));
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

    @Test
    void adamFollowsOnnx() {
        JsonNode node = node("test_adam");
        JsonNode attributes = node.get("nodes").get(0).get("attributes");
        Adam adam = new Adam(
                input(node, "R")[0],
                attributes.get("alpha").asDouble(),
                attributes.get("beta").asDouble(),
                attributes.get("epsilon").asDouble());
        try (Bench bench = new Bench(adam, null, DataType.DOUBLE, input(node, "X"))) {
            OffHeap.fromDoubles(bench.optimizer.memory().get(0), input(node, "V"));
            OffHeap.fromDoubles(bench.optimizer.memory().get(1), input(node, "H"));
            bench.t = 100_000; // ONNX corrects no bias at T = 0; after so many steps there is none left to correct
            double[] x = bench.step(regularized(node, attributes));

            assertThat(x).containsExactly(output(node, "X_new"), within(1e-6));
            assertThat(OffHeap.toDoubles(bench.optimizer.memory().get(0)))
                    .containsExactly(output(node, "V_new"), within(1e-6));
            assertThat(OffHeap.toDoubles(bench.optimizer.memory().get(1)))
                    .containsExactly(output(node, "H_new"), within(1e-6));
        }
    }

    @Test
    void momentumFollowsOnnx() {
        JsonNode node = node("test_momentum");
        JsonNode attributes = node.get("nodes").get(0).get("attributes");
        Momentum momentum =
                new Momentum(input(node, "R")[0], attributes.get("alpha").asDouble());
        try (Bench bench = new Bench(momentum, null, DataType.DOUBLE, input(node, "X"))) {
            OffHeap.fromDoubles(bench.optimizer.memory().get(0), input(node, "V"));
            double[] x = bench.step(regularized(node, attributes));

            assertThat(x).containsExactly(output(node, "X_new"), within(1e-6));
            assertThat(OffHeap.toDoubles(bench.optimizer.memory().get(0)))
                    .containsExactly(output(node, "V_new"), within(1e-6));
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

    private static JsonNode node(String name) {
        for (JsonNode node : reference("onnx-node-cases.json")) {
            if (node.get("case").asString().equals(name)) {
                return node;
            }
        }
        throw new AssertionError("no case " + name);
    }

    private static double[] input(JsonNode node, String name) {
        return tensor(node.get("inputs"), name);
    }

    private static double[] output(JsonNode node, String name) {
        return tensor(node.get("outputs"), name);
    }

    private static double[] tensor(JsonNode tensors, String name) {
        for (JsonNode tensor : tensors) {
            if (tensor.get("name").asString().equals(name)) {
                return numbers(tensor.get("data"));
            }
        }
        throw new AssertionError("no tensor " + name);
    }

    /** ONNX adds half a squared norm of X to what it minimizes. */
    private static double[] regularized(JsonNode node, JsonNode attributes) {
        double[] x = input(node, "X");
        double[] g = input(node, "G");
        double lambda = attributes.get("norm_coefficient").asDouble();
        return IntStream.range(0, x.length)
                .mapToDouble(i -> g[i] + lambda * x[i])
                .toArray();
    }
}
