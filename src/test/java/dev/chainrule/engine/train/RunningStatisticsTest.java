package dev.chainrule.engine.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.chainrule.engine.array.OffHeap;
import dev.chainrule.engine.network.Activation;
import dev.chainrule.engine.network.BatchNormalization;
import dev.chainrule.engine.network.Dense;
import dev.chainrule.engine.network.Loss;
import dev.chainrule.engine.network.Network;
import dev.chainrule.engine.network.NetworkSpec;
import dev.chainrule.engine.optimize.Schedule;
import dev.chainrule.engine.optimize.Sgd;
import dev.chainrule.engine.train.StopSignal.Request;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;

/** Running means and variances are part of what a run keeps. */
class RunningStatisticsTest {

    private static RunSpec spec(double rate, int epochs, int batch) {
        NetworkSpec network = new NetworkSpec(
                4,
                List.of(
                        Dense.of(8, new Activation.Tanh()),
                        new BatchNormalization(0.9, 1e-5, "norm"),
                        Dense.of(3, new Activation.Softmax())),
                new Loss.CategoricalCrossentropy(),
                null);
        EarlyStopping stopping = new EarlyStopping(EarlyStopping.Metric.VALIDATION_LOSS, epochs, 0, true);
        TrainingSpec training = new TrainingSpec(
                new Sgd(rate),
                new Schedule.Constant(),
                epochs,
                batch,
                true,
                3L,
                Precision.FLOAT64,
                null,
                stopping,
                3600);
        return new RunSpec(network, training, new MonitorSpec(1, new MonitorSpec.Every(0), new MonitorSpec.Every(0)));
    }

    private static TrainingData data() {
        return new TrainingData(
                Runs.clouds(100, 4, 3, DataType.DOUBLE, 1), Runs.clouds(60, 4, 3, DataType.DOUBLE, 2), true);
    }

    private static double validationLoss(RunSpec spec, double[] values) {
        try (Network network = Network.restore(spec.network(), 60, DataType.DOUBLE, values);
                Evaluator evaluator = new Evaluator(network, Objects.requireNonNull(data().validation()), true)) {
            return evaluator.evaluate().loss();
        }
    }

    @Test
    void theBestParametersComeBackWithTheStatisticsTheyHad() {
        RunSpec spec = spec(3, 40, 16); // so high a rate that the best epoch is not the last
        Recorder heard = new Recorder();
        try (Trainer trainer = Trainer.of(spec, data())) {
            double[] values = Runs.theta(trainer.train(heard, () -> Request.CONTINUE));
            List<Double> losses = heard.values("validationLoss");
            double least = losses.stream().mapToDouble(d -> d).min().orElseThrow();
            assertThat(losses.getLast()).isGreaterThan(least + 1e-3);

            assertThat(validationLoss(spec, values)).isEqualTo(least, within(1e-12));
            values[values.length - 1] *= 2; // a variance
            assertThat(validationLoss(spec, values)).isNotCloseTo(least, within(1e-6));
        }
    }

    @Test
    void aStepThatDivergesLeavesThemAsTheyWere() {
        RunSpec spec = spec(0.1, 10, 16);
        TrainingData broken = data();
        OffHeap.set(broken.training().x(), 7, Double.NaN);
        try (Trainer trainer = Trainer.of(spec, broken)) {
            Outcome outcome = trainer.train(new Recorder(), () -> Request.CONTINUE);

            assertThat(outcome).isInstanceOf(Outcome.Diverged.class);
            assertThat(Runs.theta(outcome)).doesNotContain(Double.NaN, Double.POSITIVE_INFINITY);
        }
    }

    @Test
    void batchesOfOneTrainToo() {
        RunSpec spec = spec(0.05, 20, 1);
        Recorder heard = new Recorder();
        try (Trainer trainer = Trainer.of(spec, data())) {
            trainer.train(heard, () -> Request.CONTINUE);
        }
        assertThat(heard.values("gradientNorm.layer1")).allMatch(norm -> norm > 0 && Double.isFinite(norm));
        assertThat(heard.values("trainingAccuracy").getLast()).isGreaterThan(0.8);
    }
}
