package dev.chainrule.bench.service;

import dev.chainrule.engine.network.Activation;
import dev.chainrule.engine.network.Dense;
import dev.chainrule.engine.network.Loss;
import dev.chainrule.engine.network.NetworkSpec;
import dev.chainrule.engine.optimize.Momentum;
import dev.chainrule.engine.optimize.Schedule;
import dev.chainrule.engine.train.Deaf;
import dev.chainrule.engine.train.ExampleWriter;
import dev.chainrule.engine.train.MonitorSpec;
import dev.chainrule.engine.train.Outcome;
import dev.chainrule.engine.train.Precision;
import dev.chainrule.engine.train.RunSpec;
import dev.chainrule.engine.train.StopSignal;
import dev.chainrule.engine.train.Trainer;
import dev.chainrule.engine.train.TrainingData;
import dev.chainrule.engine.train.TrainingSpec;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPInputStream;

/** The product's trainer on the MNIST digits without a service around it: what a job can cost at least. */
final class BareTrainer {

    static final int EPOCHS = 10;
    static final int BATCH = 64;
    private static final int PIXELS = 784;
    private static final int CLASSES = 10;
    private static final int IMAGES_HEADER = 16;
    private static final int LABELS_HEADER = 8;

    private final TrainingData data;

    BareTrainer(Path images, Path labels) throws IOException {
        byte[] pixels = unpack(images);
        byte[] marks = unpack(labels);
        int n = marks.length - LABELS_HEADER;
        ExampleWriter writer = new ExampleWriter(PIXELS, CLASSES, n, Precision.FLOAT32);
        for (int j = 0; j < n; j++) {
            for (int i = 0; i < PIXELS; i++) {
                writer.input(j, i, (pixels[IMAGES_HEADER + j * PIXELS + i] & 0xff) / 255.0);
            }
            writer.target(j, marks[LABELS_HEADER + j], 1);
        }
        data = new TrainingData(writer.examples(), null, true);
    }

    private static byte[] unpack(Path file) throws IOException {
        try (InputStream in = new GZIPInputStream(Files.newInputStream(file))) {
            return in.readAllBytes();
        }
    }

    /** Seconds of one run. */
    double seconds() {
        NetworkSpec network = new NetworkSpec(
                PIXELS,
                List.of(Dense.of(128, new Activation.Relu()), Dense.of(CLASSES, new Activation.Softmax())),
                new Loss.CategoricalCrossentropy(),
                null);
        TrainingSpec training = new TrainingSpec(
                new Momentum(0.01, 0.9),
                new Schedule.Constant(),
                EPOCHS,
                BATCH,
                true,
                1L,
                Precision.FLOAT32,
                null,
                null,
                86_400);
        MonitorSpec monitor = new MonitorSpec(1, new MonitorSpec.Every(10), new MonitorSpec.Every(100));
        long began = System.nanoTime();
        try (Trainer trainer = Trainer.of(new RunSpec(network, training, monitor), data)) {
            Outcome outcome = trainer.train(new Deaf(), () -> StopSignal.Request.CONTINUE);
            if (!(outcome instanceof Outcome.Completed)) {
                throw new IllegalStateException("ended as " + outcome);
            }
        }
        return (System.nanoTime() - began) / 1e9;
    }
}
