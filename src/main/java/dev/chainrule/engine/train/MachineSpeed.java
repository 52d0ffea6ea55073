package dev.chainrule.engine.train;

import dev.chainrule.engine.array.OffHeap;
import dev.chainrule.engine.network.Activation;
import dev.chainrule.engine.network.Dense;
import dev.chainrule.engine.network.Loss;
import dev.chainrule.engine.network.NetworkSpec;
import dev.chainrule.engine.optimize.Momentum;
import dev.chainrule.engine.optimize.Schedule;
import java.util.List;
import java.util.function.Supplier;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * How fast this machine trains networks that are bound by their matrix products: measured when it is first asked for and a few times
 * after that, since other work and code that is not compiled yet only make it look slower than it is.
 */
public final class MachineSpeed {

    private static final int UNITS = 256;
    private static final int BATCH = 128;

    /** Measurements, of which the fastest counts. */
    public static final int TIMES = 5;

    /** What a step costs besides its products. */
    private static final double STEP_SECONDS = 5e-6;

    private static final Supplier<Double> RATE = new Supplier<>() {

        private double rate;
        private int times;

        @Override
        public synchronized Double get() {
            if (times < TIMES) {
                times++;
                rate = Math.max(rate, measured());
            }
            return rate;
        }
    };

    private MachineSpeed() {}

    /** Time of a step of so many multiplications. */
    public static double seconds(double multiplications) {
        return STEP_SECONDS + multiplications / RATE.get();
    }

    /** Multiplications a second. */
    private static double measured() {
        Activation relu = new Activation.Relu();
        NetworkSpec network = new NetworkSpec(
                UNITS,
                List.of(Dense.of(UNITS, relu), Dense.of(UNITS, relu), Dense.of(UNITS, new Activation.Linear())),
                new Loss.MeanSquaredError(),
                null);
        TrainingSpec training = new TrainingSpec(
                new Momentum(1e-6, 0.9),
                new Schedule.Constant(),
                1000,
                BATCH,
                false,
                1L,
                Precision.FLOAT32,
                null,
                null,
                60);
        MonitorSpec.Every never = new MonitorSpec.Every(0);
        RunSpec spec = new RunSpec(network, training, new MonitorSpec(1, never, never));
        try (INDArray x = OffHeap.matrix(DataType.FLOAT, UNITS, BATCH);
                INDArray y = OffHeap.matrix(DataType.FLOAT, UNITS, BATCH);
                Trainer trainer = Trainer.of(spec, new TrainingData(new Examples(x, y), null, false))) {
            return 3.0
                    * network.parameters()
                    * BATCH
                    / Forecast.of(trainer, 0.03).fastestSeconds();
        }
    }
}
