package dev.chainrule.engine.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.chainrule.engine.array.InPlace;
import dev.chainrule.engine.array.OffHeap;
import dev.chainrule.engine.array.RandomStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Numbers that scikit-learn and Optax publish in their own tests. */
class PublishedNetworksTest {

    private static JsonNode reference(String file) {
        Path path = Path.of("../shared/data/reference", file);
        assumeTrue(Files.exists(path), () -> path + " is not here");
        return JsonMapper.shared().readTree(path);
    }

    private static double[] numbers(JsonNode array) {
        return array.valueStream().mapToDouble(JsonNode::asDouble).toArray();
    }

    private static Dense layer(int units, double[][] w, double[] b) {
        return (Dense) Layers.initialized(units, new Activation.Sigmoid(), null, w, b);
    }

    /** scikit-learn's test_fit: 3-2-1 by hand, one step of rate 0.1 with alpha = 0.1, whose gradient is alpha W. */
    @Test
    void oneStepIsThatOfScikitLearn() {
        JsonNode golden = reference("sklearn-worked-example.json").get("recomputed");
        NetworkSpec spec = new NetworkSpec(
                3,
                List.of(
                        layer(2, new double[][] {{0.1, 0.3, 0.5}, {0.2, 0.1, 0}}, new double[] {0.1, 0.1}),
                        layer(1, new double[][] {{0.1, 0.2}}, new double[] {1})),
                new Loss.BinaryCrossentropy(),
                new Regularizer.L2(0.05));
        INDArray x = OffHeap.matrix(DataType.DOUBLE, new double[][] {{0.6}, {0.8}, {0.7}});
        INDArray y = OffHeap.matrix(DataType.DOUBLE, 1, 1);
        try (Network network = Network.build(spec, 1, DataType.DOUBLE, RandomStream.of(1))) {
            network.startGradient();
            network.forward(x, y);
            network.backward(1);
            agree(OffHeap.toDoubles(network.probes().getFirst().h()), golden.get("h"));
            assertThat(OffHeap.get(network.yHat(), 0)).isEqualTo(golden.get("o").asDouble(), within(1e-9));

            InPlace.axpy(
                    network.parameters().theta(), -0.1, network.parameters().gradient());
            double[] theta = OffHeap.toDoubles(network.parameters().theta());
            List<Block> blocks = Block.of(spec);
            double[][] w1 = blocks.get(0).matrix(theta);
            for (int i = 0; i < 3; i++) {
                agree(new double[] {w1[0][i], w1[1][i]}, golden.get("W1").get(i)); // theirs is inputs x units
            }
            agree(blocks.get(1).vector(theta), golden.get("b1"));
            agree(blocks.get(2).matrix(theta)[0], golden.get("W2"));
            assertThat(blocks.get(3).vector(theta)[0])
                    .isEqualTo(golden.get("b2").asDouble(), within(1e-9));
            assertThat(OffHeap.get(network.predict(x), 0))
                    .isEqualTo(golden.get("prob_after").asDouble(), within(1e-9));
        }
    }

    private static void agree(double[] actual, JsonNode expected) {
        assertThat(actual).containsExactly(numbers(expected), within(1e-9));
    }

    private static JsonNode optax(String loss) {
        return reference("optax-golden.json")
                .get("losses")
                .valueStream()
                .filter(node -> node.get("loss").asString().startsWith(loss))
                .findFirst()
                .orElseThrow();
    }

    private static INDArray one(double value) {
        return OffHeap.matrix(DataType.DOUBLE, new double[][] {{value}});
    }

    private static void deviationsAreThoseOfOptax(Loss.OfOutput loss, String name, double factor, double tolerance) {
        JsonNode golden = optax(name);
        double[] y = numbers(golden.get("y"));
        double[] t = numbers(golden.get("t"));
        double[] expected = numbers(golden.get("expected"));
        assertThat(y).hasSameSizeAs(expected).hasSizeGreaterThan(3);
        for (int i = 0; i < y.length; i++) {
            assertThat(factor * loss.sum(one(y[i]), one(t[i]))).isEqualTo(expected[i], within(tolerance));
        }
    }

    @Test
    void deviationsAreThoseOfOptax() {
        deviationsAreThoseOfOptax(new Deviation.Huber(1), "huber", 1, 1e-12);
        deviationsAreThoseOfOptax(new Deviation.LogCosh(), "log_cosh", 1, 1e-4);
        deviationsAreThoseOfOptax(new Loss.MeanSquaredError(), "l2", 0.5, 1e-12); // theirs is half the square
    }

    @Test
    void crossEntropyOfASoftmaxIsThatOfOptax() {
        JsonNode golden = optax("softmax_cross_entropy");
        for (int j = 0; j < 2; j++) {
            INDArray a = OffHeap.matrix(DataType.DOUBLE, 3, 1);
            INDArray y = OffHeap.matrix(DataType.DOUBLE, 3, 1);
            OffHeap.fromDoubles(a, numbers(golden.get("logits").get(j)));
            OffHeap.fromDoubles(y, numbers(golden.get("labels").get(j)));

            assertThat(new Loss.CategoricalCrossentropy().sum(Points.like(a), a, y))
                    .isEqualTo(golden.get("expected").get(j).asDouble(), within(1e-4));
        }
    }

    /** In float32, where a naive logarithm of a sigmoid overflows. */
    @Test
    void crossEntropyOfASigmoidIsThatOfOptaxForHugeScores() {
        for (JsonNode given : optax("sigmoid_binary_cross_entropy").get("cases")) {
            INDArray a = OffHeap.matrix(DataType.FLOAT, 1, 2);
            INDArray y = OffHeap.matrix(DataType.FLOAT, 1, 2);
            OffHeap.fromDoubles(a, numbers(given.get("preds")));
            OffHeap.fromDoubles(y, numbers(given.get("labels")));
            double expected = given.get("expected").asDouble();

            assertThat(new Loss.BinaryCrossentropy().sum(Points.like(a), a, y) / 2)
                    .isEqualTo(expected, within(1e-6 + 1e-6 * expected));
            assertThat(new Margin.Logistic().sum(Points.like(a), a, y) / 2)
                    .isEqualTo(expected, within(1e-6 + 1e-6 * expected));
        }
    }
}
