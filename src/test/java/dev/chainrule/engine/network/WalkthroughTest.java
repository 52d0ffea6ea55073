package dev.chainrule.engine.network;

import static dev.chainrule.engine.network.Layers.dense;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chainrule.engine.array.OffHeap;
import dev.chainrule.engine.array.RandomStream;
import dev.chainrule.engine.array.Slot;
import dev.chainrule.engine.catalog.CodePlace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

class WalkthroughTest {

    private static final int INPUTS = 4;

    /** Every kind of layer below a dense one, and a loss of the output beside a fused one. */
    static Stream<NetworkSpec> networks() {
        List<NetworkSpec> all = new ArrayList<>();
        Members.of(LayerSpec.class)
                .forEach(layer -> all.add(new NetworkSpec(
                        INPUTS,
                        List.of(dense(5, new Activation.Tanh()), layer, dense(3, new Activation.Softmax())),
                        new Loss.CategoricalCrossentropy(),
                        new Regularizer.L2(0.1))));
        all.add(new NetworkSpec(
                INPUTS,
                List.of(dense(5, new Activation.Sigmoid()), dense(3, new Activation.Tanh())),
                new Loss.MeanSquaredError(),
                null));
        return all.stream();
    }

    private static Network build(NetworkSpec spec, DataType type) {
        Network network = Network.build(spec, 6, type, RandomStream.of(11));
        network.draw(3);
        return network;
    }

    @ParameterizedTest
    @MethodSource("networks")
    void theLinesAreTheBitsOfForwardAndBackward(NetworkSpec spec) {
        try (Network network = build(spec, DataType.DOUBLE);
                INDArray x = Points.awayFromZero(INPUTS, 6, 21);
                INDArray y = Points.oneHot(3, 6, 22)) {
            network.startGradient();
            double loss = network.forward(x, y) / 6 + network.penalty();
            network.backward(1.0 / 6);
            double[] yHat = OffHeap.toDoubles(network.yHat());
            double[] gradient = OffHeap.toDoubles(network.parameters().gradient());

            List<WorkedLine> lines = Walkthrough.of(network, x, y);

            assertThat(line(lines, Statement.OBJECTIVE, "J").values()).containsExactly(loss);
            assertThat(line(lines, Statement.OUTPUT, "yHat").values()).containsExactly(yHat);
            assertThat(OffHeap.toDoubles(network.parameters().gradient())).containsExactly(gradient);
            for (Slot slot : network.parameters().slots()) {
                INDArray own = network.parameters().view(network.parameters().gradient(), slot.name());
                assertThat(lines).as(slot.name()).anySatisfy(line -> {
                    assertThat(line.statement()).isIn(Statement.BIAS_GRADIENT, Statement.WEIGHT_GRADIENT);
                    assertThat(line.values()).containsExactly(OffHeap.toDoubles(own));
                });
            }
        }
    }

    @ParameterizedTest
    @MethodSource("networks")
    void everyLineIsComputedWhereItSays(NetworkSpec spec) throws IOException {
        try (Network network = build(spec, DataType.FLOAT);
                INDArray x = Points.awayFromZero(INPUTS, 6, 21).castTo(DataType.FLOAT);
                INDArray y = Points.oneHot(3, 6, 22).castTo(DataType.FLOAT)) {
            for (WorkedLine line : Walkthrough.of(network, x, y)) {
                CodePlace code = line.code();
                String method = code.method().substring(code.method().lastIndexOf('.') + 1);
                List<String> source = Files.readAllLines(Path.of(code.file()));
                assertThat(enclosing(source, code.line())).as(code.toString()).contains(" " + method + "(");
            }
        }
    }

    /** The declaration that a line of the source lies in: the nearest above it that is less far from the margin. */
    private static String enclosing(List<String> source, int line) {
        String here = source.get(line - 1);
        int margin = indent(here) + (here.strip().equals("}") ? 1 : 0); // an empty method is at its end
        for (int i = line - 1; i > 0; i--) {
            String above = source.get(i - 1);
            if (!above.isBlank()
                    && indent(above) < margin
                    && above.matches("\\s+(?!}|if|for|while|switch|try)\\w.*\\(.*\\{")) {
                return above;
            }
        }
        throw new AssertionError("line " + line + " lies in no method");
    }

    private static int indent(String line) {
        return line.length() - line.stripLeading().length();
    }

    @Test
    void theLinesOfADenseLayerAreThoseOfTheAlgorithm() throws IOException {
        Path file = Path.of("src/main/java/dev/chainrule/engine/network/DenseLayer.java");
        List<String> source = Files.readAllLines(file);
        Map<String, String> places = Map.of(
                "forward matmul", "a <- W h_prev",
                "backward matmulTransposeLeft", "g <- W' g",
                "backwardParameters addMatmulTransposeRight", "grad W += g h_prev'",
                "backwardParameters addRowSums", "grad b += g 1");
        places.forEach((place, comment) -> {
            String[] names = place.split(" ");
            CodePlace code = CodePlace.of(DenseLayer.class, names[0], names[1]);
            assertThat(code.file()).isEqualTo(file.toString());
            assertThat(source.get(code.line() - 1)).contains(names[1] + "(").contains(comment);
        });
        CodePlace first = CodePlace.of(DenseLayer.class, "backwardParameters", "nothingOfTheKind");
        assertThat(source.get(first.line() - 1)).contains("this.g = g;");
    }

    /** Without a penalty the gradient is written over, and holds the pass before until then. */
    @ParameterizedTest
    @MethodSource("networks")
    void aSecondWalkSaysTheSame(NetworkSpec spec) {
        try (Network network = build(spec, DataType.DOUBLE);
                INDArray x = Points.awayFromZero(INPUTS, 6, 21);
                INDArray y = Points.oneHot(3, 6, 22)) {
            List<String> first = Walkthrough.of(network, x, y).stream()
                    .map(line -> line.text() + line.symbol())
                    .toList();
            assertThat(Walkthrough.of(network, x, y))
                    .extracting(line -> line.text() + line.symbol())
                    .isEqualTo(first);
        }
    }

    @Test
    void aPlaceThatDoesNotExistIsNotNamed() {
        assertThatThrownBy(() -> CodePlace.of(DenseLayer.class, "sideways"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("sideways");
        assertThat(CodePlace.of(DenseLayer.class, "forward").method()).isEqualTo("DenseLayer.forward");
        assertThat(CodePlace.of(new Activation.Tanh(), "backward").method()).isEqualTo("Activation.Tanh.backward");
    }

    /** 1-1-1: a = 2 * 3 + 1 = 7, h = relu(7) = 7, yHat = -1 * 7 + 4 = -3, L = (-3 - 1)^2 = 16, dL/dyHat = -8. */
    @Test
    void aNetworkOfTwoUnitsIsWorkedOutAsByHand() {
        NetworkSpec spec = new NetworkSpec(
                1,
                List.of(
                        Layers.initialized(1, new Activation.Relu(), null, new double[][] {{2}}, new double[] {1}),
                        Layers.initialized(1, new Activation.Linear(), null, new double[][] {{-1}}, new double[] {4})),
                new Loss.MeanSquaredError(),
                new Regularizer.L2(0.5));
        try (Network network = Network.build(spec, 1, DataType.DOUBLE, RandomStream.of(0));
                INDArray x = OffHeap.matrix(DataType.DOUBLE, new double[][] {{3}});
                INDArray y = OffHeap.matrix(DataType.DOUBLE, new double[][] {{1}})) {
            List<String> worked = Walkthrough.of(network, x, y).stream()
                    .filter(line -> line.statement().line() > 0)
                    .map(line -> line.statement().algorithm() + "."
                            + line.statement().line() + " " + line.symbol() + " = " + line.at(0, 0))
                    .toList();
            assertThat(worked)
                    .containsExactly(
                            "6.3.3 a_1 = 7.0",
                            "6.3.4 h_1 = 7.0",
                            "6.3.3 a_2 = -3.0",
                            "6.3.4 h_2 = -3.0",
                            "6.3.6 yHat = -3.0",
                            "6.3.7 L = 16.0",
                            "6.3.7 lambda Omega = 2.5",
                            "6.3.7 J = 18.5",
                            "6.4.4 lambda dOmega/dW_1 = 2.0",
                            "6.4.4 lambda dOmega/dW_2 = -1.0",
                            "6.4.1 dJ/dyHat = -8.0",
                            "6.4.3 dJ/da_2 = -8.0",
                            "6.4.4 dJ/db_2 = -8.0",
                            "6.4.5 dJ/dW_2 = -57.0",
                            "6.4.6 dJ/dh_1 = 8.0",
                            "6.4.3 dJ/da_1 = 8.0",
                            "6.4.4 dJ/db_1 = 8.0",
                            "6.4.5 dJ/dW_1 = 26.0");
        }
    }

    @ParameterizedTest
    @MethodSource("networks")
    void itsSizeIsKnownBefore(NetworkSpec spec) {
        try (Network network = build(spec, DataType.DOUBLE);
                INDArray x = Points.awayFromZero(INPUTS, 6, 21);
                INDArray y = Points.oneHot(3, 6, 22)) {
            long numbers = Walkthrough.of(network, x, y).stream()
                    .mapToLong(line -> line.values().length)
                    .sum();
            assertThat(numbers).isLessThanOrEqualTo(Walkthrough.numbers(spec, 6));
            assertThat(numbers).isGreaterThan(Walkthrough.numbers(spec, 6) / 2);
        }
    }

    private static WorkedLine line(List<WorkedLine> lines, Statement statement, String symbol) {
        @Nullable
        WorkedLine found = lines.stream()
                .filter(line -> line.statement() == statement && line.symbol().equals(symbol))
                .findFirst()
                .orElse(null);
        assertThat(found).as(symbol).isNotNull();
        return java.util.Objects.requireNonNull(found);
    }
}
