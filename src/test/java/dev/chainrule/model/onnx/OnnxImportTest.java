package dev.chainrule.model.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import dev.chainrule.engine.catalog.Family;
import dev.chainrule.engine.network.Activation;
import dev.chainrule.engine.network.Loss;
import dev.chainrule.engine.network.NetworkSpec;
import dev.chainrule.engine.network.Predictor;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;

/** A chain of layers that another tool wrote is the same function here; anything else is refused, and nothing breaks us. */
class OnnxImportTest {

    static Stream<byte[]> files() {
        return Stream.of(true, false).flatMap(OnnxImportTest::files).map(Perceptron::file);
    }

    private static Stream<Perceptron> files(boolean single) {
        return Stream.concat(
                single && Family.of(Activation.class).names().contains("selu") ? more() : Stream.empty(),
                Stream.of(
                        new Perceptron(4, single, 1).gemm(8).op("Relu").gemm(3).op("Softmax"),
                        new Perceptron(4, single, 2)
                                .matmul(8)
                                .op("Tanh")
                                .matmul(5)
                                .op("Sigmoid")
                                .matmul(1),
                        new Perceptron(4, single, 3)
                                .with("Sub")
                                .with("Div")
                                .matmul(8)
                                .op("Tanh")
                                .gemm(1)
                                .op("Sigmoid"),
                        new Perceptron(4, single, 4)
                                .gemm(6)
                                .batchNormalization()
                                .op("Relu")
                                .batchNormalization()
                                .gemm(1),
                        new Perceptron(4, single, 5)
                                .batchNormalization()
                                .gemm(6)
                                .op("Tanh")
                                .with("Mul")
                                .after("Sub")
                                .matmul(1),
                        new Perceptron(4, single, 6)
                                .op("Flatten")
                                .gemm(3)
                                .op(single ? "LeakyRelu" : "Tanh")
                                .op("Identity")
                                .gemm(1)
                                .with("Mul")));
    }

    /** Of operators that ONNX Runtime has for 32 bits only. */
    private static Stream<Perceptron> more() {
        return Stream.of(
                new Perceptron(4, true, 7)
                        .gemm(4)
                        .silu()
                        .matmul(4)
                        .op("Softsign")
                        .gemm(1)
                        .op("HardSigmoid"),
                new Perceptron(4, true, 8)
                        .gemm(4)
                        .op("Elu")
                        .gemm(4)
                        .op("Selu")
                        .gemm(2)
                        .op("Softplus")
                        .matmul(2)
                        .op("Softmax"));
    }

    @ParameterizedTest
    @MethodSource("files")
    void theSameFunctionAsOnnxRuntimes(byte[] file) throws Exception {
        OnnxImport imported = OnnxImport.read(file);
        Random random = new Random(1);
        double[][] rows = Stream.generate(
                        () -> random.doubles(4, -3, 3).map(v -> (float) v).toArray())
                .limit(50)
                .toArray(double[][]::new);
        double[][] theirs = runtime(file, rows);
        double[][] scaled = new double[50][4];
        for (int i = 0; i < 50; i++) {
            for (int j = 0; j < 4; j++) {
                scaled[i][j] = (rows[i][j] - imported.offsets()[j]) / imported.scales()[j];
            }
        }
        NetworkSpec spec = new NetworkSpec(4, imported.layers(), new Loss.MeanSquaredError(), null);
        try (Predictor predictor = Predictor.of(spec, DataType.DOUBLE, imported.theta())) {
            double[][] ours = predictor.predict(scaled);
            for (int i = 0; i < 50; i++) {
                assertThat(ours[i]).containsExactly(theirs[i], within(5e-6));
            }
            assertThat(Stream.of(ours).mapToDouble(row -> row[0]).distinct().count())
                    .isGreaterThan(20);
        }
    }

    private static double[][] runtime(byte[] file, double[][] rows) throws Exception {
        try (Runtime runtime = new Runtime(file)) {
            boolean single = runtime.inputs().getFirst().contains("FLOAT");
            OnnxTensor input = single
                    ? OnnxTensor.createTensor(OrtEnvironment.getEnvironment(), floats(rows))
                    : OnnxTensor.createTensor(OrtEnvironment.getEnvironment(), rows);
            Object output = Runtime.get(runtime.run(Map.of("input", input)), "output", Object.class);
            return output instanceof float[][] floats ? doubles(floats) : (double[][]) output;
        }
    }

    private static float[][] floats(double[][] rows) {
        float[][] floats = new float[rows.length][rows[0].length];
        for (int i = 0; i < rows.length; i++) {
            for (int j = 0; j < rows[i].length; j++) {
                floats[i][j] = (float) rows[i][j];
            }
        }
        return floats;
    }

    private static double[][] doubles(float[][] rows) {
        double[][] doubles = new double[rows.length][rows[0].length];
        for (int i = 0; i < rows.length; i++) {
            for (int j = 0; j < rows[i].length; j++) {
                doubles[i][j] = rows[i][j];
            }
        }
        return doubles;
    }

    @Test
    void logitsGetTheirSoftmax() throws Exception {
        OnnxImport imported = OnnxImport.read(new Perceptron(4, true, 1).gemm(3).file());
        assertThat(imported.layers().getLast().toString()).contains("Softmax");
    }

    @Test
    void whatIsNoChainOfLayersIsRefusedByTheNameOfTheOperator() {
        for (byte[] file : List.of(
                new Perceptron(4, true, 1).gemm(3).op("Sin").gemm(1).file(),
                new Perceptron(4, true, 1).gemm(3).op("Relu").op("Tanh").gemm(1).file(),
                new Perceptron(4, true, 1).gemm(3).op("Softmax").with("Mul").file(),
                new Perceptron(4, true, 1).op("Relu").file())) {
            assertThatThrownBy(() -> OnnxImport.read(file))
                    .isInstanceOfSatisfying(
                            OnnxFaultException.class, e -> assertThat(e.code()).isEqualTo("UNSUPPORTED"));
        }
        assertThatThrownBy(() -> OnnxImport.read(
                        new Perceptron(4, true, 1).gemm(3).op("Sin").gemm(1).file()))
                .hasMessage("Operator Sin is not understood where it stands.");
        assertThatThrownBy(() -> OnnxImport.read("PK nonsense".getBytes(java.nio.charset.StandardCharsets.UTF_8)))
                .isInstanceOf(OnnxFaultException.class)
                .hasMessageStartingWith("This is no ONNX model");
        assertThatThrownBy(() -> OnnxImport.read(new byte[0])).hasMessage("This is no ONNX model: it has no graph.");
    }

    @Test
    void aGraphCannotMakeUsCopyWithoutEnd() {
        Perceptron twisted = new Perceptron(512, true, 1).gemm(512);
        for (int i = 0; i < 2_000; i++) {
            twisted.with("Mul");
        }
        assertThatThrownBy(() -> OnnxImport.read(twisted.file()))
                .isInstanceOfSatisfying(
                        OnnxFaultException.class, e -> assertThat(e.code()).isEqualTo("TOO_LARGE"));
        Perceptron deep = new Perceptron(1, true, 1);
        for (int i = 0; i < 1_500; i++) {
            deep.gemm(1);
        }
        assertThatThrownBy(() -> OnnxImport.read(deep.file())).hasMessage("The graph has more than 1000 layers.");
    }

    /** Bytes flipped, cut out, doubled and overwritten: the answer is a model or a refusal, and comes soon. */
    @ParameterizedTest
    @MethodSource("files")
    void brokenFilesAreRefusedAndNothingElseHappens(byte[] file) {
        Random random = new Random(file.length);
        int refused = 0;
        for (int round = 0; round < 3_000; round++) {
            byte[] broken = Mutation.of(file, random);
            try {
                OnnxImport imported = OnnxImport.read(broken);
                assertThat(imported.theta()).doesNotContain(Double.NaN);
            } catch (OnnxFaultException e) {
                refused++;
                assertThat(e.getMessage()).isNotBlank().hasSizeLessThan(200);
            }
        }
        assertThat(refused).isBetween(500, 2_990);
    }

    @Test
    void messagesNestedWithoutEndAreRefused() {
        byte[] inner = {};
        for (int depth = 0; depth < 40; depth++) {
            inner = new ProtoWriter()
                    .put(Fields.MODEL_GRAPH, new ProtoWriter().put(Fields.GRAPH_NODE, inner))
                    .bytes();
        }
        byte[] nested = inner;
        assertThatThrownBy(() -> OnnxImport.read(nested)).isInstanceOf(OnnxFaultException.class);
    }
}
