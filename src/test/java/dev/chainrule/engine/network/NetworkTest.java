package dev.chainrule.engine.network;

import static dev.chainrule.engine.network.Layers.dense;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.chainrule.engine.array.Footprint;
import dev.chainrule.engine.array.InPlace;
import dev.chainrule.engine.array.Objective;
import dev.chainrule.engine.array.OffHeap;
import dev.chainrule.engine.array.RandomStream;
import dev.chainrule.engine.array.Reductions;
import dev.chainrule.engine.array.Slot;
import dev.chainrule.engine.diagnose.GradientCheck;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class NetworkTest {

    private static final int INPUTS = 4;
    private static final Regularizer BOTH = new Regularizer.L1L2(0.01, 0.02);

    /** Every kind of layer, every activation, every loss with every output it accepts, with and without penalties. */
    static Stream<NetworkSpec> networks() {
        List<NetworkSpec> all = new ArrayList<>();
        Members.of(LayerSpec.class)
                .forEach(layer -> all.add(spec(List.of(dense(5, new Activation.Tanh()), layer), BOTH)));
        // 4 inputs, so a residual needs a last layer of 4 units where it comes first
        Members.of(LayerSpec.class).forEach(layer -> all.add(spec(List.of(fitting(layer)), null)));
        all.add(spec(
                List.of(
                        new BatchNormalization(0.9, 1e-3, null),
                        dense(4, new Activation.Tanh()),
                        new Residual(
                                List.of(
                                        new BatchNormalization(0.9, 1e-3, null),
                                        dense(3, new Activation.Sigmoid()),
                                        new Residual(
                                                List.of(new Dropout(0.2, null), dense(3, new Activation.Tanh())), null),
                                        dense(4, new Activation.Linear())),
                                "block"),
                        new LayerNormalization(1e-3, null)),
                BOTH));
        Members.of(Activation.class).forEach(f -> all.add(spec(List.of(dense(5, f), dense(4, f)), null)));
        Members.of(Loss.class)
                .forEach(loss -> Members.of(Activation.class)
                        .filter(f -> loss.mismatch(f) == null)
                        .forEach(f -> all.add(new NetworkSpec(
                                INPUTS, List.of(dense(5, new Activation.Tanh()), dense(3, f)), loss, BOTH))));
        all.add(new NetworkSpec(
                INPUTS,
                List.of(Layers.unbiased(3, new Activation.Linear(), new Initializer.HeNormal())),
                new Loss.MeanSquaredError(),
                null));
        all.add(new NetworkSpec(
                INPUTS,
                List.of(Layers.regularized(3, new Activation.Tanh(), BOTH, BOTH)),
                new Loss.MeanSquaredError(),
                new Regularizer.L2(1)));
        return all.stream();
    }

    private static LayerSpec fitting(LayerSpec layer) {
        return layer instanceof Residual ? new Residual(List.of(dense(INPUTS, new Activation.Tanh())), null) : layer;
    }

    private static NetworkSpec spec(List<LayerSpec> hidden, @Nullable Regularizer regularizer) {
        List<LayerSpec> layers = new ArrayList<>(hidden);
        layers.add(dense(3, new Activation.Softmax()));
        return new NetworkSpec(INPUTS, layers, new Loss.CategoricalCrossentropy(), regularizer);
    }

    private static Network build(NetworkSpec spec) {
        Network network = Network.build(spec, 6, DataType.DOUBLE, RandomStream.of(11));
        // biases start at 0; random ones keep rectifiers off their kinks and give the penalties on them something to do
        RandomStream.of(12).fillUniform(network.parameters().theta(), -0.8, 0.8);
        network.draw(3);
        return network;
    }

    @ParameterizedTest
    @MethodSource("networks")
    void theGradientOfThetaIsTheDerivativeOfJ(NetworkSpec spec) {
        for (int m : new int[] {6, 1}) {
            try (Network network = build(spec)) {
                Objective j = network.on(Points.awayFromZero(INPUTS, m, 21), Points.oneHot(3, m, 22));

                assertThat(GradientCheck.all(j).relativeError()).isLessThan(1e-6);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("networks")
    void theGradientOfTheInputIsTheDerivativeOfTheLoss(NetworkSpec spec) {
        for (int m : new int[] {6, 1}) {
            try (Network network = build(spec)) {
                INDArray y = Points.oneHot(3, m, 22);
                Objective j = Points.objective(Points.awayFromZero(INPUTS, m, 21), new Points.Function() {
                    @Override
                    public double at(INDArray x) {
                        return network.forward(x, y);
                    }

                    @Override
                    public void gradient(INDArray gradient, INDArray x) {
                        InPlace.copy(gradient, network.backwardToInput(1));
                    }
                });

                assertThat(GradientCheck.all(j).relativeError()).isLessThan(1e-6);
            }
        }
    }

    @Test
    void aBatchTakenInPiecesGivesTheSameGradient() {
        NetworkSpec spec = spec(List.of(dense(5, new Activation.Tanh())), BOTH);
        INDArray x = Points.awayFromZero(INPUTS, 6, 1);
        INDArray y = Points.oneHot(3, 6, 2);
        try (Network whole = build(spec);
                Network pieces = build(spec)) {
            double value = whole.on(x, y).valueAndGradient();
            pieces.startGradient();
            double sum = 0;
            for (int j = 0; j < 6; j += 4) {
                int m = Math.min(4, 6 - j);
                sum += pieces.forward(OffHeap.view(x, 4L * j, 4, m), OffHeap.view(y, 3L * j, 3, m));
                pieces.backward(1.0 / 6);
            }

            assertThat(sum / 6 + pieces.penalty()).isEqualTo(value, within(1e-14));
            assertThat(OffHeap.toDoubles(pieces.parameters().gradient()))
                    .containsExactly(OffHeap.toDoubles(whole.parameters().gradient()), within(1e-14));
        }
    }

    @Test
    void explicitWeightsAreTakenAsTheyAre() {
        double[][] w = {{1, 2, 3, 4}, {5, 6, 7, 8}, {9, 10, 11, 12}};
        double[] b = {0.1, 0.2, 0.3};
        NetworkSpec spec = new NetworkSpec(
                INPUTS,
                List.of(Layers.initialized(3, new Activation.Linear(), null, w, b)),
                new Loss.MeanSquaredError(),
                null);
        try (Network network = Network.build(spec, 2, DataType.DOUBLE, RandomStream.of(1))) {
            INDArray x = OffHeap.matrix(DataType.DOUBLE, new double[][] {{1, 0}, {0, 0}, {0, 0}, {0, 1}});

            assertThat(OffHeap.toDoubles(network.predict(x)))
                    .containsExactly(new double[] {1.1, 5.2, 9.3, 4.1, 8.2, 12.3}, within(1e-14));
        }
    }

    @Test
    void theModelsRegularizerTouchesWeightsAndNotBiases() {
        NetworkSpec spec = spec(List.of(), new Regularizer.L2(0.5));
        try (Network network = build(spec)) {
            network.startGradient();
            INDArray theta = network.parameters().theta();
            INDArray gradient = network.parameters().gradient();
            double[] w = OffHeap.toDoubles(network.parameters().view(theta, "output.weight"));

            assertThat(OffHeap.toDoubles(network.parameters().view(gradient, "output.weight")))
                    .containsExactly(w);
            assertThat(OffHeap.toDoubles(network.parameters().view(gradient, "output.bias")))
                    .containsOnly(0);
        }
    }

    @Test
    void dropoutKeepsTheMeanWhileLearningAndDoesNothingWhilePredicting() {
        double[] ones = new double[1000];
        Arrays.fill(ones, 1);
        NetworkSpec spec = new NetworkSpec(
                1,
                List.of(
                        Layers.initialized(1000, new Activation.Linear(), null, new double[1000][1], ones),
                        new Dropout(0.4, "drop"),
                        Layers.unbiased(1, new Activation.Linear(), new Initializer.RandomNormal(0.001, 0))),
                new Loss.MeanSquaredError(),
                null);
        try (Network network = Network.build(spec, 1, DataType.DOUBLE, RandomStream.of(5))) {
            INDArray x = OffHeap.matrix(DataType.DOUBLE, 1, 1);
            assertThat(OffHeap.get(network.predict(x), 0)).isEqualTo(1, within(1e-12));

            double mean = 0;
            for (int n = 0; n < 100; n++) {
                network.draw(n);
                network.forward(x, x);
                double answer = OffHeap.get(network.yHat(), 0);
                assertThat(answer).isNotEqualTo(1);
                mean += answer / 100;
            }
            assertThat(mean).isEqualTo(1, within(0.01)); // a deviation of sqrt(0.4 / 0.6 / 1000 / 100) = 0.0026

            network.draw(7);
            network.forward(x, x);
            double once = OffHeap.get(network.yHat(), 0);
            network.draw(8);
            network.forward(x, x);
            network.draw(7);
            network.forward(x, x);
            assertThat(OffHeap.get(network.yHat(), 0)).isEqualTo(once);
        }
    }

    @ParameterizedTest
    @MethodSource("networks")
    void theGradientOfAPredictingNetworkIsThatOfItsLossAsItPredicts(NetworkSpec spec) {
        try (Network network = build(spec)) {
            INDArray x = Points.awayFromZero(INPUTS, 3, 3);
            INDArray y = OffHeap.matrix(DataType.DOUBLE, spec.outputs(), 3);
            for (long j = 0; j < 3; j++) {
                OffHeap.set(y, j * spec.outputs(), 1);
            }
            INDArray theta = network.parameters().theta();
            INDArray direction = Points.awayFromZero(Math.toIntExact(spec.parameters()), 1, 4);
            InPlace.fill(network.parameters().gradient(), 0);
            network.forward(x, y, Mode.PREDICTION);
            network.backward(1);
            double slope = Reductions.dot(network.parameters().gradient(), direction);

            double step = 1e-6;
            InPlace.axpy(theta, step, direction);
            double above = network.evaluate(x, y);
            InPlace.axpy(theta, -2 * step, direction);
            double below = network.evaluate(x, y);
            assertThat(slope).isEqualTo((above - below) / (2 * step), within(1e-6 * (1 + Math.abs(slope))));
        }
    }

    @ParameterizedTest
    @MethodSource("networks")
    void theEstimateIsWhatBuildingAllocates(NetworkSpec spec) {
        for (DataType type : List.of(DataType.FLOAT, DataType.DOUBLE)) {
            try (Network network = Network.build(spec, 300, type, RandomStream.of(1))) {
                assertThat(network.capacity()).isEqualTo(300);
                assertThat(Network.estimateBytes(spec, 300, type)).isEqualTo(Footprint.of(network));
            }
        }
    }

    @Test
    void oneStepOfScikitLearnsWorkedExampleAgreesToTenDigits() {
        Path file = Path.of("../shared/data/reference/sklearn-worked-example.json");
        assumeTrue(Files.exists(file), () -> file + " is not here");
        JsonNode expected = JsonMapper.shared().readTree(file).get("recomputed");
        // its penalty is alpha/2 ||W||^2 with alpha = 0.1; its W1 is inputs x units
        NetworkSpec spec = new NetworkSpec(
                3,
                List.of(
                        Layers.initialized(
                                2,
                                new Activation.Sigmoid(),
                                null,
                                new double[][] {{0.1, 0.3, 0.5}, {0.2, 0.1, 0}},
                                new double[] {0.1, 0.1}),
                        Layers.initialized(
                                1, new Activation.Sigmoid(), null, new double[][] {{0.1, 0.2}}, new double[] {1})),
                new Loss.BinaryCrossentropy(),
                new Regularizer.L2(0.05));
        try (Network network = Network.build(spec, 1, DataType.DOUBLE, RandomStream.of(1))) {
            INDArray x = OffHeap.matrix(DataType.DOUBLE, new double[][] {{0.6}, {0.8}, {0.7}});
            INDArray theta = network.parameters().theta();
            network.on(x, OffHeap.matrix(DataType.DOUBLE, 1, 1)).valueAndGradient();
            assertThat(OffHeap.get(network.yHat(), 0))
                    .isEqualTo(expected.get("o").asDouble(), within(1e-9));
            assertThat(OffHeap.get(network.probes().getFirst().h(), 1))
                    .isEqualTo(expected.get("h").get(1).asDouble(), within(1e-9));
            InPlace.axpy(theta, -0.1, network.parameters().gradient());

            double[] w1 = OffHeap.toDoubles(network.parameters().view(theta, "layer1.weight"));
            for (int unit = 0; unit < 2; unit++) {
                for (int input = 0; input < 3; input++) {
                    assertThat(w1[unit + 2 * input])
                            .isEqualTo(expected.get("W1").get(input).get(unit).asDouble(), within(1e-9));
                }
                assertThat(OffHeap.get(network.parameters().view(theta, "output.weight"), unit))
                        .isEqualTo(expected.get("W2").get(unit).asDouble(), within(1e-9));
                assertThat(OffHeap.get(network.parameters().view(theta, "layer1.bias"), unit))
                        .isEqualTo(expected.get("b1").get(unit).asDouble(), within(1e-9));
            }
            assertThat(OffHeap.get(network.parameters().view(theta, "output.bias"), 0))
                    .isEqualTo(expected.get("b2").asDouble(), within(1e-9));
            assertThat(OffHeap.get(network.predict(x), 0))
                    .isEqualTo(expected.get("prob_after").asDouble(), within(1e-9));
        }
    }

    @Test
    void slotsFollowTheLayers() {
        try (Network network = build(spec(List.of(dense(5, new Activation.Relu())), null))) {
            assertThat(network.parameters().slots().stream().map(Slot::name))
                    .containsExactly("layer1.weight", "layer1.bias", "output.weight", "output.bias");
            assertThat(network.spec().parameters())
                    .isEqualTo(network.parameters().length());
        }
    }

    @Test
    void aNetworkOfOtherLengthIsRefused() {
        NetworkSpec spec = spec(List.of(), null);
        assertThatThrownBy(() -> Network.restore(spec, 1, DataType.FLOAT, new double[3]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("3 numbers for a network of 15 parameters");
    }

    @Test
    void aPredictorGivesTheNetworksAnswersForAnyNumberOfExamples() {
        NetworkSpec spec = spec(List.of(dense(5, new Activation.Tanh())), null);
        try (Network network = build(spec)) {
            double[] theta = OffHeap.toDoubles(network.parameters().theta());
            double[][] examples = new double[600][INPUTS];
            for (int j = 0; j < 600; j++) {
                examples[j] = OffHeap.toDoubles(Points.awayFromZero(INPUTS, 1, j));
            }
            try (Predictor predictor = Predictor.of(spec, DataType.DOUBLE, theta)) {
                double[][] answers = predictor.predict(examples);

                for (int j = 0; j < 600; j += 37) {
                    double[] alone = OffHeap.toDoubles(network.predict(Points.awayFromZero(INPUTS, 1, j)));
                    assertThat(answers[j]).containsExactly(alone, within(1e-12));
                }
                assertThat(predictor.predict(new double[0][])).isEmpty();
                assertThatThrownBy(() -> predictor.predict(new double[][] {{1}}))
                        .hasMessage("example 0 has 1 values, the network takes 4");
                predictor.close();
                assertThatThrownBy(() -> predictor.predict(examples)).isInstanceOf(IllegalStateException.class);
            }
        }
    }
}
