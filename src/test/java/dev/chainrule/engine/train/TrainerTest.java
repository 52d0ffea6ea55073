package dev.chainrule.engine.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.chainrule.engine.array.Footprint;
import dev.chainrule.engine.array.InPlace;
import dev.chainrule.engine.array.OffHeap;
import dev.chainrule.engine.diagnose.Finding;
import dev.chainrule.engine.network.Activation;
import dev.chainrule.engine.network.Dense;
import dev.chainrule.engine.network.Loss;
import dev.chainrule.engine.network.NetworkSpec;
import dev.chainrule.engine.optimize.AveragedSgd;
import dev.chainrule.engine.optimize.GradientDescent;
import dev.chainrule.engine.optimize.Lbfgs;
import dev.chainrule.engine.optimize.NewtonCg;
import dev.chainrule.engine.optimize.Sgd;
import dev.chainrule.engine.optimize.Svrg;
import dev.chainrule.engine.train.StopSignal.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;

class TrainerTest {

    private static Outcome train(RunSpec spec, TrainingData data, TrainingListener heard) {
        try (Trainer trainer = Trainer.of(spec, data)) {
            return trainer.train(heard, () -> Request.CONTINUE);
        }
    }

    @Test
    void xorIsLearned() {
        RunSpec spec = new RunSpec(Runs.xorNetwork(), Runs.adam(0.05, 300, 4), Runs.QUIET);
        Recorder heard = new Recorder();

        Outcome outcome = train(spec, new TrainingData(Runs.xor(DataType.FLOAT), null, true), heard);

        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Outcome.Completed.class, o -> assertThat(o.reason()).isEqualTo(Outcome.Reason.EPOCHS));
        assertThat(heard.last("trainingAccuracy")).isEqualTo(1);
        assertThat(heard.last("trainingLoss")).isLessThan(0.05);
    }

    @Test
    void cloudsAreToldApartInEitherPrecision() {
        for (Precision precision : Precision.values()) {
            DataType type = precision.dataType();
            TrainingData data = new TrainingData(Runs.clouds(300, 4, 3, type, 1), Runs.clouds(90, 4, 3, type, 1), true);
            NetworkSpec network = Runs.classifier(4, 3, new Activation.Relu(), 16);
            Recorder heard = new Recorder();
            train(new RunSpec(network, Runs.in(precision, Runs.adam(0.01, 30, 16)), Runs.QUIET), data, heard);

            assertThat(heard.last("validationAccuracy")).isGreaterThan(0.9);
            assertThat(heard.values("trainingLoss").getFirst()).isGreaterThan(heard.last("trainingLoss"));
        }
    }

    @Test
    void everySeriesOfTheContractIsReported() {
        TrainingData data = new TrainingData(
                Runs.clouds(50, 4, 3, DataType.FLOAT, 1), Runs.clouds(20, 4, 3, DataType.FLOAT, 2), true);
        MonitorSpec monitor = new MonitorSpec(1, new MonitorSpec.Every(2), new MonitorSpec.Every(5));
        Recorder heard = new Recorder();
        train(
                new RunSpec(Runs.classifier(4, 3, new Activation.Tanh(), 8), Runs.adam(0.01, 3, 16), monitor),
                data,
                heard);

        assertThat(heard.series.keySet())
                .contains("loss", "penalty", "learningRate", "gradientNorm")
                .contains("gradientNorm.layer1", "gradientNorm.layer1.weight", "gradientNorm.layer1.bias")
                .contains("deltaNorm.layer1", "weightNorm.layer1", "updateRatio.layer1", "updateRatio.output")
                .contains("trainingLoss", "trainingAccuracy", "validationLoss", "validationAccuracy", "epochSeconds")
                .contains("activationMean.layer1", "activationDeviation.layer1")
                .contains("deadFraction.layer1", "saturatedFraction.output");
        assertThat(heard.steps("step"))
                .containsExactlyElementsOf(LongStream.rangeClosed(1, 12).boxed().toList());
        assertThat(heard.steps("epoch")).containsExactly(4L, 8L, 12L);
        assertThat(heard.steps("activation")).containsExactly(2L, 4L, 6L, 8L, 10L, 12L);
        assertThat(heard.histograms).hasSize(3 * 2 * 4); // steps 1, 5 and 10, two layers, four kinds
        assertThat(heard.histograms).allSatisfy(h -> {
            long total = LongStream.of(h.counts()).sum();
            boolean activation = h.kind().equals("activation");
            long units = h.layer().equals("output") ? 3 : 8;
            long weights = h.layer().equals("output") ? 3 * 8 : 8 * 4;
            long examples = h.step() % 4 == 0 ? 2 : 16;
            assertThat(h.counts()).hasSize(32);
            assertThat(total).isEqualTo(activation ? units * examples : weights);
        });
        TrainingListener.RunPlan plan = heard.plan();
        assertThat(plan.totalSteps()).isEqualTo(12);
        assertThat(plan.stepsPerEpoch()).isEqualTo(4);
        assertThat(plan.layers())
                .containsExactly(
                        new TrainingListener.LayerInfo("layer1", "dense", 4, 8, 40),
                        new TrainingListener.LayerInfo("output", "dense", 8, 3, 27));
    }

    @Test
    void normsAreThoseOfTheNumbersTheySpeakOf() {
        RunSpec spec = new RunSpec(
                Runs.classifier(4, 3, new Activation.Tanh(), 8),
                Runs.in(Precision.FLOAT64, Runs.training(new Sgd(0.5), 1, 10)),
                Runs.QUIET);
        Recorder heard = new Recorder();
        try (Trainer trainer =
                Trainer.of(spec, new TrainingData(Runs.clouds(10, 4, 3, DataType.DOUBLE, 1), null, true))) {
            double[] before = OffHeap.toDoubles(trainer.network().parameters().theta());
            trainer.train(heard, () -> Request.CONTINUE);
            double[] after = OffHeap.toDoubles(trainer.network().parameters().theta());
            double[] gradient = OffHeap.toDoubles(trainer.network().parameters().gradient());

            assertThat(heard.last("gradientNorm")).isEqualTo(norm(gradient, 0, gradient.length), within(1e-12));
            assertThat(heard.last("gradientNorm.layer1.weight")).isEqualTo(norm(gradient, 0, 32), within(1e-12));
            assertThat(heard.last("gradientNorm.layer1.bias")).isEqualTo(norm(gradient, 32, 40), within(1e-12));
            assertThat(heard.last("gradientNorm.layer1")).isEqualTo(norm(gradient, 0, 40), within(1e-12));
            assertThat(heard.last("weightNorm.layer1")).isEqualTo(norm(after, 0, 32), within(1e-12));
            double[] update = new double[before.length];
            for (int i = 0; i < update.length; i++) {
                update[i] = after[i] - before[i];
            }
            assertThat(heard.last("updateRatio.layer1"))
                    .isEqualTo(norm(update, 0, 32) / norm(after, 0, 32), within(1e-12));
            assertThat(heard.last("learningRate")).isEqualTo(0.5);
        }
    }

    private static double norm(double[] values, int from, int to) {
        double squares = 0;
        for (int i = from; i < to; i++) {
            squares += values[i] * values[i];
        }
        return Math.sqrt(squares);
    }

    @Test
    void aRowIsToldEverySoManyStepsAndAtTheEnd() {
        TrainingData data = new TrainingData(Runs.clouds(50, 4, 3, DataType.FLOAT, 1), null, true);
        MonitorSpec monitor = new MonitorSpec(5, new MonitorSpec.Every(0), new MonitorSpec.Every(0));
        Recorder heard = new Recorder();
        train(
                new RunSpec(Runs.classifier(4, 3, new Activation.Tanh(), 8), Runs.adam(0.01, 3, 16), monitor),
                data,
                heard);

        assertThat(heard.steps("step")).containsExactly(5L, 10L, 12L);
    }

    @Test
    void theWholeSetGivesTheSameStepWhateverItsPieces() {
        int n = 2500; // more than two chunks
        Examples examples = Runs.clouds(n, 3, 2, DataType.DOUBLE, 4);
        NetworkSpec network = Runs.classifier(3, 2, new Activation.Tanh(), 4);
        TrainingSpec inPieces = Runs.in(Precision.FLOAT64, Runs.training(new GradientDescent(0.1), 3, 1));
        TrainingSpec atOnce = Runs.in(Precision.FLOAT64, Runs.training(new Sgd(0.1), 3, n));
        Recorder heard = new Recorder();
        Outcome pieces =
                train(new RunSpec(network, inPieces, Runs.QUIET), new TrainingData(examples, null, true), heard);
        Outcome whole =
                train(new RunSpec(network, atOnce, Runs.QUIET), new TrainingData(examples, null, true), new Recorder());

        assertThat(heard.steps("step")).containsExactly(1L, 2L, 3L);
        assertThat(Runs.theta(pieces)).containsExactly(Runs.theta(whole), within(1e-13));
    }

    @Test
    void aDivergingRunNamesTheStepAndTheLayerAndKeepsFiniteParameters() {
        NetworkSpec network = new NetworkSpec(
                4,
                List.of(Dense.of(8, new Activation.Relu()), Dense.of(3, new Activation.Linear())),
                new Loss.MeanSquaredError(),
                null);
        for (Precision precision : Precision.values()) {
            TrainingData data = new TrainingData(Runs.clouds(64, 4, 3, precision.dataType(), 1), null, false);
            TrainingSpec training = Runs.in(precision, Runs.training(new Sgd(1e4), 1000, 16));
            Recorder heard = new Recorder();
            Outcome outcome = train(new RunSpec(network, training, Runs.QUIET), data, heard);

            assertThat(outcome).isInstanceOfSatisfying(Outcome.Diverged.class, o -> {
                assertThat(o.step()).isEqualTo(heard.steps("step").getLast()).isLessThan(100);
                assertThat(o.layer()).isIn("layer1", "output");
                assertThat(o.reason()).contains(String.valueOf(o.layer())).containsAnyOf("finite", "overflows");
                assertThat(o.state()).isNotNull();
            });
            assertThat(DoubleStream.of(Runs.theta(outcome))).allMatch(Double::isFinite);
            assertThat(heard.findings).extracting(Finding::code).contains("DIVERGED");
        }
    }

    @Test
    void aGradientThatIsFiniteThoughItsSquareIsNotIsNotCalledInfinite() {
        NetworkSpec network =
                new NetworkSpec(4, List.of(Dense.of(3, new Activation.Linear())), new Loss.MeanSquaredError(), null);
        Examples examples = Runs.clouds(16, 4, 3, DataType.FLOAT, 1);
        InPlace.scale(examples.x(), 1e10);
        Recorder heard = new Recorder();
        Outcome outcome = train(
                new RunSpec(network, Runs.training(new Sgd(0.1), 1, 16), Runs.QUIET),
                new TrainingData(examples, null, false),
                heard);

        assertThat(heard.last("gradientNorm.output.weight")).isBetween(1e19, 1e22);
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Outcome.Diverged.class,
                        o -> assertThat(o.reason())
                                .isEqualTo("the squared norm of the gradient of output.weight overflows float32"));
    }

    @Test
    void badInputIsNamedAsSuch() {
        Examples examples = Runs.clouds(16, 4, 3, DataType.FLOAT, 1);
        OffHeap.set(examples.x(), 5, Double.NaN);
        Outcome outcome = train(
                new RunSpec(Runs.classifier(4, 3, new Activation.Tanh(), 8), Runs.adam(0.01, 1, 16), Runs.QUIET),
                new TrainingData(examples, null, true),
                new Recorder());

        assertThat(outcome).isInstanceOfSatisfying(Outcome.Diverged.class, o -> {
            assertThat(o.step()).isEqualTo(1);
            assertThat(o.layer()).isEqualTo("layer1");
            assertThat(o.reason()).contains("an input of the network is not finite");
        });
    }

    @Test
    void earlyStoppingEndsTheRunAndTakesBackTheBest() {
        TrainingData data = new TrainingData(
                Runs.clouds(30, 4, 3, DataType.FLOAT, 1), Runs.clouds(30, 4, 3, DataType.FLOAT, 99), true);
        EarlyStopping stopping = new EarlyStopping(EarlyStopping.Metric.VALIDATION_LOSS, 4, 0, true);
        TrainingSpec training = Runs.stopping(stopping, Runs.adam(0.02, 500, 10));
        NetworkSpec network = Runs.classifier(4, 3, new Activation.Tanh(), 16);
        Recorder heard = new Recorder();
        Outcome outcome = train(new RunSpec(network, training, Runs.QUIET), data, heard);

        List<Double> losses = heard.values("validationLoss");
        double best = losses.stream().min(Double::compare).orElseThrow();
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Outcome.Completed.class, o -> assertThat(o.reason()).isEqualTo(Outcome.Reason.EARLY_STOP));
        assertThat(losses.size()).isEqualTo(losses.indexOf(best) + 1 + 4);
        assertThat(Runs.evaluate(network, Runs.theta(outcome), data).loss()).isEqualTo(best, within(1e-6));
        assertThat(losses.getLast()).isGreaterThan(best);
    }

    @Test
    void timeRunsOut() {
        TrainingData data = new TrainingData(Runs.clouds(50, 4, 3, DataType.FLOAT, 1), null, true);
        RunSpec spec = new RunSpec(
                Runs.classifier(4, 3, new Activation.Tanh(), 8),
                Runs.lasting(10, Runs.adam(0.01, 100, 10)),
                Runs.QUIET);
        long[] now = {0};
        Recorder heard = new Recorder();
        try (Trainer trainer = Trainer.of(spec, data, () -> now[0])) {
            Outcome outcome = trainer.train(heard, () -> {
                now[0] += 1_500_000_000L;
                return Request.CONTINUE;
            });

            assertThat(outcome)
                    .isInstanceOfSatisfying(
                            Outcome.Completed.class, o -> assertThat(o.reason()).isEqualTo(Outcome.Reason.TIME_LIMIT));
            assertThat(heard.steps("step").getLast()).isEqualTo(8);
        }
    }

    @Test
    void theSignalIsAskedOnceAStepAndObeyed() {
        TrainingData data = new TrainingData(Runs.clouds(50, 4, 3, DataType.FLOAT, 1), null, true);
        RunSpec spec =
                new RunSpec(Runs.classifier(4, 3, new Activation.Tanh(), 8), Runs.adam(0.01, 10, 10), Runs.QUIET);
        for (Request last : new Request[] {Request.PAUSE, Request.CANCEL}) {
            List<Request> script =
                    new ArrayList<>(List.of(Request.CONTINUE, Request.CHECKPOINT, Request.CONTINUE, last));
            Recorder heard = new Recorder();
            try (Trainer trainer = Trainer.of(spec, data)) {
                Outcome outcome = trainer.train(heard, script::removeFirst);

                assertThat(outcome)
                        .isInstanceOf(last == Request.PAUSE ? Outcome.Paused.class : Outcome.Cancelled.class);
                assertThat(outcome.state()).extracting(Checkpoint::step).isEqualTo(4L);
                assertThat(heard.checkpoints).extracting(Checkpoint::step).containsExactly(2L);
                assertThat(heard.steps("step")).containsExactly(1L, 2L, 3L, 4L);
            }
        }
    }

    @Test
    void aRunThatCannotStartSaysEverythingThatIsWrong() {
        TrainingData data = new TrainingData(Runs.clouds(5, 3, 2, DataType.DOUBLE, 1), null, false);
        EarlyStopping stopping = new EarlyStopping(EarlyStopping.Metric.VALIDATION_ACCURACY, 4, 0, true);
        RunSpec spec = new RunSpec(
                Runs.classifier(4, 3, new Activation.Tanh(), 8),
                Runs.stopping(stopping, Runs.adam(0.01, 10, 10)),
                Runs.QUIET);

        assertThatThrownBy(() -> Trainer.of(spec, data))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Early stopping watches validation examples, but none are held out.")
                .hasMessageContaining("Early stopping watches an accuracy, but the target is a number.")
                .hasMessageContaining("A training example has 3 inputs, the network takes 4.")
                .hasMessageContaining("A training target has 2 values, the network gives 3.")
                .hasMessageContaining("The training examples are DOUBLE, the run is FLOAT32.");
    }

    @Test
    void theEstimateIsWhatARunAllocates() {
        TrainingData data = new TrainingData(
                Runs.clouds(500, 4, 3, DataType.FLOAT, 1), Runs.clouds(300, 4, 3, DataType.FLOAT, 2), true);
        EarlyStopping stopping = new EarlyStopping(EarlyStopping.Metric.VALIDATION_LOSS, 4, 0, true);
        MonitorSpec monitor = new MonitorSpec(1, new MonitorSpec.Every(2), new MonitorSpec.Every(5));
        for (TrainingSpec training : List.of(
                Runs.adam(0.01, 1, 32),
                Runs.stopping(stopping, Runs.adam(0.01, 1, 1000)),
                Runs.training(new AveragedSgd(0.1, 2, 0), 1, 32),
                Runs.training(new Svrg(0.1, 2, Svrg.Snapshot.LAST), 1, 32),
                Runs.training(new Svrg(0.1, 2, Svrg.Snapshot.AVERAGE), 1, 32),
                Runs.training(new Lbfgs(7, 1e-6), 1, 1),
                Runs.training(new NewtonCg(5, 1e-6), 1, 1),
                Runs.training(new GradientDescent(1), 1, 1))) {
            for (MonitorSpec watched : List.of(Runs.QUIET, monitor)) {
                RunSpec spec = new RunSpec(Runs.classifier(4, 3, new Activation.Tanh(), 8), training, watched);
                try (Trainer trainer = Trainer.of(spec, data)) {
                    assertThat(Trainer.estimateBytes(spec, 500, 300)).isEqualTo(Footprint.of(trainer, data));
                }
            }
        }
    }

    @Test
    void aDeepStackOfSigmoidsIsFoundToLoseItsGradient() {
        TrainingData data = new TrainingData(Runs.clouds(200, 4, 3, DataType.FLOAT, 1), null, true);
        NetworkSpec network = Runs.classifier(4, 3, new Activation.Sigmoid(), 12, 12, 12, 12, 12, 12);
        Recorder heard = new Recorder();
        train(new RunSpec(network, Runs.training(new Sgd(0.01), 5, 20), Runs.QUIET), data, heard);

        assertThat(heard.findings).extracting(Finding::code).contains("VANISHING_GRADIENT");
        assertThat(heard.last("deltaNorm.layer1")).isLessThan(1e-2 * heard.last("deltaNorm.layer6"));
    }
}
