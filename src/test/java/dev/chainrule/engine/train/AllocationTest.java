package dev.chainrule.engine.train;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.chainrule.engine.catalog.Defaults;
import dev.chainrule.engine.diagnose.Finding;
import dev.chainrule.engine.network.Activation;
import dev.chainrule.engine.network.Dense;
import dev.chainrule.engine.network.Dropout;
import dev.chainrule.engine.network.Loss;
import dev.chainrule.engine.network.NetworkSpec;
import dev.chainrule.engine.network.Regularizer;
import dev.chainrule.engine.network.SmoothRectifier;
import dev.chainrule.engine.optimize.AveragedSgd;
import dev.chainrule.engine.optimize.Clip;
import dev.chainrule.engine.optimize.EpochGd;
import dev.chainrule.engine.optimize.Momentum;
import dev.chainrule.engine.optimize.OptimizerSpec;
import dev.chainrule.engine.optimize.Schedule;
import dev.chainrule.engine.optimize.Svrg;
import dev.chainrule.engine.optimize.UpdateRule;
import dev.chainrule.engine.train.StopSignal.Request;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.stream.Stream;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;

/** A training step allocates nothing, on the heap or off it; the end of an epoch makes a few small records. */
class AllocationTest {

    private static final long WINDOW = 10_000;

    /** The compiler works beside the run, and vectors are objects until it has: so many windows it may take at most. */
    private static final long WINDOWS = 60;

    /** From this window on it is noted who allocates, for the message. */
    private static final long WITNESSED = 50;

    /** What the counter's own reading costs. */
    private static final long OWN_COST = 1024;

    private static final TrainingData DATA = new TrainingData(
            Runs.clouds(130_000, 8, 4, DataType.FLOAT, 1), Runs.clouds(300, 8, 4, DataType.FLOAT, 2), true);

    /** Reads the thread's allocation counter between steps. */
    private static final class Meter implements TrainingListener, StopSignal {
        private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        private long polls;
        private long before;
        private long resident;
        long allocated = -1;
        long grown = -1;
        double sum;
        private final AllocationWitness witness = new AllocationWitness();

        @Override
        public Request poll() {
            polls++;
            if (polls % WINDOW != 0) {
                return Request.CONTINUE;
            }
            allocated = threads.getCurrentThreadAllocatedBytes() - before;
            grown = Pointer.physicalBytes() - resident;
            if (polls > WINDOW && allocated <= OWN_COST || polls == WINDOWS * WINDOW) {
                return Request.CANCEL;
            }
            if (polls == WITNESSED * WINDOW) {
                witness.start();
            }
            resident = Pointer.physicalBytes();
            before = threads.getCurrentThreadAllocatedBytes();
            return Request.CONTINUE;
        }

        @Override
        public void onRow(SeriesGroup group, long step, int epoch, double[] values) {
            for (double value : values) {
                sum += value;
            }
        }

        @Override
        public void onStart(RunPlan plan) {}

        @Override
        public void onHistogram(Histogram histogram) {}

        @Override
        public void onFinding(Finding finding) {}

        @Override
        public void onCheckpoint(Checkpoint checkpoint) {}
    }

    /** Every rule but full-batch descent, whose steps are epochs, with the defaults of its fields. */
    static Stream<UpdateRule> rules() {
        return Defaults.of(UpdateRule.class).filter(rule -> !rule.fullBatch());
    }

    /** What needs more than one gradient a step, on minibatches. */
    static Stream<OptimizerSpec> methods() {
        return Stream.of(new AveragedSgd(0.001, 2, 0), new Svrg(0.001, 2, Svrg.Snapshot.AVERAGE), new EpochGd(null));
    }

    @ParameterizedTest
    @MethodSource("methods")
    void neitherDoStepsThatTakeMoreThanOneGradient(OptimizerSpec optimizer) {
        NetworkSpec network = new NetworkSpec(
                8,
                List.of(Runs.unbiased(4, new Activation.Linear())),
                new Loss.MeanSquaredError(),
                new Regularizer.L2(0.1));
        allocatesNothing(new RunSpec(network, Runs.training(optimizer, 20, 4), Runs.QUIET));
    }

    @ParameterizedTest
    @MethodSource("rules")
    void tenThousandStepsAllocateNothing(UpdateRule rule) {
        NetworkSpec network = new NetworkSpec(
                8,
                List.of(
                        Dense.of(16, new Activation.Relu()),
                        new Dropout(0.1, null),
                        Dense.of(16, new Activation.Tanh()),
                        Dense.of(4, new Activation.Softmax())),
                new Loss.CategoricalCrossentropy(),
                new Regularizer.L2(1e-4));
        TrainingSpec training = new TrainingSpec(
                rule,
                new Schedule.Warmup(1000, new Schedule.Cosine(0.1)),
                20,
                4,
                true,
                1L,
                Precision.FLOAT32,
                new Clip(1.0, 0.5),
                null,
                3600);
        MonitorSpec monitor = new MonitorSpec(1, new MonitorSpec.Every(1), new MonitorSpec.Every(0));
        allocatesNothing(new RunSpec(network, training, monitor));
    }

    /** Layers as wide as a strip of our own products, and a batch of whole blocks of examples. */
    @Test
    void norDoStepsOfWideLayers() {
        NetworkSpec network = new NetworkSpec(
                8,
                List.of(
                        Dense.of(64, new Activation.Relu()),
                        Dense.of(130, new Activation.Relu()),
                        Dense.of(4, new Activation.Softmax())),
                new Loss.CategoricalCrossentropy(),
                null);
        TrainingSpec training = new TrainingSpec(
                new Momentum(0.001, 0.9),
                new Schedule.Constant(),
                20,
                32,
                true,
                1L,
                Precision.FLOAT32,
                null,
                null,
                3600);
        MonitorSpec monitor = new MonitorSpec(1, new MonitorSpec.Every(0), new MonitorSpec.Every(0));
        allocatesNothing(new RunSpec(network, training, monitor));
    }

    /** The second precision meets loops that were compiled while only the first one was there. */
    @ParameterizedTest
    @EnumSource(Precision.class)
    void norDoStepsThroughActivationsOfEveryKindInEitherPrecision(Precision precision) {
        NetworkSpec network = new NetworkSpec(
                8,
                List.of(
                        Dense.of(16, new SmoothRectifier.Silu()),
                        Dense.of(16, new SmoothRectifier.Gelu(SmoothRectifier.Approximation.NONE)),
                        Dense.of(16, new SmoothRectifier.Mish()),
                        Dense.of(16, new SmoothRectifier.Elu(1)),
                        Dense.of(16, new Activation.Softsign()),
                        Dense.of(4, new Activation.Softmax())),
                new Loss.CategoricalCrossentropy(),
                new Regularizer.L2(1e-4));
        TrainingSpec training = new TrainingSpec(
                new Momentum(0.001, 0.9), new Schedule.Cosine(0.1), 20, 4, true, 1L, precision, null, null, 3600);
        MonitorSpec monitor = new MonitorSpec(1, new MonitorSpec.Every(1), new MonitorSpec.Every(0));
        TrainingData data = new TrainingData(
                Runs.clouds(130_000, 8, 4, precision.dataType(), 1),
                Runs.clouds(300, 8, 4, precision.dataType(), 2),
                true);
        allocatesNothing(new RunSpec(network, training, monitor), data);
    }

    private static void allocatesNothing(RunSpec spec) {
        allocatesNothing(spec, DATA);
    }

    private static void allocatesNothing(RunSpec spec, TrainingData data) {
        Meter meter = new Meter();
        try (Trainer trainer = Trainer.of(spec, data)) {
            trainer.train(meter, meter);
        }

        assertThat(meter.sum).isNotNaN();
        assertThat(meter.allocated)
                .as(() -> "bytes allocated in %d steps, by%n%s".formatted(WINDOW, meter.witness.account()))
                .isBetween(0L, OWN_COST);
        assertThat(meter.grown).isLessThan(16 << 20);
    }
}
