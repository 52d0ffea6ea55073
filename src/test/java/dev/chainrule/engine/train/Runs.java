package dev.chainrule.engine.train;

import dev.chainrule.engine.array.OffHeap;
import dev.chainrule.engine.catalog.Member;
import dev.chainrule.engine.network.Activation;
import dev.chainrule.engine.network.Dense;
import dev.chainrule.engine.network.Initializer;
import dev.chainrule.engine.network.LayerSpec;
import dev.chainrule.engine.network.Loss;
import dev.chainrule.engine.network.Network;
import dev.chainrule.engine.network.NetworkSpec;
import dev.chainrule.engine.optimize.Adam;
import dev.chainrule.engine.optimize.OptimizerSpec;
import dev.chainrule.engine.optimize.Schedule;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Small runs and data for tests. */
final class Runs {

    static final MonitorSpec QUIET = new MonitorSpec(1, new MonitorSpec.Every(0), new MonitorSpec.Every(0));

    private Runs() {}

    /** 2-8-1, tanh and sigmoid. */
    static NetworkSpec xorNetwork() {
        return new NetworkSpec(
                2,
                List.of(Dense.of(8, new Activation.Tanh()), Dense.of(1, new Activation.Sigmoid())),
                new Loss.BinaryCrossentropy(),
                null);
    }

    static Examples xor(DataType type) {
        INDArray x = OffHeap.matrix(type, new double[][] {{0, 0, 1, 1}, {0, 1, 0, 1}});
        INDArray y = OffHeap.matrix(type, new double[][] {{0, 1, 1, 0}});
        return new Examples(x, y);
    }

    /** Dense layers with an activation, then a softmax over the classes. */
    static NetworkSpec classifier(int inputs, int classes, Activation activation, int... units) {
        List<LayerSpec> layers = new ArrayList<>();
        for (int n : units) {
            layers.add(Dense.of(n, activation));
        }
        layers.add(Dense.of(classes, new Activation.Softmax()));
        return new NetworkSpec(inputs, layers, new Loss.CategoricalCrossentropy(), null);
    }

    /** Clouds of points, one a class, around random centers. */
    static Examples clouds(int n, int inputs, int classes, DataType type, long seed) {
        Random random = new Random(seed);
        double[][] centers = new double[classes][inputs];
        for (double[] center : centers) {
            for (int i = 0; i < inputs; i++) {
                center[i] = 2 * random.nextGaussian();
            }
        }
        double[][] x = new double[inputs][n];
        double[][] y = new double[classes][n];
        for (int j = 0; j < n; j++) {
            int c = random.nextInt(classes);
            y[c][j] = 1;
            for (int i = 0; i < inputs; i++) {
                x[i][j] = centers[c][i] + random.nextGaussian();
            }
        }
        return new Examples(OffHeap.matrix(type, x), OffHeap.matrix(type, y));
    }

    /** One layer without a bias. */
    static Dense unbiased(int units, Activation activation) {
        Object[] values = {units, activation, null, new Initializer.GlorotUniform(), false, null, null, null, null};
        return (Dense) Member.of(Dense.class).create(values);
    }

    static TrainingSpec training(OptimizerSpec optimizer, int epochs, int batch) {
        return new TrainingSpec(
                optimizer, new Schedule.Constant(), epochs, batch, true, 7L, Precision.FLOAT32, null, null, 3600);
    }

    static TrainingSpec adam(double rate, int epochs, int batch) {
        return training(new Adam(rate, 0.9, 0.999, 1e-8), epochs, batch);
    }

    /** The same in another number type. */
    static TrainingSpec in(Precision precision, TrainingSpec t) {
        return new TrainingSpec(
                t.optimizer(),
                t.schedule(),
                t.epochs(),
                t.batchSize(),
                t.shuffle(),
                t.seed(),
                precision,
                t.clip(),
                t.earlyStopping(),
                t.maxSeconds());
    }

    /** The same with early stopping. */
    static TrainingSpec stopping(EarlyStopping stopping, TrainingSpec t) {
        return new TrainingSpec(
                t.optimizer(),
                t.schedule(),
                t.epochs(),
                t.batchSize(),
                t.shuffle(),
                t.seed(),
                t.precision(),
                t.clip(),
                stopping,
                t.maxSeconds());
    }

    /** The same with less time. */
    static TrainingSpec lasting(int seconds, TrainingSpec t) {
        return new TrainingSpec(
                t.optimizer(),
                t.schedule(),
                t.epochs(),
                t.batchSize(),
                t.shuffle(),
                t.seed(),
                t.precision(),
                t.clip(),
                t.earlyStopping(),
                seconds);
    }

    /** The parameters a run ended with. */
    static double[] theta(Outcome outcome) {
        return Objects.requireNonNull(outcome.state()).theta();
    }

    /** How parameters do on the validation examples. */
    static Evaluation evaluate(NetworkSpec spec, double[] theta, TrainingData data) {
        Examples validation = Objects.requireNonNull(data.validation());
        try (Network network = Network.restore(spec, 64, validation.x().dataType(), theta);
                Evaluator evaluator = new Evaluator(network, validation, data.classification())) {
            return evaluator.evaluate();
        }
    }
}
