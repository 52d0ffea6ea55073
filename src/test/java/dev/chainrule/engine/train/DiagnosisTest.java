package dev.chainrule.engine.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.chainrule.engine.array.OffHeap;
import dev.chainrule.engine.diagnose.Finding;
import dev.chainrule.engine.network.Activation;
import dev.chainrule.engine.network.Activation.LeakyRelu;
import dev.chainrule.engine.network.Activation.Linear;
import dev.chainrule.engine.network.Activation.Relu;
import dev.chainrule.engine.network.Activation.Sigmoid;
import dev.chainrule.engine.network.Activation.Softmax;
import dev.chainrule.engine.network.Activation.Tanh;
import dev.chainrule.engine.network.Initializer;
import dev.chainrule.engine.network.Initializer.GlorotNormal;
import dev.chainrule.engine.network.Initializer.GlorotUniform;
import dev.chainrule.engine.network.Initializer.HeNormal;
import dev.chainrule.engine.network.Initializer.HeUniform;
import dev.chainrule.engine.network.Initializer.RandomNormal;
import dev.chainrule.engine.network.Initializer.Zeros;
import dev.chainrule.engine.network.LayerSpec;
import dev.chainrule.engine.network.Loss;
import dev.chainrule.engine.network.NetworkSpec;
import dev.chainrule.engine.optimize.Adam;
import dev.chainrule.engine.optimize.Momentum;
import dev.chainrule.engine.optimize.Nesterov;
import dev.chainrule.engine.optimize.Sgd;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;

/** Planted faults are found at their layer; healthy runs are not accused of anything. */
class DiagnosisTest {

    private static final Activation SIGMOID = new Sigmoid();
    private static final Activation TANH = new Tanh();
    private static final Activation RELU = new Relu();
    private static final Initializer GLOROT = new GlorotUniform();
    private static final Initializer HE = new HeNormal();
    private static final Initializer TINY = new RandomNormal(0, 0.002);
    private static final Initializer HUGE = new RandomNormal(0, 5);

    private static final Path MNIST = Path.of("../shared/data/mnist/raw");

    private static Patient patient(String name) {
        return new Patient(name);
    }

    private static double[] dead(int units) {
        double[] bias = new double[units];
        Arrays.fill(bias, -50);
        return bias;
    }

    private static Adam adam(double rate) {
        return new Adam(rate, 0.9, 0.999, 1e-8);
    }

    private static Arguments is(Patient patient, String code, @Nullable String layer) {
        return Arguments.of(patient, code, layer);
    }

    static Stream<Arguments> vanishing() {
        String code = "VANISHING_GRADIENT";
        return Stream.of(
                is(patient("4 sigmoid").scaled(4, 30, SIGMOID, 1).sgd(0.1), code, "layer1"),
                is(patient("5 sigmoid").scaled(5, 30, SIGMOID, 1).sgd(0.1), code, "layer2"),
                is(patient("6 sigmoid, Adam").scaled(6, 20, SIGMOID, 1), code, "layer3"),
                is(patient("8 sigmoid").scaled(8, 16, SIGMOID, 1).sgd(0.1), code, "layer5"),
                is(patient("5 sigmoid, Glorot").layers(5, 30, SIGMOID, GLOROT).sgd(0.1), code, "layer2"),
                is(
                        patient("6 tanh, 0.05")
                                .layers(6, 30, TANH, new RandomNormal(0, 0.05))
                                .sgd(0.01),
                        code,
                        "layer3"),
                is(
                        patient("6 relu, 0.05")
                                .layers(6, 30, RELU, new RandomNormal(0, 0.05))
                                .sgd(0.01),
                        code,
                        "layer3"),
                is(
                        patient("relu, tiny at 4")
                                .layers(5, 30, RELU, HE)
                                .replace(4, TINY, null)
                                .sgd(0.01),
                        code,
                        "layer3"),
                is(
                        patient("tanh, tiny at 3")
                                .layers(5, 30, TANH, GLOROT)
                                .replace(3, TINY, null)
                                .sgd(0.01),
                        code,
                        "layer2"),
                is(patient("5 linear, 0.2").scaled(5, 30, new Linear(), 0.2).sgd(0.01), code, "layer2"));
    }

    static Stream<Arguments> exploding() {
        String code = "EXPLODING_GRADIENT";
        return Stream.of(
                is(patient("5 relu x4").scaled(5, 30, RELU, 4).sgd(1e-5), code, "layer1"),
                is(patient("6 linear x3").scaled(6, 30, new Linear(), 3).sgd(1e-4), code, "layer2"),
                is(patient("6 leaky x4").scaled(6, 30, new LeakyRelu(0.1), 4).sgd(1e-4), code, "layer2"),
                is(patient("4 relu x3, rate 10").scaled(4, 30, RELU, 3).sgd(10), code, "layer4"),
                is(patient("4 tanh x3, rate 10").scaled(4, 30, TANH, 3).sgd(10), code, "layer3"),
                is(patient("4 sigmoid x3, rate 10").scaled(4, 30, SIGMOID, 3).sgd(10), code, "output"),
                is(
                        patient("2 linear, rate 1e3")
                                .layers(2, 20, new Linear(), GLOROT)
                                .sgd(1e3),
                        code,
                        "layer1"));
    }

    static Stream<Arguments> unitsAndRates() {
        return Stream.of(
                is(patient("bias 1").layers(2, 20, RELU, HE).replace(1, HE, dead(20)), "DEAD_UNITS", "layer1"),
                is(patient("bias 2").layers(3, 20, RELU, HE).replace(2, HE, dead(20)), "DEAD_UNITS", "layer2"),
                is(patient("bias 3").layers(3, 20, RELU, HE).replace(3, HE, dead(20)), "DEAD_UNITS", "layer3"),
                is(
                        patient("bias 1, batches of 28 and 8")
                                .layers(2, 20, RELU, HE)
                                .replace(1, HE, dead(20))
                                .batches(28),
                        "DEAD_UNITS",
                        "layer1"),
                is(patient("Adam 1").layers(2, 20, RELU, HE).optimizer(adam(1)), "DEAD_UNITS", "layer2"),
                is(
                        patient("huge 1")
                                .layers(2, 20, TANH, GLOROT)
                                .replace(1, HUGE, null)
                                .sgd(0.01),
                        "SATURATED",
                        "layer1"),
                is(
                        patient("huge 2")
                                .layers(2, 20, TANH, GLOROT)
                                .replace(2, HUGE, null)
                                .sgd(0.01),
                        "SATURATED",
                        "layer2"),
                is(
                        patient("sigmoid x10")
                                .layers(1, 20, SIGMOID, new RandomNormal(0, 10))
                                .sgd(0.01),
                        "SATURATED",
                        "layer1"),
                is(
                        patient("inputs x100")
                                .layers(1, 20, SIGMOID, GLOROT)
                                .hugeInputs(100)
                                .sgd(0.01),
                        "SATURATED",
                        "layer1"),
                is(patient("rate 1e3").layers(2, 20, new Linear(), GLOROT).sgd(1e3), "DIVERGED", "layer2"),
                is(patient("rate 1e4").layers(2, 20, RELU, HE).sgd(1e4), "DIVERGED", "output"),
                is(
                        patient("inputs x1e25")
                                .layers(1, 20, RELU, HE)
                                .hugeInputs(1e25)
                                .sgd(0.1),
                        "DIVERGED",
                        "output"),
                is(patient("relu, rate 5").layers(2, 20, RELU, HE).sgd(5), "LEARNING_RATE_TOO_HIGH", null),
                is(patient("tanh, rate 5").layers(2, 20, TANH, GLOROT).sgd(5), "LEARNING_RATE_TOO_HIGH", null),
                is(patient("rate 1e-6").layers(1, 20, RELU, HE).sgd(1e-6), "LEARNING_RATE_TOO_LOW", null),
                is(
                        patient("Adam 1e-7").layers(2, 20, TANH, GLOROT).optimizer(adam(1e-7)),
                        "LEARNING_RATE_TOO_LOW",
                        null),
                is(
                        patient("momentum 1e-7").layers(2, 20, TANH, GLOROT).optimizer(new Momentum(1e-7, 0.9)),
                        "LEARNING_RATE_TOO_LOW",
                        null),
                is(
                        patient("zeros")
                                .layers(2, 20, TANH, new Zeros())
                                .output(new Zeros())
                                .sgd(0.1),
                        "NOT_LEARNING",
                        null),
                is(patient("by heart, relu").layers(2, 64, RELU, HE).byHeart().epochs(60), "OVERFITTING", null),
                is(
                        patient("by heart, tanh")
                                .layers(2, 64, TANH, GLOROT)
                                .byHeart()
                                .epochs(60),
                        "OVERFITTING",
                        null));
    }

    @ParameterizedTest(name = "{0}: {1} at {2}")
    @MethodSource({"vanishing", "exploding", "unitsAndRates"})
    void aPlantedFaultIsFoundAtItsLayer(Patient patient, String code, @Nullable String layer) {
        List<Finding> findings = patient.examine().findings;

        assertThat(findings).extracting(Finding::code).contains(code);
        Finding found =
                findings.stream().filter(f -> f.code().equals(code)).findFirst().orElseThrow();
        assertThat(found.layer()).isEqualTo(layer);
        assertThat(found.fromStep()).isPositive();
        assertThat(found.explanation()).doesNotContain("NaN", "null").endsWith(".");
        assertThat(found.evidence().values()).allMatch(Double::isFinite);
    }

    @Test
    void unitsThatSquashEveryExampleToTheirBoundAreNotCalledZero() {
        Patient patient =
                patient("tanh at its bounds").layers(1, 20, TANH, GLOROT).replace(1, GLOROT, dead(20));

        assertThat(patient.examine().findings)
                .filteredOn(f -> f.code().equals("DEAD_UNITS"))
                .extracting(Finding::explanation)
                .containsExactly(
                        "The derivative f'(a) of 100 % of the units of layer1 is 0 for every example of a batch: they"
                                + " get no gradient and cannot recover.");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 10})
    void whereTheFirstWeightsAreTheFaultTheRateStaysHoweverSeldomOneLooks(int every) {
        Patient patient = patient("5 relu x4").scaled(5, 30, RELU, 4).sgd(1e-5).lookedAtEvery(every);

        assertThat(patient.examine().findings)
                .filteredOn(f -> f.code().equals("EXPLODING_GRADIENT"))
                .singleElement()
                .satisfies(f -> assertThat(f.patch()).containsEntry("training", Map.of("clip", Map.of("norm", 1.0))));
    }

    static Stream<Patient> healthy() {
        return Stream.of(
                patient("softmax regression"),
                patient("softmax regression, SGD").sgd(0.1).noisy(),
                patient("1 relu").layers(1, 16, RELU, HE),
                patient("2 relu").layers(2, 32, RELU, HE).noisy(),
                patient("3 relu").layers(3, 32, RELU, new HeUniform()),
                patient("4 relu").layers(4, 30, RELU, HE).noisy(),
                patient("6 relu").layers(6, 30, RELU, HE),
                patient("10 relu").layers(10, 30, RELU, HE).optimizer(adam(0.001)),
                patient("2 relu, Glorot").layers(2, 32, RELU, GLOROT),
                patient("3 relu, SGD").layers(3, 32, RELU, HE).sgd(0.05).noisy(),
                patient("3 relu, momentum").layers(3, 32, RELU, HE).optimizer(new Momentum(0.02, 0.9)),
                patient("3 relu, Nesterov")
                        .layers(3, 32, RELU, HE)
                        .optimizer(new Nesterov(0.02, 0.9))
                        .noisy(),
                patient("3 leaky").layers(3, 32, new LeakyRelu(0.01), HE),
                patient("6 leaky, SGD")
                        .layers(6, 32, new LeakyRelu(0.1), HE)
                        .sgd(0.05)
                        .noisy(),
                patient("1 tanh").layers(1, 16, TANH, GLOROT).noisy(),
                patient("2 tanh").layers(2, 32, TANH, GLOROT),
                patient("4 tanh").layers(4, 32, TANH, new GlorotNormal()).noisy(),
                patient("6 tanh").layers(6, 32, TANH, new GlorotNormal()),
                patient("10 tanh").layers(10, 32, TANH, new GlorotNormal()).optimizer(adam(0.001)),
                patient("3 tanh, SGD").layers(3, 32, TANH, GLOROT).sgd(0.05).noisy(),
                patient("3 tanh, momentum").layers(3, 32, TANH, GLOROT).optimizer(new Momentum(0.02, 0.9)),
                patient("1 sigmoid").layers(1, 16, SIGMOID, GLOROT).noisy(),
                patient("2 sigmoid").layers(2, 32, SIGMOID, GLOROT),
                patient("1 sigmoid, SGD").layers(1, 16, SIGMOID, GLOROT).sgd(0.5),
                patient("2 sigmoid, momentum").layers(2, 16, SIGMOID, GLOROT).optimizer(new Momentum(0.1, 0.9)),
                patient("wide").layers(1, 200, RELU, HE).optimizer(adam(0.001)),
                patient("narrow").layers(2, 4, TANH, GLOROT).noisy(),
                patient("4 linear")
                        .layers(4, 20, new Linear(), new GlorotNormal())
                        .optimizer(adam(0.001)),
                patient("100 epochs").layers(2, 16, TANH, GLOROT).epochs(100),
                patient("slow").layers(2, 16, RELU, HE).sgd(0.005),
                patient("fast").layers(2, 32, RELU, HE).optimizer(adam(0.02)),
                patient("SGD 0.5").layers(1, 32, TANH, GLOROT).sgd(0.5),
                patient("1 relu, one by one")
                        .layers(1, 16, RELU, HE)
                        .batches(1)
                        .sgd(0.01)
                        .epochs(3));
    }

    @ParameterizedTest
    @MethodSource("healthy")
    void aHealthyRunIsNotAccused(Patient patient) {
        assertThat(patient.examine().findings).isEmpty();
    }

    @Test
    void theTablesAreLongEnough() {
        assertThat(Stream.of(vanishing(), exploding(), unitsAndRates()).flatMap(s -> s))
                .hasSizeGreaterThanOrEqualTo(30);
        assertThat(healthy()).hasSizeGreaterThanOrEqualTo(30);
    }

    @Test
    void onMnistFourSigmoidLayersVanishFourRectifierLayersDoNot() throws IOException {
        Recorder sigmoid = onMnist(SIGMOID, 1, 0.1);
        double ratio = sigmoid.values("gradientNorm.layer1.bias").getFirst()
                / sigmoid.values("gradientNorm.layer4.bias").getFirst();
        assertThat(ratio).as("first to last hidden bias gradient norm").isBetween(0.003, 0.02);
        assertThat(sigmoid.findings).anySatisfy(f -> {
            assertThat(f.code()).isEqualTo("VANISHING_GRADIENT");
            assertThat(f.layer()).isEqualTo("layer1");
            assertThat(f.fromStep()).isLessThanOrEqualTo(10);
        });
        assertThat(onMnist(RELU, Math.sqrt(2), 0.1).findings).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("squashingOrNot")
    void onMnistWeightsTimesThreeAtRateTenExplode(Activation activation) throws IOException {
        assertThat(onMnist(activation, 3, 10).findings)
                .extracting(Finding::code)
                .contains("EXPLODING_GRADIENT");
    }

    static Stream<Activation> squashingOrNot() {
        return Stream.of(SIGMOID, TANH, RELU);
    }

    @Test
    void theLossOfNormSplitsExactlyIntoWeightsAndActivations() {
        Recorder heard = patient("5 tanh").layers(5, 30, TANH, GLOROT).examine();
        for (int step = 0; step < heard.values("loss").size(); step += 25) {
            for (int k = 1; k < 5; k++) {
                double below = heard.values("deltaNorm.layer" + k).get(step);
                double above = heard.values("deltaNorm.layer" + (k + 1)).get(step);
                double weights = heard.values("weightGain.layer" + (k + 1)).get(step);
                double activations = heard.values("activationGain.layer" + k).get(step);
                assertThat(Math.log(below) - Math.log(above))
                        .isCloseTo(Math.log(weights) + Math.log(activations), within(1e-6));
            }
        }
    }

    /** 784-30-30-30-30-10 with weights N(0, gain^2 / inputs) on the first 2 000 images, one epoch. */
    private static Recorder onMnist(Activation activation, double gain, double rate) throws IOException {
        assumeTrue(Files.isDirectory(MNIST), "needs MNIST at " + MNIST);
        List<LayerSpec> layers = new ArrayList<>();
        int inputs = 784;
        for (int units : new int[] {30, 30, 30, 30, 10}) {
            Initializer initializer = new RandomNormal(0, gain / Math.sqrt(inputs));
            Activation f = units == 10 ? new Softmax() : activation;
            layers.add(Patient.dense(units, f, initializer, null));
            inputs = units;
        }
        NetworkSpec network = new NetworkSpec(784, layers, new Loss.CategoricalCrossentropy(), null);
        MonitorSpec monitor = new MonitorSpec(1, new MonitorSpec.Every(10), new MonitorSpec.Every(0));
        Recorder heard = new Recorder();
        RunSpec spec = new RunSpec(network, Runs.training(new Sgd(rate), 1, 32), monitor);
        try (Trainer trainer = Trainer.of(spec, new TrainingData(images(2_000), null, true))) {
            trainer.train(heard, () -> StopSignal.Request.CONTINUE);
        }
        return heard;
    }

    private static Examples images(int n) throws IOException {
        byte[] pixels = unzipped("train-images-idx3-ubyte.gz", 16 + 784 * n);
        byte[] labels = unzipped("train-labels-idx1-ubyte.gz", 8 + n);
        double[][] x = new double[784][n];
        double[][] y = new double[10][n];
        for (int j = 0; j < n; j++) {
            y[labels[8 + j]][j] = 1;
            for (int i = 0; i < 784; i++) {
                x[i][j] = (pixels[16 + 784 * j + i] & 0xFF) / 255.0;
            }
        }
        return new Examples(OffHeap.matrix(DataType.FLOAT, x), OffHeap.matrix(DataType.FLOAT, y));
    }

    private static byte[] unzipped(String name, int bytes) throws IOException {
        try (InputStream in = new GZIPInputStream(Files.newInputStream(MNIST.resolve(name)))) {
            return in.readNBytes(bytes);
        }
    }
}
