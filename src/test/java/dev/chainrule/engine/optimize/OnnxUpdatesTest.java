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

/** Single steps that ONNX publishes as cases of its operators. */
class OnnxUpdatesTest {

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

    @Test
    void adamFollowsOnnx() {
        JsonNode node = node("test_adam");
        JsonNode attributes = node.get("nodes").get(0).get("attributes");
        // at its step 0 ONNX corrects no bias
        Adam adam = new Adam(
                input(node, "R")[0],
                attributes.get("alpha").asDouble(),
                attributes.get("beta").asDouble(),
                attributes.get("epsilon").asDouble(),
                true,
                false,
                attributes.get("norm_coefficient").asDouble());
        check(adam, node, "V", "H");
    }

    @Test
    void momentumFollowsOnnx() {
        JsonNode node = node("test_momentum");
        JsonNode attributes = node.get("nodes").get(0).get("attributes");
        Momentum momentum = new Momentum(
                input(node, "R")[0],
                attributes.get("alpha").asDouble(),
                1 - attributes.get("beta").asDouble(),
                false,
                attributes.get("norm_coefficient").asDouble());
        check(momentum, node, "V");
    }

    /** One step from a case's point and memory must lead to its results. */
    private static void check(UpdateRule spec, JsonNode node, String... memory) {
        try (Bench bench = new Bench(spec, null, DataType.DOUBLE, input(node, "X"))) {
            for (int k = 0; k < memory.length; k++) {
                OffHeap.fromDoubles(bench.optimizer.memory().get(k), input(node, memory[k]));
            }
            double[] x = bench.step(input(node, "G"));

            assertThat(x).containsExactly(output(node, "X_new"), within(1e-6));
            for (int k = 0; k < memory.length; k++) {
                assertThat(OffHeap.toDoubles(bench.optimizer.memory().get(k)))
                        .containsExactly(output(node, memory[k] + "_new"), within(1e-6));
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
}
