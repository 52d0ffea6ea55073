package dev.chainrule.engine.train;

import dev.chainrule.engine.array.OffHeap;
import dev.chainrule.engine.network.Activation;
import dev.chainrule.engine.network.Dense;
import dev.chainrule.engine.network.LayerSpec;
import dev.chainrule.engine.network.Loss;
import dev.chainrule.engine.network.NetworkSpec;
import dev.chainrule.engine.optimize.Adam;
import dev.chainrule.engine.optimize.Momentum;
import dev.chainrule.engine.optimize.OptimizerSpec;
import dev.chainrule.engine.optimize.Schedule;
import java.util.List;
import java.util.SplittableRandom;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Small runs that nobody asked for, in both number types: after them the loops of a step are compiled, and a first job need not wait for
 * the compiler. Nothing of them is kept.
 */
public final class Rehearsal {

    private static final int INPUTS = 20;
    private static final int CLASSES = 5;
    private static final int EXAMPLES = 512;
    private static final int BATCH = 32;
    private static final int EPOCHS = 400;

    private Rehearsal() {}

    /** Runs until all are through or the signal says anything but to go on. */
    public static void run(StopSignal signal) {
        for (Precision precision : Precision.values()) {
            for (OptimizerSpec optimizer : List.of(new Adam(1e-3, 0.9, 0.999, 1e-8), new Momentum(1e-3, 0.9))) {
                if (signal.poll() == StopSignal.Request.CONTINUE) {
                    run(precision, optimizer, signal);
                }
            }
        }
    }

    private static void run(Precision precision, OptimizerSpec optimizer, StopSignal signal) {
        TrainingSpec training = new TrainingSpec(
                optimizer, new Schedule.Constant(), EPOCHS, BATCH, true, 1L, precision, null, null, 60);
        MonitorSpec monitor = new MonitorSpec(1, new MonitorSpec.Every(10), new MonitorSpec.Every(100));
        try (INDArray x = OffHeap.matrix(precision.dataType(), INPUTS, EXAMPLES);
                INDArray y = OffHeap.matrix(precision.dataType(), CLASSES, EXAMPLES)) {
            fill(x, y);
            TrainingData data = new TrainingData(new Examples(x, y), null, true);
            try (Trainer trainer = Trainer.of(new RunSpec(network(), training, monitor), data)) {
                trainer.train(new Deaf(), signal);
            }
        }
    }

    private static NetworkSpec network() {
        List<LayerSpec> layers = List.of(
                Dense.of(64, new Activation.Relu()),
                Dense.of(32, new Activation.Tanh()),
                Dense.of(16, new Activation.Sigmoid()),
                Dense.of(CLASSES, new Activation.Softmax()));
        return new NetworkSpec(INPUTS, layers, new Loss.CategoricalCrossentropy(), null);
    }

    private static void fill(INDArray x, INDArray y) {
        SplittableRandom random = new SplittableRandom(1);
        OffHeap.fromDoubles(x, random.doubles((long) INPUTS * EXAMPLES, -1, 1).toArray());
        double[] oneHot = new double[CLASSES * EXAMPLES];
        for (int j = 0; j < EXAMPLES; j++) {
            oneHot[j * CLASSES + random.nextInt(CLASSES)] = 1;
        }
        OffHeap.fromDoubles(y, oneHot);
    }
}
