package dev.chainrule.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import java.util.Random;
import java.util.stream.Collectors;

/**
 * What all contenders do: the same net from the same weights on the same batches in the same order.
 *
 * @param optimizer "momentum" (mu 0.9) or "adam" (0.9, 0.999, 1e-8)
 * @param precision "float32" or "float64"
 * @param threads a contender may use
 */
record Task(Net net, String optimizer, String precision, int threads) {

    double learningRate() {
        return optimizer.equals("adam") ? 1e-4 : 1e-3;
    }

    /**
     * Writes the task where a contender finds it: task.properties, x.bin (examples x inputs), labels.bin, and for each layer k
     * w{k}.bin (units x inputs); rows one after another, doubles and ints, little-endian. Biases start at 0.
     */
    void write(Path folder) throws IOException {
        Properties settings = new Properties();
        settings.setProperty("sizes", net.sizes().stream().map(String::valueOf).collect(Collectors.joining(",")));
        settings.setProperty("activation", net.activation());
        settings.setProperty("batch", String.valueOf(net.batch()));
        settings.setProperty("batches", String.valueOf(Net.BATCHES));
        settings.setProperty("optimizer", optimizer);
        settings.setProperty("learningRate", String.valueOf(learningRate()));
        settings.setProperty("precision", precision);
        settings.setProperty("threads", String.valueOf(threads));
        try (var out = Files.newBufferedWriter(folder.resolve("task.properties"))) {
            settings.store(out, null);
        }
        Random random = new Random(1);
        clouds(random, folder);
        for (int k = 0; k < net.layers(); k++) {
            int inputs = net.sizes().get(k);
            double deviation = Math.sqrt((net.activation().equals("relu") ? 2.0 : 1.0) / inputs);
            double[] w = random.doubles((long) net.sizes().get(k + 1) * inputs, -1, 1)
                    .map(v -> v * deviation * Math.sqrt(3))
                    .toArray();
            Files.write(folder.resolve("w" + k + ".bin"), bytes(w));
        }
    }

    /** A cloud of points around a center for each class; they overlap, so that no loss comes near zero. */
    private void clouds(Random random, Path folder) throws IOException {
        int d = net.inputs();
        double[][] centers = new double[net.classes()][];
        for (int c = 0; c < centers.length; c++) {
            centers[c] = random.doubles(d, -1, 1).map(v -> v / Math.sqrt(d) * 3).toArray();
        }
        double[] x = new double[net.examples() * d];
        ByteBuffer labels = ByteBuffer.allocate(4 * net.examples()).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < net.examples(); i++) {
            int label = random.nextInt(centers.length);
            labels.putInt(label);
            for (int j = 0; j < d; j++) {
                x[i * d + j] = (float) (centers[label][j] + random.nextGaussian() / 2);
            }
        }
        Files.write(folder.resolve("x.bin"), bytes(x));
        Files.write(folder.resolve("labels.bin"), labels.array());
    }

    private static byte[] bytes(double[] values) {
        ByteBuffer buffer = ByteBuffer.allocate(8 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        for (double value : values) {
            buffer.putDouble(value);
        }
        return buffer.array();
    }

    @Override
    public String toString() {
        return "%s, batch %d, %s, %s, %d thread%s"
                .formatted(net.name(), net.batch(), optimizer, precision, threads, threads == 1 ? "" : "s");
    }
}
