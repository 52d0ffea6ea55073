package dev.chainrule.model.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.onnxruntime.OrtException;
import dev.chainrule.dataset.Encoding;
import dev.chainrule.dataset.Feature;
import dev.chainrule.dataset.MissingPolicy;
import dev.chainrule.dataset.Task;
import dev.chainrule.engine.catalog.Family;
import dev.chainrule.engine.catalog.Field;
import dev.chainrule.engine.catalog.Member;
import dev.chainrule.engine.catalog.Shape;
import dev.chainrule.engine.network.Activation;
import dev.chainrule.engine.network.Block;
import dev.chainrule.engine.network.Dense;
import dev.chainrule.engine.network.LayerSpec;
import dev.chainrule.engine.network.Loss;
import dev.chainrule.engine.network.NetworkSpec;
import dev.chainrule.engine.network.Predictor;
import dev.chainrule.engine.train.Precision;
import dev.chainrule.web.SpecReader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** ONNX Runtime answers raw rows as we do: every layer, every activation, every kind of column and of target. */
class OnnxFileTest {

    private static final double TOLERANCE = 1e-9;
    private static final List<String> COLORS = List.of("blue", "green", "red");

    /** Numbers, some with a fill, between texts, one with a fill. */
    private static final List<Feature> FEATURES = List.of(
            new Feature("height", null, 1013.25, 7.5, null, null),
            new Feature("color", COLORS, 0, 1, null, null),
            new Feature("weight", null, 4200.5, 811.25, 4321.75, null),
            new Feature("sex", List.of("FEMALE", "MALE"), 0, 1, null, "MALE"));

    private static final Encoding.Target KIND =
            new Encoding.Target("kind", Task.CLASSIFICATION, List.of("a", "b", "c"), 0, 1);

    /** Every activation and every layer there is, in a net of its own. */
    static Stream<List<LayerSpec>> hiddenLayers() {
        List<List<LayerSpec>> nets = new ArrayList<>();
        nets.add(List.of());
        for (Member member : Family.of(Activation.class).members()) {
            Activation f = read(sample(member), Activation.class);
            nets.add(List.of(Dense.of(6, f), Dense.of(5, f)));
        }
        for (Member member : Family.of(LayerSpec.class).members()) {
            LayerSpec layer = read(sample(member), LayerSpec.class);
            nets.add(List.of(Dense.of(5, new Activation.Tanh()), layer, Dense.of(4, new Activation.Tanh())));
            nets.add(List.of(layer));
        }
        // a skip connection fits only where as many units go in as come out
        return nets.stream()
                .filter(hidden -> network(
                                hidden, Dense.of(3, new Activation.Softmax()), new Loss.CategoricalCrossentropy())
                        .faults()
                        .isEmpty());
    }

    private static <F> F read(JsonNode node, Class<F> family) {
        return Objects.requireNonNull(SpecReader.readMember(node, family, "", new ArrayList<>()));
    }

    /** A member with every field that has no default at a plain value. */
    private static ObjectNode sample(Member member) {
        ObjectNode node = JsonNodeFactory.instance.objectNode().put("type", member.name());
        for (Field field : member.fields()) {
            if (field.required()) {
                node.set(field.name(), sample(field.shape()));
            }
        }
        return node;
    }

    private static JsonNode sample(Shape shape) {
        return switch (shape) {
            case Shape.Real real -> JsonNodeFactory.instance.numberNode(0.3);
            case Shape.Whole whole -> JsonNodeFactory.instance.numberNode(5);
            case Shape.Sequence list -> JsonNodeFactory.instance.arrayNode().add("dense:5:tanh");
            default -> throw new IllegalArgumentException("no sample of " + shape);
        };
    }

    private static List<Map<String, @Nullable Object>> rows(int n) {
        Random random = new Random(11);
        List<Map<String, @Nullable Object>> rows = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            Map<String, @Nullable Object> row = new HashMap<>();
            row.put("height", 1013.25 + 7.5 * random.nextGaussian());
            row.put("color", COLORS.get(random.nextInt(3)));
            row.put("weight", i % 5 == 0 ? null : 4200 + 800 * random.nextGaussian());
            row.put("sex", i % 4 == 0 ? null : i % 2 == 0 ? "MALE" : "FEMALE");
            rows.add(row);
        }
        return rows;
    }

    private static NetworkSpec network(List<LayerSpec> hidden, Dense output, Loss loss) {
        List<LayerSpec> layers = new ArrayList<>(hidden);
        layers.add(output);
        return new NetworkSpec(7, layers, loss, null);
    }

    private record Exported(OnnxFile.Contents contents, byte[] file) {

        static Exported of(NetworkSpec spec, Encoding encoding, Precision precision) {
            double[] theta = learned(spec, precision);
            var contents = new OnnxFile.Contents(spec, theta, precision == Precision.FLOAT32, encoding);
            return new Exported(contents, OnnxFile.of(contents, Map.of("name", "test")));
        }

        /** None of them where they begin: biases, scales and running statistics too. */
        private static double[] learned(NetworkSpec spec, Precision precision) {
            Random random = new Random(precision.ordinal());
            DoubleStream values = DoubleStream.empty();
            for (Block block : Block.of(spec)) {
                boolean positive = block.name().endsWith(".variance");
                double spread = 1 / Math.sqrt(block.isMatrix() ? block.columns() : 2);
                double[] drawn = random.doubles((long) block.rows() * block.columns(), positive ? 0.5 : -1, 1)
                        .map(v -> (float) (v * (positive ? 1 : spread)))
                        .toArray();
                values = DoubleStream.concat(values, Arrays.stream(drawn));
            }
            return values.toArray();
        }

        List<Map<String, Object>> ours(List<Map<String, @Nullable Object>> rows) {
            try (Predictor predictor =
                            Predictor.of(contents.network(), Precision.FLOAT64.dataType(), contents.theta());
                    INDArray x = Objects.requireNonNull(
                            contents.encoding().encode(rows, Precision.FLOAT64, "", new ArrayList<>()));
                    INDArray yHat = predictor.predict(x)) {
                return contents.encoding().decode(yHat);
            }
        }
    }

    private static void assertSameClasses(Exported exported) throws OrtException {
        assertSameClasses(exported, "probabilities");
    }

    private static void assertSameClasses(Exported exported, String shares) throws OrtException {
        Encoding encoding = exported.contents().encoding();
        List<Map<String, @Nullable Object>> rows = rows(40);
        List<Map<String, Object>> ours = exported.ours(rows);
        try (Runtime runtime = new Runtime(exported.file())) {
            Map<String, Object> theirs = runtime.run(encoding, rows);
            String[] labels = Runtime.get(theirs, "kind", String[].class);
            double[][] probabilities = Runtime.get(theirs, shares, double[][].class);
            for (int i = 0; i < rows.size(); i++) {
                assertThat(labels[i]).isEqualTo(ours.get(i).get("kind"));
                Map<?, ?> expected = Runtime.get(ours.get(i), shares, Map.class);
                for (int c = 0; c < probabilities[i].length; c++) {
                    double p = Runtime.get(
                            expected,
                            Objects.requireNonNull(encoding.target().classes()).get(c),
                            Double.class);
                    assertThat(probabilities[i][c]).isCloseTo(p, within(TOLERANCE * Math.abs(p)));
                }
            }
            assertThat(Arrays.stream(probabilities)
                            .mapToDouble(p -> p[0])
                            .distinct()
                            .count())
                    .isGreaterThan(5);
        }
    }

    @ParameterizedTest
    @MethodSource("hiddenLayers")
    void everyLayerAndEveryActivationAnswersAsOurs(List<LayerSpec> hidden) throws OrtException {
        NetworkSpec spec = network(hidden, Dense.of(3, new Activation.Softmax()), new Loss.CategoricalCrossentropy());
        Encoding encoding = new Encoding(FEATURES, KIND, MissingPolicy.MEAN);
        for (Precision precision : Precision.values()) {
            assertSameClasses(Exported.of(spec, encoding, precision));
        }
    }

    @Test
    void oneSigmoidGivesTheProbabilitiesOfBothClasses() throws OrtException {
        NetworkSpec spec = network(
                List.of(Dense.of(4, new Activation.Relu())),
                Dense.of(1, new Activation.Sigmoid()),
                new Loss.BinaryCrossentropy());
        Encoding.Target yesOrNo = new Encoding.Target("kind", Task.BINARY, List.of("no", "yes"), 0, 1);
        assertSameClasses(Exported.of(spec, new Encoding(FEATURES, yesOrNo, MissingPolicy.MEAN), Precision.FLOAT32));
    }

    @Test
    void aMarginGivesTheSigmoidOfItsScore() throws OrtException {
        assumeTrue(Family.of(Loss.class).names().contains("hinge"), "there is no loss of margins");
        Loss hinge = read(JsonNodeFactory.instance.stringNode("hinge"), Loss.class);
        Encoding.Target yesOrNo = new Encoding.Target("kind", Task.BINARY, List.of("no", "yes"), 0, 1);
        NetworkSpec spec =
                network(List.of(Dense.of(4, new Activation.Tanh())), Dense.of(1, new Activation.Linear()), hinge);
        assertSameClasses(
                Exported.of(spec, new Encoding(FEATURES, yesOrNo, MissingPolicy.MEAN), Precision.FLOAT32),
                "probabilities");
        NetworkSpec three = network(List.of(), Dense.of(3, new Activation.Linear()), hinge);
        assertSameClasses(
                Exported.of(three, new Encoding(FEATURES, KIND, MissingPolicy.MEAN), Precision.FLOAT32),
                "probabilities");
    }

    @ParameterizedTest
    @EnumSource(Precision.class)
    void aNumberComesInItsOwnUnit(Precision precision) throws OrtException {
        NetworkSpec spec = network(
                List.of(Dense.of(4, new Activation.Tanh())),
                Dense.of(1, new Activation.Linear()),
                new Loss.MeanSquaredError());
        Encoding.Target price = new Encoding.Target("price", Task.REGRESSION, null, 250_000, 81_234.5);
        List<Feature> numbers = List.of(FEATURES.get(0), FEATURES.get(2));
        Encoding encoding = new Encoding(numbers, price, MissingPolicy.MEAN);
        Exported exported = Exported.of(new NetworkSpec(2, spec.layers(), spec.loss(), null), encoding, precision);
        List<Map<String, @Nullable Object>> rows = rows(20);
        rows.forEach(row -> row.keySet().retainAll(List.of("height", "weight")));
        List<Map<String, Object>> ours = exported.ours(rows);
        try (Runtime runtime = new Runtime(exported.file())) {
            double[][] theirs = Runtime.get(runtime.run(encoding, rows), "price", double[][].class);
            for (int i = 0; i < rows.size(); i++) {
                double expected = Runtime.get(ours.get(i), "price", Double.class);
                assertThat(theirs[i][0]).isCloseTo(expected, within(TOLERANCE * Math.abs(expected)));
            }
            assertThat(runtime.inputs()).containsExactly("numbers DOUBLE [-1, 2]");
            assertThat(runtime.metadata()).containsEntry("name", "test");
        }
    }

    @Test
    void aTextThatIsNoCategoryOrIsMissingStopsTheRun() throws OrtException {
        NetworkSpec spec =
                network(List.of(), Dense.of(3, new Activation.Softmax()), new Loss.CategoricalCrossentropy());
        Encoding encoding = new Encoding(FEATURES, KIND, MissingPolicy.MEAN);
        try (Runtime runtime =
                new Runtime(Exported.of(spec, encoding, Precision.FLOAT32).file())) {
            for (String color : List.of("purple", "")) {
                List<Map<String, @Nullable Object>> rows = rows(2);
                rows.get(1).put("color", color);
                assertThatThrownBy(() -> runtime.run(encoding, rows)).isInstanceOf(OrtException.class);
            }
            List<Map<String, @Nullable Object>> rows = rows(2);
            rows.get(1).put("height", null);
            double[][] probabilities = Runtime.get(runtime.run(encoding, rows), "probabilities", double[][].class);
            assertThat(probabilities[0]).doesNotContain(Double.NaN);
            assertThat(probabilities[1]).containsOnly(Double.NaN);
        }
    }

    @Test
    void theTrainingsOwnWordsForAMissingTextAreFilled() throws OrtException {
        NetworkSpec spec =
                network(List.of(), Dense.of(3, new Activation.Softmax()), new Loss.CategoricalCrossentropy());
        Encoding encoding = new Encoding(FEATURES, KIND, MissingPolicy.MEAN, List.of("", "none"));
        try (Runtime runtime =
                new Runtime(Exported.of(spec, encoding, Precision.FLOAT32).file())) {
            List<Map<String, @Nullable Object>> rows = rows(1);
            double[][] filled = Runtime.get(runtime.run(encoding, rows), "probabilities", double[][].class);
            rows.getFirst().put("sex", "none");
            double[][] told = Runtime.get(runtime.run(encoding, rows), "probabilities", double[][].class);
            assertThat(told[0]).containsExactly(filled[0]);
            rows.getFirst().put("sex", "NA");
            assertThatThrownBy(() -> runtime.run(encoding, rows)).isInstanceOf(OrtException.class);
        }
    }

    @Test
    void columnsMayHaveTheNamesOfInputsAndOutputs() throws OrtException {
        List<Feature> features = List.of(
                new Feature("numbers", COLORS, 0, 1, null, null), new Feature("kind_2", null, 0, 1, null, null));
        Encoding.Target target = new Encoding.Target("probabilities", Task.CLASSIFICATION, List.of("a", "b"), 0, 1);
        NetworkSpec spec = new NetworkSpec(
                4, List.of(Dense.of(2, new Activation.Softmax())), new Loss.CategoricalCrossentropy(), null);
        Encoding encoding = new Encoding(features, target, MissingPolicy.ERROR);
        try (Runtime runtime =
                new Runtime(Exported.of(spec, encoding, Precision.FLOAT64).file())) {
            assertThat(runtime.inputs()).containsExactly("numbers DOUBLE [-1, 1]", "numbers_2 STRING [-1, 1]");
        }
    }
}
