package dev.chainrule.engine.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chainrule.engine.array.RandomStream;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;

class NetworkSpecTest {

    private static LayerSpec dense(
            int units, @Nullable String name, double @Nullable [][] weights, double @Nullable [] bias) {
        return Layers.initialized(units, new Activation.Relu(), name, weights, bias);
    }

    private static NetworkSpec spec(Loss loss, LayerSpec... layers) {
        return new NetworkSpec(4, List.of(layers), loss, null);
    }

    @Test
    void layersWithoutANameGetOne() {
        NetworkSpec spec = spec(
                new Loss.MeanSquaredError(),
                Dense.of(3, new Activation.Relu()),
                new Dropout(0.1, null),
                dense(3, "mine", null, null),
                Dense.of(1, new Activation.Linear()));

        assertThat(spec.layers().stream().map(LayerSpec::name)).containsExactly("layer1", "layer2", "mine", "output");
        assertThat(spec.faults()).isEmpty();
        assertThat(spec.outputs()).isEqualTo(1);
        assertThat(spec.parameters()).isEqualTo(4 * 3 + 3 + 3 * 3 + 3 + 3 + 1);
    }

    @Test
    void everyFaultIsTold() {
        NetworkSpec spec = spec(
                new Loss.CategoricalCrossentropy(),
                dense(16, "a", new double[3][4], new double[] {1, 2}),
                dense(2, "a", new double[][] {{1, Double.NaN}, {1}}, null),
                dense(2, "b.c", null, null),
                Dense.of(1, new Activation.Softmax()));

        assertThat(spec.faults())
                .extracting(f -> f.pointer() + " " + f.code() + ": " + f.message())
                .containsExactly(
                        "/layers/0/initialWeights SHAPE_MISMATCH: Layer \"a\": initialWeights is 3x4, 16x4 (units x"
                                + " inputs) is needed.",
                        "/layers/0/initialBias SHAPE_MISMATCH: Layer \"a\": initialBias has 2 values, 16 (one a unit)"
                                + " are needed.",
                        "/layers/1/name DUPLICATE_NAME: Two layers are named \"a\": /layers/0 and /layers/1.",
                        "/layers/1/initialWeights RAGGED: Layer \"a\": initialWeights has rows of different lengths.",
                        "/layers/1/initialWeights NOT_FINITE: Layer \"a\": initialWeights holds a value that is not"
                                + " finite.",
                        "/layers/2/name INVALID_NAME: \"b.c\" cannot name a layer: a letter, then letters, digits, _"
                                + " or -, at most 64 in all.",
                        "/layers/3/activation SINGLE_UNIT: Layer \"output\": softmax over 1 unit is always 1; use"
                                + " sigmoid, or 2 units or more.");
    }

    @Test
    void layersInsideOthersAreNamedAndCheckedWhereTheyStand() {
        Residual block = new Residual(
                List.of(
                        Dense.of(3, new Activation.Relu()),
                        new Residual(List.of(dense(2, null, new double[1][1], null)), null),
                        dense(4, "a", null, null)),
                "block");
        NetworkSpec spec = spec(
                new Loss.MeanSquaredError(),
                dense(4, "a", null, null),
                block,
                new Residual(List.of(), null),
                Dense.of(1, new Activation.Linear()));

        assertThat(spec.allLayers())
                .extracting(placed -> placed.layer().name() + " " + placed.inputs() + " " + placed.outputs())
                .containsExactly(
                        "a 4 4",
                        "block_1 4 3",
                        "block_2_1 3 2",
                        "block_2 3 3",
                        "a 3 4",
                        "block 4 4",
                        "layer3 4 4",
                        "output 4 1");
        assertThat(spec.faults())
                .extracting(f -> f.pointer() + " " + f.code() + ": " + f.message())
                .containsExactly(
                        "/layers/1/layers/2/name DUPLICATE_NAME: Two layers are named \"a\": /layers/0 and"
                                + " /layers/1/layers/2.",
                        "/layers/1/layers/1/layers/0/initialWeights SHAPE_MISMATCH: Layer \"block_2_1\": initialWeights is"
                                + " 1x1, 2x3 (units x inputs) is needed.",
                        "/layers/1/layers/1/layers SHAPE_MISMATCH: Layer \"block_2\": 3 values go in and 2 come out; to be"
                                + " added they must be as many.",
                        "/layers/2/layers EMPTY: Layer \"layer3\": a skip connection needs at least one layer to skip.");
    }

    @Test
    void normalizingASingleUnitIsRefused() {
        NetworkSpec spec = spec(
                new Loss.MeanSquaredError(),
                Dense.of(1, new Activation.Relu()),
                new LayerNormalization(1e-5, null),
                Dense.of(1, new Activation.Linear()));

        assertThat(spec.faults())
                .extracting(f -> f.pointer() + " " + f.code())
                .containsExactly("/layers/1 SINGLE_UNIT");
    }

    @Test
    void aLossNeedsTheOutputItWasMadeFor() {
        assertThat(spec(new Loss.BinaryCrossentropy(), Dense.of(2, new Activation.Softmax()))
                        .faults())
                .extracting(SpecFault::message)
                .containsExactly("Layer \"output\": binary_crossentropy needs a sigmoid output.");
        assertThat(spec(new Loss.CategoricalCrossentropy(), Dense.of(2, new Activation.Sigmoid()))
                        .faults())
                .extracting(SpecFault::message)
                .containsExactly("Layer \"output\": categorical_crossentropy needs a softmax output.");
        assertThat(spec(new Loss.MeanSquaredError(), new Dropout(0.5, null)).faults())
                .extracting(SpecFault::code)
                .containsExactly("NOT_AN_OUTPUT");
    }

    @Test
    void aNetworkThatCannotBeIsToldBeforeAnythingIsAllocated() {
        NetworkSpec huge = new NetworkSpec(
                1_000_000,
                List.of(Dense.of(1_000_000, new Activation.Relu()), Dense.of(1, new Activation.Linear())),
                new Loss.MeanSquaredError(),
                null);

        assertThat(huge.faults()).extracting(SpecFault::code).containsExactly("TOO_LARGE");
        assertThat(Network.estimateBytes(huge, 1, DataType.FLOAT)).isGreaterThan(8_000_000_000_000L);
        assertThatThrownBy(() -> Network.build(huge, 1, DataType.FLOAT, RandomStream.of(1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("1000002000001 parameters");
    }
}
