import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import java.util.stream.Stream;

/** What a contender on the JVM needs: the task from its folder, and the loop that answers the benchmark. */
final class PeerTask {

    final int[] sizes;
    final boolean relu;
    final int batch;
    final int batches;
    final boolean adam;
    final float learningRate;
    final boolean wide;
    final int threads;
    private final Path folder;

    PeerTask(String folder) throws IOException {
        this.folder = Path.of(folder);
        Properties settings = new Properties();
        try (var in = Files.newBufferedReader(this.folder.resolve("task.properties"))) {
            settings.load(in);
        }
        sizes = Stream.of(settings.getProperty("sizes").split(","))
                .mapToInt(Integer::parseInt)
                .toArray();
        relu = settings.getProperty("activation").equals("relu");
        batch = Integer.parseInt(settings.getProperty("batch"));
        batches = Integer.parseInt(settings.getProperty("batches"));
        adam = settings.getProperty("optimizer").equals("adam");
        learningRate = Float.parseFloat(settings.getProperty("learningRate"));
        wide = settings.getProperty("precision").equals("float64");
        threads = Integer.parseInt(settings.getProperty("threads"));
    }

    int layers() {
        return sizes.length - 1;
    }

    int classes() {
        return sizes[layers()];
    }

    private double[] doubles(String file) throws IOException {
        ByteBuffer bytes =
                ByteBuffer.wrap(Files.readAllBytes(folder.resolve(file))).order(ByteOrder.LITTLE_ENDIAN);
        double[] values = new double[bytes.remaining() / 8];
        bytes.asDoubleBuffer().get(values);
        return values;
    }

    /** Minibatch i, one example a row. */
    double[] x(int i) throws IOException {
        double[] all = doubles("x.bin");
        int n = batch * sizes[0];
        return java.util.Arrays.copyOfRange(all, i * n, (i + 1) * n);
    }

    int[] labels(int i) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(folder.resolve("labels.bin")))
                .order(ByteOrder.LITTLE_ENDIAN);
        int[] labels = new int[batch];
        for (int j = 0; j < batch; j++) {
            labels[j] = bytes.getInt(4 * (i * batch + j));
        }
        return labels;
    }

    /** The same as rows of 0 and 1. */
    double[] oneHot(int i) throws IOException {
        double[] rows = new double[batch * classes()];
        int[] labels = labels(i);
        for (int j = 0; j < batch; j++) {
            rows[j * classes() + labels[j]] = 1;
        }
        return rows;
    }

    /** First weights of layer k, units x inputs. */
    double[] weights(int k) throws IOException {
        return doubles("w" + k + ".bin");
    }

    /** The same as inputs x units. */
    double[] weightsTransposed(int k) throws IOException {
        double[] w = weights(k);
        int inputs = sizes[k];
        int units = sizes[k + 1];
        double[] transposed = new double[w.length];
        for (int i = 0; i < units; i++) {
            for (int j = 0; j < inputs; j++) {
                transposed[j * units + i] = w[i * inputs + j];
            }
        }
        return transposed;
    }

    static float[] narrow(double[] values) {
        float[] floats = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            floats[i] = (float) values[i];
        }
        return floats;
    }

    /** Trains on a minibatch and gives its loss. */
    interface Step {
        double train(int batch) throws Exception;
    }

    void serve(String version, Step step) throws Exception {
        System.out.println("@ready " + version);
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            int epochs = Integer.parseInt(line.substring("block ".length()));
            double sum = 0;
            long started = System.nanoTime();
            for (int e = 0; e < epochs; e++) {
                sum = 0;
                for (int i = 0; i < batches; i++) {
                    sum += step.train(i);
                }
            }
            System.out.println("@block " + (System.nanoTime() - started) + " " + sum / batches);
        }
    }
}
