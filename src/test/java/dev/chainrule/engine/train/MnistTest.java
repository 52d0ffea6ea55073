package dev.chainrule.engine.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.chainrule.engine.array.OffHeap;
import dev.chainrule.engine.network.Activation;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

class MnistTest {

    private static final Path FOLDER = Path.of("../shared/data/mnist/raw");

    @Test
    void withinTenEpochsHandwrittenDigitsAreReadWithMoreThan97PercentRight() throws IOException {
        assumeTrue(Files.exists(FOLDER), () -> FOLDER + " is not here");
        TrainingData data = new TrainingData(examples("train"), examples("t10k"), true);
        RunSpec spec =
                new RunSpec(Runs.classifier(784, 10, new Activation.Relu(), 128), Runs.adam(0.001, 10, 64), Runs.QUIET);
        Recorder heard = new Recorder();
        try (Trainer trainer = Trainer.of(spec, data)) {
            trainer.train(heard, () -> reached(heard) ? StopSignal.Request.CANCEL : StopSignal.Request.CONTINUE);
        }

        assertThat(reached(heard)).isTrue();
    }

    private static boolean reached(Recorder heard) {
        return !heard.steps("epoch").isEmpty() && heard.last("validationAccuracy") > 0.97;
    }

    private static Examples examples(String set) throws IOException {
        ByteBuffer images = read(set + "-images-idx3-ubyte.gz");
        ByteBuffer labels = read(set + "-labels-idx1-ubyte.gz");
        int n = images.getInt(4);
        double[] pixels = new double[784 * n];
        double[] classes = new double[10 * n];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (images.get(16 + i) & 0xff) / 255.0;
        }
        for (int j = 0; j < n; j++) {
            classes[10 * j + labels.get(8 + j)] = 1;
        }
        return new Examples(columns(784, n, pixels), columns(10, n, classes));
    }

    private static INDArray columns(int rows, int n, double[] values) {
        INDArray a = OffHeap.matrix(DataType.FLOAT, rows, n);
        OffHeap.fromDoubles(a, values);
        return a;
    }

    private static ByteBuffer read(String file) throws IOException {
        try (InputStream in = new GZIPInputStream(Files.newInputStream(FOLDER.resolve(file)))) {
            return ByteBuffer.wrap(in.readAllBytes());
        }
    }
}
