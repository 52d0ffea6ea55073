package dev.chainrule.engine.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chainrule.engine.catalog.Defaults;
import dev.chainrule.engine.network.Activation;
import dev.chainrule.engine.network.BatchNormalization;
import dev.chainrule.engine.network.Dense;
import dev.chainrule.engine.network.Dropout;
import dev.chainrule.engine.network.LayerNormalization;
import dev.chainrule.engine.network.Loss;
import dev.chainrule.engine.network.NetworkSpec;
import dev.chainrule.engine.network.Regularizer;
import dev.chainrule.engine.network.Residual;
import dev.chainrule.engine.optimize.Adam;
import dev.chainrule.engine.optimize.Clip;
import dev.chainrule.engine.optimize.OptimizerSpec;
import dev.chainrule.engine.optimize.Schedule;
import dev.chainrule.engine.optimize.Sgd;
import dev.chainrule.engine.train.StopSignal.Request;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;

/** The same spec, data and seed give the same bits: twice, side by side, and across any interruption. */
class ReproducibilityTest {

    private static final int EPOCHS = 6;
    private static final int STEPS = EPOCHS * 7; // 97 examples in batches of 16: six of 16, one of 1

    private static final NetworkSpec NETWORK = new NetworkSpec(
            4,
            List.of(
                    Dense.of(16, new Activation.Tanh()),
                    new BatchNormalization(0.9, 1e-5, null),
                    new Residual(
                            List.of(
                                    new LayerNormalization(1e-5, null),
                                    Dense.of(16, new Activation.Tanh()),
                                    new BatchNormalization(0.5, 1e-3, null)),
                            null),
                    new Dropout(0.3, null),
                    Dense.of(8, new Activation.Relu()),
                    Dense.of(3, new Activation.Softmax())),
            new Loss.CategoricalCrossentropy(),
            new Regularizer.L2(1e-3));

    /** What every optimizer can train: strongly convex, and least squares. */
    private static final NetworkSpec CONVEX = new NetworkSpec(
            4,
            List.of(Runs.unbiased(3, new Activation.Linear())),
            new Loss.MeanSquaredError(),
            new Regularizer.L2(0.05));

    private static RunSpec spec(OptimizerSpec optimizer, long seed) {
        RunSpec deep = spec(NETWORK, optimizer, new Schedule.Cosine(0.1), new Clip(0.5, null), seed);
        return deep.faults(97).isEmpty() ? deep : spec(CONVEX, optimizer, new Schedule.Constant(), null, seed);
    }

    private static RunSpec spec(
            NetworkSpec network, OptimizerSpec optimizer, Schedule schedule, @Nullable Clip clip, long seed) {
        EarlyStopping stopping = new EarlyStopping(EarlyStopping.Metric.VALIDATION_LOSS, 100, 0, true);
        TrainingSpec training =
                new TrainingSpec(optimizer, schedule, EPOCHS, 16, true, seed, Precision.FLOAT32, clip, stopping, 3600);
        return new RunSpec(network, training, new MonitorSpec(1, new MonitorSpec.Every(3), new MonitorSpec.Every(5)));
    }

    private static TrainingData data() {
        return new TrainingData(
                Runs.clouds(97, 4, 3, DataType.FLOAT, 1), Runs.clouds(40, 4, 3, DataType.FLOAT, 2), true);
    }

    static Stream<OptimizerSpec> optimizers() {
        return Defaults.of(OptimizerSpec.class);
    }

    /** What a run came to: its series, bit by bit, but for the clock's, and its parameters. */
    private record Story(Map<String, List<Double>> series, double[] theta) {

        static Story of(Recorder heard, Outcome outcome) {
            Map<String, List<Double>> series = new HashMap<>(heard.series);
            series.remove("epochSeconds");
            return new Story(series, Runs.theta(outcome));
        }

        int steps() {
            return Objects.requireNonNull(series.get("loss")).size();
        }

        boolean same(Story other) {
            return series.equals(other.series) && Arrays.equals(theta, other.theta);
        }
    }

    private static Story run(RunSpec spec, TrainingData data) {
        Recorder heard = new Recorder();
        try (Trainer trainer = Trainer.of(spec, data)) {
            return Story.of(heard, trainer.train(heard, () -> Request.CONTINUE));
        }
    }

    @Test
    void theSameSeedGivesTheSameBitsAndAnotherGivesOthers() {
        Story first = run(spec(new Adam(0.01, 0.9, 0.999, 1e-8), 5), data());

        assertThat(run(spec(new Adam(0.01, 0.9, 0.999, 1e-8), 5), data()).same(first))
                .isTrue();
        assertThat(run(spec(new Adam(0.01, 0.9, 0.999, 1e-8), 6), data()).same(first))
                .isFalse();
    }

    @Test
    void runsSideBySideDoNotTouchEachOther() throws Exception {
        TrainingData shared = data();
        List<Story> alone = new ArrayList<>();
        List<Callable<Story>> tasks = new ArrayList<>();
        for (long seed = 1; seed <= 4; seed++) {
            RunSpec spec = spec(new Adam(0.01, 0.9, 0.999, 1e-8), seed);
            alone.add(run(spec, shared));
            tasks.add(() -> run(spec, shared));
        }
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            List<Future<Story>> together = threads.invokeAll(tasks);
            for (int i = 0; i < 4; i++) {
                assertThat(together.get(i).get().same(alone.get(i))).isTrue();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("optimizers")
    void aRunResumedAnywhereMakesTheBitsOfOneThatNeverStopped(OptimizerSpec optimizer) {
        RunSpec spec = spec(optimizer, 9);
        TrainingData data = data();
        Story whole = run(spec, data);
        int steps = whole.steps();
        assertThat(steps).isGreaterThan(1);
        // within an epoch, at its last step, at the first of the next, at the very first and last but one
        for (int stop : new int[] {1, 3, steps / 2 - 1, steps / 2, 7, 8, steps - 1}) {
            if (stop < 1 || stop >= steps) {
                continue;
            }
            Recorder heard = new Recorder();
            Checkpoint checkpoint = stopAfter(stop, spec, data, heard);
            assertThat(checkpoint.step()).isEqualTo(stop);
            try (Trainer trainer = Trainer.of(spec, data).resume(checkpoint)) {
                Outcome outcome = trainer.train(heard, () -> Request.CONTINUE);

                Story resumed = Story.of(heard, outcome);
                assertThat(resumed.series).as("stopped after step %s", stop).isEqualTo(whole.series);
                assertThat(resumed.theta).as("stopped after step %s", stop).isEqualTo(whole.theta);
            }
        }
    }

    @Test
    void aRunThatWasStoppedAfterItsLastStepOnlyEnds() {
        RunSpec daily = spec(new Adam(0.01, 0.9, 0.999, 1e-8), 9);
        RunSpec spec = new RunSpec(
                daily.network(),
                daily.training(),
                new MonitorSpec(5, new MonitorSpec.Every(3), new MonitorSpec.Every(5)));
        TrainingData data = data();
        Story whole = run(spec, data);
        Recorder heard = new Recorder();
        Checkpoint checkpoint = stopAfter(STEPS, spec, data, heard);
        assertThat(checkpoint.step()).isEqualTo(STEPS);
        try (Trainer trainer = Trainer.of(spec, data).resume(checkpoint)) {
            Outcome outcome = trainer.train(heard, () -> Request.PAUSE);

            assertThat(outcome).isInstanceOf(Outcome.Completed.class);
            assertThat(Story.of(heard, outcome).same(whole)).isTrue();
        }
    }

    private static Checkpoint stopAfter(int stop, RunSpec spec, TrainingData data, Recorder heard) {
        int[] step = {0};
        try (Trainer trainer = Trainer.of(spec, data)) {
            Outcome outcome = trainer.train(heard, () -> ++step[0] == stop ? Request.PAUSE : Request.CONTINUE);
            return Objects.requireNonNull(outcome.state());
        }
    }

    @Test
    void aCheckpointTakenOnTheWayIsAsGoodAsAPause() {
        RunSpec spec = spec(new Adam(0.01, 0.9, 0.999, 1e-8), 9);
        TrainingData data = data();
        Recorder heard = new Recorder();
        int[] step = {0};
        double[] theta;
        try (Trainer trainer = Trainer.of(spec, data)) {
            theta = Runs.theta(trainer.train(heard, () -> ++step[0] % 10 == 0 ? Request.CHECKPOINT : Request.CONTINUE));
        }
        assertThat(heard.checkpoints).hasSize(STEPS / 10);
        for (Checkpoint checkpoint : heard.checkpoints) {
            try (Trainer trainer = Trainer.of(spec, data).resume(checkpoint)) {
                assertThat(Runs.theta(trainer.train(new Recorder(), () -> Request.CONTINUE)))
                        .isEqualTo(theta);
            }
        }
    }

    @Test
    void aCheckpointOfAnotherRunIsRefused() {
        TrainingData data = data();
        Checkpoint checkpoint = stopAfter(3, spec(new Adam(0.01, 0.9, 0.999, 1e-8), 9), data, new Recorder());
        try (Trainer other = Trainer.of(spec(new Sgd(0.1), 9), data)) {
            assertThatThrownBy(() -> other.resume(checkpoint))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("the checkpoint's optimizer keeps 2 vectors, this run's keeps 0");
        }
        try (Trainer same = Trainer.of(spec(new Adam(0.01, 0.9, 0.999, 1e-8), 9), data)) {
            byte[] rest = checkpoint.rest();
            assertThatThrownBy(() -> same.resume(with(checkpoint, Arrays.copyOf(rest, rest.length - 1))))
                    .hasMessage("the checkpoint ends too early");
            byte[] newer = rest.clone();
            newer[3] = 99;
            assertThatThrownBy(() -> same.resume(with(checkpoint, newer)))
                    .hasMessage("a checkpoint of version 99; this program reads version 3");
        }
    }

    private static Checkpoint with(Checkpoint checkpoint, byte[] rest) {
        return new Checkpoint(checkpoint.step(), checkpoint.epoch(), checkpoint.theta(), rest);
    }
}
