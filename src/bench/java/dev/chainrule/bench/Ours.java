package dev.chainrule.bench;

import dev.chainrule.engine.array.Blas;
import dev.chainrule.engine.array.OffHeap;
import dev.chainrule.engine.array.RandomStream;
import dev.chainrule.engine.diagnose.Finding;
import dev.chainrule.engine.network.Network;
import dev.chainrule.engine.optimize.Adam;
import dev.chainrule.engine.optimize.Momentum;
import dev.chainrule.engine.optimize.Optimizer;
import dev.chainrule.engine.optimize.UpdateRule;
import dev.chainrule.engine.train.Checkpoint;
import dev.chainrule.engine.train.Examples;
import dev.chainrule.engine.train.Outcome;
import dev.chainrule.engine.train.Precision;
import dev.chainrule.engine.train.RunSpec;
import dev.chainrule.engine.train.SeriesGroup;
import dev.chainrule.engine.train.StopSignal;
import dev.chainrule.engine.train.Trainer;
import dev.chainrule.engine.train.TrainingData;
import dev.chainrule.engine.train.TrainingListener;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Ours: the service's own {@link Trainer}, every series of every step reported ("trainer"), one row in a million steps reported
 * ("unwatched"), or the network's step alone ("step"); and, as the limit of all, one large product of matrices ("product").
 */
final class Ours {

    /** Rows and columns of the matrices of "product". */
    static final int PRODUCT = 2048;

    static final double PRODUCT_FLOPS = 2.0 * PRODUCT * PRODUCT * PRODUCT;

    private final Properties settings = new Properties();
    private final Path folder;
    private final Precision precision;
    private final int[] sizes;
    private final int batch;
    private final int batches;
    private final TrainingData data;

    private Ours(Path folder) throws IOException {
        this.folder = folder;
        try (var in = Files.newBufferedReader(folder.resolve("task.properties"))) {
            settings.load(in);
        }
        precision = settings.getProperty("precision").equals("float32") ? Precision.FLOAT32 : Precision.FLOAT64;
        sizes = Stream.of(settings.getProperty("sizes").split(","))
                .mapToInt(Integer::parseInt)
                .toArray();
        batch = Integer.parseInt(settings.getProperty("batch"));
        batches = Integer.parseInt(settings.getProperty("batches"));
        data = data();
    }

    public static void main(String[] arguments) throws IOException {
        Ours ours = new Ours(Path.of(arguments[1]));
        Blas.setThreads(Integer.parseInt(ours.settings.getProperty("threads")));
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        switch (arguments[0]) {
            case "trainer" -> ours.train(in, 1);
            case "unwatched" -> ours.train(in, 1_000_000);
            case "step" -> ours.step(in);
            case "product" -> ours.product(in);
            default -> throw new IllegalArgumentException(arguments[0]);
        }
    }

    private double[] doubles(String file, int n) throws IOException {
        double[] values = new double[n];
        ByteBuffer.wrap(Files.readAllBytes(folder.resolve(file)))
                .order(ByteOrder.LITTLE_ENDIAN)
                .asDoubleBuffer()
                .get(values);
        return values;
    }

    private TrainingData data() throws IOException {
        int n = batch * batches;
        INDArray x = OffHeap.matrix(
                precision.dataType(), sizes[0], n); // one example a column: rows of x.bin one after another
        OffHeap.fromDoubles(x, doubles("x.bin", n * sizes[0]));
        int classes = sizes[sizes.length - 1];
        double[] oneHot = new double[n * classes];
        ByteBuffer labels = ByteBuffer.wrap(Files.readAllBytes(folder.resolve("labels.bin")))
                .order(ByteOrder.LITTLE_ENDIAN);
        for (int j = 0; j < n; j++) {
            oneHot[j * classes + labels.getInt(4 * j)] = 1;
        }
        INDArray y = OffHeap.matrix(precision.dataType(), classes, n);
        OffHeap.fromDoubles(y, oneHot);
        return new TrainingData(new Examples(x, y), null, true);
    }

    private RunSpec spec(int every) {
        double rate = Double.parseDouble(settings.getProperty("learningRate"));
        UpdateRule optimizer = settings.getProperty("optimizer").equals("adam")
                ? new Adam(rate, 0.9, 0.999, 1e-8)
                : new Momentum(rate, 0.9);
        List<Integer> layers = Arrays.stream(sizes).boxed().toList();
        return Net.endless(
                Net.network(settings.getProperty("activation"), layers), optimizer, batch, false, precision, every);
    }

    private void setWeights(Network network) throws IOException {
        for (int k = 0; k + 1 < sizes.length; k++) {
            String layer = k + 2 == sizes.length ? "output" : "layer" + (k + 1);
            INDArray w = network.parameters().view(network.parameters().theta(), layer + ".weight");
            double[] rows = doubles("w" + k + ".bin", sizes[k + 1] * sizes[k]);
            double[][] matrix = new double[sizes[k + 1]][sizes[k]];
            for (int i = 0; i < matrix.length; i++) {
                System.arraycopy(rows, i * sizes[k], matrix[i], 0, sizes[k]);
            }
            OffHeap.fromRows(w, matrix);
        }
    }

    private static int epochs(String line) {
        return Integer.parseInt(line.substring("block ".length()));
    }

    private static void ready() {
        System.out.println("@ready Chainrule, " + Blas.describe());
    }

    private void train(BufferedReader in, int every) throws IOException {
        try (Trainer trainer = Trainer.of(spec(every), data)) {
            setWeights(trainer.network());
            Stopwatch watch = new Stopwatch(batches);
            ready();
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                watch.start(epochs(line));
                Outcome outcome = trainer.train(watch, watch);
                if (!(outcome instanceof Outcome.Paused)) {
                    throw new IllegalStateException("ended as " + outcome);
                }
                System.out.println("@block " + watch.nanos + " " + watch.loss);
            }
        }
    }

    private void step(BufferedReader in) throws IOException {
        RunSpec spec = spec(1);
        try (Network network = Network.build(spec.network(), batch, precision.dataType(), RandomStream.of(1));
                Optimizer optimizer = new Optimizer(
                        (UpdateRule) spec.training().optimizer(),
                        spec.training().schedule(),
                        null,
                        network.parameters(),
                        Long.MAX_VALUE)) {
            setWeights(network);
            Examples[] pieces = new Examples[batches];
            for (int i = 0; i < batches; i++) {
                pieces[i] = new Examples(
                        piece(data.training().x(), i), piece(data.training().y(), i));
            }
            ready();
            long t = 0;
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                int epochs = epochs(line);
                double lossSum = 0;
                long started = System.nanoTime();
                for (int e = 0; e < epochs; e++) {
                    lossSum = 0;
                    for (Examples piece : pieces) {
                        network.startGradient();
                        lossSum += network.forward(piece.x(), piece.y()) / batch;
                        network.backward(1.0 / batch);
                        optimizer.update(++t);
                    }
                }
                System.out.println("@block " + (System.nanoTime() - started) + " " + lossSum / batches);
            }
        }
    }

    /** The limit: one large product of matrices, the best of five. */
    private void product(BufferedReader in) throws IOException {
        LargeProduct product = new LargeProduct(precision.dataType());
        ready();
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            System.out.println("@block " + product.nanos() + " 0");
        }
    }

    private INDArray piece(INDArray all, int i) {
        return OffHeap.view(all, (long) i * batch * all.rows(), all.rows(), batch);
    }

    /** Stops the trainer after so many epochs, and takes the mean loss over the last from what it reports. */
    private static final class Stopwatch implements TrainingListener, StopSignal {

        private final int batches;
        private long started;
        private long left;
        private long nanos;
        private double loss;

        Stopwatch(int batches) {
            this.batches = batches;
        }

        void start(int epochs) {
            left = (long) epochs * batches;
            started = System.nanoTime();
        }

        @Override
        public Request poll() {
            left--;
            if (left > 0) {
                return Request.CONTINUE;
            }
            nanos = System.nanoTime() - started;
            return Request.PAUSE;
        }

        @Override
        public void onRow(SeriesGroup group, long step, int epoch, double[] values) {
            if (group.name().equals("epoch")) {
                loss = values[trainingLoss(group)];
            }
        }

        private static int trainingLoss(SeriesGroup group) {
            for (int i = 0; i < group.series().size(); i++) {
                if (group.series().get(i).name().equals("trainingLoss")) {
                    return i;
                }
            }
            throw new IllegalStateException("no trainingLoss in " + group);
        }

        @Override
        public void onStart(RunPlan plan) {
            // nothing to prepare
        }

        @Override
        public void onHistogram(Histogram histogram) {
            // not asked for
        }

        @Override
        public void onFinding(Finding finding) {
            // heard, as the product would
        }

        @Override
        public void onCheckpoint(Checkpoint checkpoint) {
            // not asked for
        }
    }
}
