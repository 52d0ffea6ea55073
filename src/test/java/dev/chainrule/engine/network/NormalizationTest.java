package dev.chainrule.engine.network;

import static dev.chainrule.engine.network.Layers.dense;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.chainrule.engine.array.OffHeap;
import dev.chainrule.engine.array.RandomStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What normalizing layers and skip connections compute; their derivatives are checked with every other layer's. */
class NormalizationTest {

    private static final Path ONNX = Path.of("../shared/data/reference/onnx-node-cases.json");

    /** A layer on 3 units, followed by the identity, so that yHat is its h. */
    private static Network over(LayerSpec layer, int units, DataType type, int capacity) {
        double[][] identity = new double[units][units];
        for (int i = 0; i < units; i++) {
            identity[i][i] = 1;
        }
        NetworkSpec spec = new NetworkSpec(
                units,
                List.of(layer, Layers.initialized(units, new Activation.Linear(), null, identity, null)),
                new Loss.MeanSquaredError(),
                null);
        return Network.build(spec, capacity, type, RandomStream.of(1));
    }

    private static INDArray view(Network network, String slot) {
        return network.parameters().view(network.parameters().theta(), slot);
    }

    private static INDArray points() {
        return OffHeap.matrix(
                DataType.DOUBLE,
                new double[][] {{1, 2, 3, 6}, {-10, 10, 0, 4}, {7, 7, 7, 7}}); // the last has no variance
    }

    private static void learn(Network network, INDArray x) {
        network.startGradient();
        network.forward(x, x);
        network.backward(1);
    }

    @Test
    void aBatchIsBroughtToMeanZeroAndVarianceOneThenScaledAndShifted() {
        try (Network network = over(new BatchNormalization(0.9, 1e-5, "norm"), 3, DataType.DOUBLE, 4)) {
            OffHeap.fromDoubles(view(network, "norm.scale"), new double[] {2, 1, 1});
            OffHeap.fromDoubles(view(network, "norm.offset"), new double[] {0, 0, 5});
            network.forward(points(), points());

            double[] h = OffHeap.toDoubles(network.yHat());
            double deviation = Math.sqrt((4 + 1 + 0 + 9) / 4.0 + 1e-5);
            double[] first = {2 * -2 / deviation, 2 * -1 / deviation, 0, 2 * 3 / deviation};
            for (int j = 0; j < 4; j++) {
                assertThat(h[3 * j]).isEqualTo(first[j], within(1e-14));
                assertThat(h[3 * j + 2]).isEqualTo(5);
            }
        }
    }

    @Test
    void runningStatisticsFollowTheBatchesThatMovedThetaAndPredictionUsesThem() {
        try (Network network = over(new BatchNormalization(0.75, 1e-5, "norm"), 3, DataType.DOUBLE, 4)) {
            double[] fresh = OffHeap.toDoubles(network.parameters().values());
            learn(network, points());
            network.forward(points(), points()); // a look at the loss alone moves nothing

            assertThat(OffHeap.toDoubles(network.parameters().values())).containsExactly(fresh);
            network.keepStatistics();

            INDArray mean = network.parameters().statistic("norm.mean");
            INDArray variance = network.parameters().statistic("norm.variance");
            assertThat(OffHeap.toDoubles(mean)).containsExactly(new double[] {0.75, 0.25, 1.75}, within(1e-14));
            assertThat(OffHeap.toDoubles(variance))
                    .containsExactly(new double[] {0.75 + 3.5 / 4, 0.75 + 53.0 / 4, 0.75}, within(1e-14));
            double expected = (1 - 0.75) / Math.sqrt(0.75 + 3.5 / 4 + 1e-5);
            assertThat(OffHeap.get(network.predict(points()), 0)).isEqualTo(expected, within(1e-14));

            double[] moved = OffHeap.toDoubles(network.parameters().values());
            network.startGradient();
            network.forward(points(), points(), Mode.PREDICTION);
            network.backward(1);
            network.keepStatistics();
            assertThat(OffHeap.toDoubles(network.parameters().values())).containsExactly(moved);
        }
    }

    @Test
    void aBatchOfOneIsNormalizedByTheRunningStatisticsAndItsGradientPasses() {
        try (Network network = over(new BatchNormalization(0.75, 1e-5, "norm"), 3, DataType.DOUBLE, 4)) {
            INDArray x = OffHeap.matrix(DataType.DOUBLE, new double[][] {{4}, {-2}, {0}});
            network.startGradient();
            network.forward(x, points().getColumn(0).reshape('f', 3, 1).dup('f'));

            assertThat(OffHeap.get(network.yHat(), 0)).isEqualTo(4 / Math.sqrt(1 + 1e-5), within(1e-14));
            assertThat(OffHeap.toDoubles(network.backwardToInput(1))).doesNotContain(0);
            network.keepStatistics();
            assertThat(OffHeap.toDoubles(network.parameters().statistic("norm.mean")))
                    .containsExactly(1, -0.5, 0);
            assertThat(OffHeap.toDoubles(network.parameters().statistic("norm.variance")))
                    .containsExactly(0.75 + 4, 0.75 + 1, 0.75);
        }
    }

    @Test
    void whatIsRestoredFromTheValuesPredictsTheSame() {
        NetworkSpec spec = new NetworkSpec(
                3,
                List.of(
                        new Residual(
                                List.of(new BatchNormalization(0.5, 1e-3, null), dense(3, new Activation.Tanh())), "r"),
                        dense(2, new Activation.Linear())),
                new Loss.MeanSquaredError(),
                null);
        try (Network network = Network.build(spec, 4, DataType.FLOAT, RandomStream.of(2))) {
            INDArray x = points().castTo(DataType.FLOAT);
            network.startGradient();
            network.forward(x, OffHeap.matrix(DataType.FLOAT, 2, 4));
            network.backward(1);
            network.keepStatistics();
            double[] answers = OffHeap.toDoubles(network.predict(x));
            double[] values = OffHeap.toDoubles(network.parameters().values());
            assertThat(values).hasSize((int) (spec.parameters() + spec.statistics()));
            assertThat(Block.of(spec))
                    .filteredOn(block -> !block.learned())
                    .extracting(Block::name, Block::offset)
                    .containsExactly(
                            tuple("r_1.mean", (int) spec.parameters()),
                            tuple("r_1.variance", (int) spec.parameters() + 3));

            try (Network other = Network.restore(spec, 4, DataType.FLOAT, values)) {
                assertThat(OffHeap.toDoubles(other.predict(x))).containsExactly(answers);
            }
            values[(int) spec.parameters()] += 0.1;
            try (Network other = Network.restore(spec, 4, DataType.FLOAT, values)) {
                assertThat(OffHeap.toDoubles(other.predict(x))).isNotEqualTo(answers);
            }
        }
    }

    @Test
    void aSkipConnectionAddsWhatItSkips() {
        Residual residual = new Residual(
                List.of(Layers.initialized(3, new Activation.Linear(), null, new double[3][3], new double[] {1, 2, 3})),
                null);
        try (Network network = over(residual, 3, DataType.DOUBLE, 4)) {
            double[] h = OffHeap.toDoubles(network.predict(points()));

            assertThat(h).startsWith(1 + 1, -10 + 2, 7 + 3);
        }
    }

    /** Arrays of a case as (rows, columns) over the channel, or the last axis. */
    private static double[] values(JsonNode array) {
        JsonNode data = array.get("data");
        return IntStream.range(0, data.size())
                .mapToDouble(i -> data.get(i).asDouble())
                .toArray();
    }

    private static JsonNode onnx(String name) {
        assumeTrue(Files.exists(ONNX), () -> ONNX + " is not here");
        for (JsonNode node : JsonMapper.shared().readTree(ONNX)) {
            if (node.get("case").stringValue().equals(name)) {
                return node;
            }
        }
        throw new AssertionError("no case " + name);
    }

    /** (2, 3, 4, 5) as (3, 2 * 4 * 5): the channel is the unit, everything else an example. */
    private static double[] channels(double[] x) {
        double[] columns = new double[x.length];
        for (int n = 0; n < 2; n++) {
            for (int c = 0; c < 3; c++) {
                for (int k = 0; k < 20; k++) {
                    columns[(n * 20 + k) * 3 + c] = x[(n * 3 + c) * 20 + k];
                }
            }
        }
        return columns;
    }

    private static void close(double[] actual, double[] expected) {
        assertThat(actual).hasSameSizeAs(expected);
        for (int i = 0; i < expected.length; i++) {
            assertThat(actual[i]).isEqualTo(expected[i], within(1e-6 + 1e-3 * Math.abs(expected[i])));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"test_batchnorm_example", "test_batchnorm_epsilon", "test_batchnorm_example_training_mode"})
    void batchNormalizationAgreesWithOnnx(String name) {
        JsonNode test = onnx(name);
        JsonNode inputs = test.get("inputs");
        double epsilon = name.endsWith("epsilon") ? 1e-2 : 1e-5;
        try (Network network = over(new BatchNormalization(0.9, epsilon, "norm"), 3, DataType.FLOAT, 40)) {
            OffHeap.fromDoubles(view(network, "norm.scale"), values(inputs.get(1)));
            OffHeap.fromDoubles(view(network, "norm.offset"), values(inputs.get(2)));
            OffHeap.fromDoubles(network.parameters().statistic("norm.mean"), values(inputs.get(3)));
            OffHeap.fromDoubles(network.parameters().statistic("norm.variance"), values(inputs.get(4)));
            INDArray x = OffHeap.matrix(DataType.FLOAT, 3, 40);
            OffHeap.fromDoubles(x, channels(values(inputs.get(0))));
            double[] expected = channels(values(test.get("outputs").get(0)));
            if (!name.endsWith("training_mode")) {
                close(OffHeap.toDoubles(network.predict(x)), expected);
                return;
            }
            network.startGradient();
            network.forward(x, x);
            close(OffHeap.toDoubles(network.yHat()), expected);
            network.backward(1);
            network.keepStatistics();
            close(
                    OffHeap.toDoubles(network.parameters().statistic("norm.mean")),
                    values(test.get("outputs").get(1)));
            close(
                    OffHeap.toDoubles(network.parameters().statistic("norm.variance")),
                    values(test.get("outputs").get(2)));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"test_layer_normalization_2d_axis1", "test_layer_normalization_2d_axis_negative_1"})
    void layerNormalizationAgreesWithOnnx(String name) {
        JsonNode test = onnx(name);
        JsonNode inputs = test.get("inputs");
        try (Network network = over(new LayerNormalization(1e-5, "norm"), 4, DataType.FLOAT, 3)) {
            OffHeap.fromDoubles(view(network, "norm.scale"), values(inputs.get(1)));
            OffHeap.fromDoubles(view(network, "norm.offset"), values(inputs.get(2)));
            INDArray x = OffHeap.matrix(DataType.FLOAT, 4, 3); // rows in 'c' order are columns in 'f' order
            OffHeap.fromDoubles(x, values(inputs.get(0)));

            close(
                    OffHeap.toDoubles(network.predict(x)),
                    values(test.get("outputs").get(0)));
        }
    }

    @Test
    void anotherEpsilonWouldBeFound() {
        JsonNode test = onnx("test_batchnorm_epsilon");
        try (Network network = over(new BatchNormalization(0.9, 1e-5, "norm"), 3, DataType.FLOAT, 40)) {
            JsonNode inputs = test.get("inputs");
            OffHeap.fromDoubles(network.parameters().statistic("norm.mean"), values(inputs.get(3)));
            OffHeap.fromDoubles(network.parameters().statistic("norm.variance"), values(inputs.get(4)));
            OffHeap.fromDoubles(view(network, "norm.scale"), values(inputs.get(1)));
            OffHeap.fromDoubles(view(network, "norm.offset"), values(inputs.get(2)));
            INDArray x = OffHeap.matrix(DataType.FLOAT, 3, 40);
            OffHeap.fromDoubles(x, channels(values(inputs.get(0))));
            double[] expected = channels(values(test.get("outputs").get(0)));
            double[] actual = OffHeap.toDoubles(network.predict(x));
            double most = IntStream.range(0, actual.length)
                    .mapToDouble(i -> Math.abs(actual[i] - expected[i]) - 1e-3 * Math.abs(expected[i]))
                    .max()
                    .orElse(0);

            assertThat(most).isGreaterThan(1e-6);
        }
    }

    @Test
    void singleAndDoublePrecisionAgree() {
        LayerSpec layer = new Residual(
                List.of(
                        new BatchNormalization(0.9, 1e-3, "b"),
                        new LayerNormalization(1e-3, "l"),
                        dense(3, new Activation.Tanh())),
                "r");
        try (Network wide = over(layer, 3, DataType.DOUBLE, 4);
                Network narrow = over(layer, 3, DataType.FLOAT, 4)) {
            INDArray x = points();
            learn(wide, x);
            learn(narrow, x.castTo(DataType.FLOAT));

            double[] expected = OffHeap.toDoubles(wide.parameters().gradient());
            assertThat(OffHeap.toDoubles(narrow.parameters().gradient())).containsExactly(expected, within(2e-3));
        }
    }
}
