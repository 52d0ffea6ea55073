package dev.chainrule.engine.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.chainrule.engine.array.OffHeap;
import dev.chainrule.engine.diagnose.Finding;
import dev.chainrule.engine.network.Activation;
import dev.chainrule.engine.network.Dense;
import dev.chainrule.engine.network.Dropout;
import dev.chainrule.engine.network.Loss;
import dev.chainrule.engine.network.Network;
import dev.chainrule.engine.network.NetworkSpec;
import dev.chainrule.engine.network.Regularizer;
import dev.chainrule.engine.network.SpecFault;
import dev.chainrule.engine.optimize.AveragedSgd;
import dev.chainrule.engine.optimize.Clip;
import dev.chainrule.engine.optimize.EpochGd;
import dev.chainrule.engine.optimize.EpochLengths;
import dev.chainrule.engine.optimize.GradientDescent;
import dev.chainrule.engine.optimize.Lbfgs;
import dev.chainrule.engine.optimize.LeastSquares;
import dev.chainrule.engine.optimize.NewtonCg;
import dev.chainrule.engine.optimize.OptimizerSpec;
import dev.chainrule.engine.optimize.Schedule;
import dev.chainrule.engine.optimize.Sgd;
import dev.chainrule.engine.optimize.Svrg;
import dev.chainrule.engine.train.StopSignal.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;

/** Optimizers that need more than one gradient a step, inside runs. */
class MethodTest {

    private static final Regularizer RIDGE = new Regularizer.L2(0.01);

    private static NetworkSpec shallow(int inputs, int outputs, Activation activation, Loss loss, boolean bias) {
        return shallow(inputs, outputs, activation, loss, bias, RIDGE);
    }

    private static NetworkSpec shallow(
            int inputs, int outputs, Activation activation, Loss loss, boolean bias, @Nullable Regularizer penalty) {
        Dense output = bias ? Dense.of(outputs, activation) : Runs.unbiased(outputs, activation);
        return new NetworkSpec(inputs, List.of(output), loss, penalty);
    }

    private static NetworkSpec linear(int inputs) {
        return shallow(inputs, 1, new Activation.Linear(), new Loss.MeanSquaredError(), true);
    }

    /** y = x' w + noise, in float64. */
    private static Examples noisyLine(int n, int d, double noise) {
        Random random = new Random(4);
        double[][] x = new double[d][n];
        double[][] y = new double[1][n];
        for (int j = 0; j < n; j++) {
            for (int i = 0; i < d; i++) {
                x[i][j] = random.nextDouble(-1, 1);
                y[0][j] += (i % 2 == 0 ? 2 : -1) * x[i][j];
            }
            y[0][j] += noise * random.nextGaussian();
        }
        return new Examples(OffHeap.matrix(DataType.DOUBLE, x), OffHeap.matrix(DataType.DOUBLE, y));
    }

    /** What a run came to. */
    private record Run(Recorder heard, Outcome outcome) {
        double[] theta() {
            return Runs.theta(outcome);
        }

        Outcome.Reason reason() {
            return ((Outcome.Completed) outcome).reason();
        }
    }

    private static RunSpec spec(NetworkSpec network, OptimizerSpec optimizer, int epochs, int batch) {
        return new RunSpec(network, Runs.in(Precision.FLOAT64, Runs.training(optimizer, epochs, batch)), Runs.QUIET);
    }

    private static Run run(NetworkSpec network, Examples examples, OptimizerSpec optimizer, int epochs, int batch) {
        return run(spec(network, optimizer, epochs, batch), examples);
    }

    private static Run run(RunSpec spec, Examples examples) {
        Recorder heard = new Recorder();
        try (Trainer trainer = Trainer.of(spec, new TrainingData(examples, null, false))) {
            return new Run(heard, trainer.train(heard, () -> Request.CONTINUE));
        }
    }

    /** J over all examples. */
    private static double objective(NetworkSpec spec, Examples examples, double[] theta) {
        try (Network network = Network.restore(spec, examples.count(), DataType.DOUBLE, theta)) {
            return network.on(examples.x(), examples.y()).value();
        }
    }

    @Test
    void logisticRegressionsComeToOneMinimum() {
        minimumIsShared(
                shallow(4, 3, new Activation.Softmax(), new Loss.CategoricalCrossentropy(), true), Tables.iris());
        minimumIsShared(shallow(5, 1, new Activation.Sigmoid(), new Loss.BinaryCrossentropy(), true), Tables.masses());
    }

    private static void minimumIsShared(NetworkSpec network, Examples examples) {
        Run quasi = run(network, examples, new Lbfgs(10, 1e-9), 500, 1);
        Run newton = run(network, examples, new NewtonCg(50, 1e-9), 500, 1);
        double least = objective(network, examples, newton.theta());

        assertThat(objective(network, examples, quasi.theta())).isCloseTo(least, within(1e-12));
        assertThat(quasi.reason()).isEqualTo(Outcome.Reason.CONVERGED);
        assertThat(newton.reason()).isEqualTo(Outcome.Reason.CONVERGED);
        assertThat(quasi.heard().last("gradientNorm")).isLessThan(1e-9);
        assertThat(newton.heard().values("loss"))
                .hasSizeLessThan(quasi.heard().values("loss").size());
        // one that has not converged is told from one that has
        Run plain = run(network, examples, new GradientDescent(0.5), 20, 1);
        assertThat(objective(network, examples, plain.theta())).isGreaterThan(least + 1e-8);
    }

    @Test
    void aLinearRegressionHasOneMinimumByWhateverWay() {
        Examples cars = Tables.cars();
        for (NetworkSpec network :
                List.of(linear(6), shallow(6, 1, new Activation.Linear(), new Loss.MeanSquaredError(), false))) {
            double[] exact = run(network, cars, new LeastSquares(), 5, 1).theta();
            double[] quasi = run(network, cars, new Lbfgs(10, 1e-10), 500, 1).theta();
            double[] newton =
                    run(network, cars, new NewtonCg(50, 1e-10), 500, 1).theta();
            double[] plain =
                    run(network, cars, new GradientDescent(0.15), 20_000, 1).theta();

            assertThat(quasi).containsExactly(exact, within(1e-8));
            assertThat(newton).containsExactly(exact, within(1e-8));
            assertThat(plain).containsExactly(exact, within(1e-6));
        }
    }

    @Test
    void severalOutputsAreSolvedAtOnceUnderTheSamePenalty() {
        NetworkSpec network = shallow(4, 3, new Activation.Linear(), new Loss.MeanSquaredError(), true);
        Examples iris = Tables.iris();
        Run exact = run(network, iris, new LeastSquares(), 1, 1);

        assertThat(exact.reason()).isEqualTo(Outcome.Reason.CONVERGED);
        assertThat(exact.heard().steps("step")).containsExactly(1L, 2L);
        assertThat(exact.heard().values("learningRate")).containsExactly(1.0, 0.0);
        assertThat(exact.heard().last("gradientNorm")).isLessThan(1e-14);
        assertThat(exact.heard().findings).isEmpty();
        assertThat(run(network, iris, new Lbfgs(10, 1e-11), 500, 1).theta())
                .containsExactly(exact.theta(), within(1e-9));
        // a penalty of another strength has another minimum
        NetworkSpec other =
                shallow(4, 3, new Activation.Linear(), new Loss.MeanSquaredError(), true, new Regularizer.L2(0.02));
        assertThat(run(other, iris, new LeastSquares(), 1, 1).theta()[0]).isNotCloseTo(exact.theta()[0], within(1e-5));
    }

    @Test
    void dependentColumnsAreToldNotHidden() {
        double[][] x = new double[3][20];
        double[][] y = new double[1][20];
        for (int j = 0; j < 20; j++) {
            x[0][j] = j;
            x[1][j] = j % 3;
            x[2][j] = x[0][j] + x[1][j];
            y[0][j] = Math.sin(j);
        }
        Examples dependent = new Examples(OffHeap.matrix(DataType.DOUBLE, x), OffHeap.matrix(DataType.DOUBLE, y));
        NetworkSpec bare = shallow(3, 1, new Activation.Linear(), new Loss.MeanSquaredError(), true, null);

        assertThat(run(bare, dependent, new LeastSquares(), 1, 1).heard().findings)
                .extracting(Finding::code)
                .contains("RANK_DEFICIENT");
        assertThat(run(linear(3), dependent, new LeastSquares(), 1, 1).heard().findings)
                .isEmpty();
    }

    @Test
    void nearlyDependentColumnsInFloat32AreTold() {
        double[][] x = new double[2][50];
        double[][] y = new double[1][50];
        Random random = new Random(1);
        for (int j = 0; j < 50; j++) {
            x[0][j] = random.nextGaussian();
            x[1][j] = x[0][j] + 1e-5 * random.nextGaussian();
            y[0][j] = x[0][j] + random.nextGaussian();
        }
        NetworkSpec bare = shallow(2, 1, new Activation.Linear(), new Loss.MeanSquaredError(), true, null);
        Examples single = new Examples(OffHeap.matrix(DataType.FLOAT, x), OffHeap.matrix(DataType.FLOAT, y));
        RunSpec spec = new RunSpec(bare, Runs.training(new LeastSquares(), 1, 1), Runs.QUIET);
        Examples exact = new Examples(OffHeap.matrix(DataType.DOUBLE, x), OffHeap.matrix(DataType.DOUBLE, y));

        assertThat(run(spec, single).heard().findings).extracting(Finding::code).containsExactly("ILL_CONDITIONED");
        assertThat(run(bare, exact, new LeastSquares(), 1, 1).heard().findings).isEmpty();
    }

    @Test
    void reducedVarianceConvergesLinearlyWherePlainStochasticGradientsStall() {
        Examples line = noisyLine(200, 5, 0.5);
        NetworkSpec network = linear(5);
        double least = objective(
                network, line, run(network, line, new LeastSquares(), 1, 1).theta());
        for (Svrg.Snapshot kind : Svrg.Snapshot.values()) {
            double early = objective(
                            network,
                            line,
                            run(network, line, new Svrg(0.05, 2, kind), 10, 1).theta())
                    - least;
            double later = objective(
                            network,
                            line,
                            run(network, line, new Svrg(0.05, 2, kind), 30, 1).theta())
                    - least;
            double last = objective(
                            network,
                            line,
                            run(network, line, new Svrg(0.05, 2, kind), 50, 1).theta())
                    - least;

            assertThat(later).as("%s: %s %s %s", kind, early, later, last).isLessThan(1e-2 * early);
            assertThat(last).isLessThan(Math.max(1e-2 * later, 1e-13));
        }
        double early = objective(
                        network, line, run(network, line, new Sgd(0.05), 10, 1).theta())
                - least;
        double last = objective(
                        network, line, run(network, line, new Sgd(0.05), 50, 1).theta())
                - least;
        assertThat(last).isGreaterThan(1e-3).isGreaterThan(0.05 * early);
    }

    @Test
    void whereTheNextRoundStartsFromTheAverageItsWeightsAreTheOnesMeasured() {
        NetworkSpec network = shallow(4, 1, new Activation.Linear(), new Loss.MeanSquaredError(), false);
        Run run = run(network, noisyLine(100, 4, 0.3), new Svrg(0.05, 1, Svrg.Snapshot.AVERAGE), 1, 50);
        double squares = 0;
        for (double weight : run.theta()) {
            squares += weight * weight;
        }
        assertThat(run.heard().last("weightNorm.output")).isEqualTo(Math.sqrt(squares), within(1e-12));
    }

    @Test
    void averagesOfStochasticPointsLieNearerToTheMinimum() {
        Examples line = noisyLine(200, 5, 0.5);
        NetworkSpec network = linear(5);
        double least = objective(
                network, line, run(network, line, new LeastSquares(), 1, 1).theta());
        double plain = objective(
                        network, line, run(network, line, new Sgd(0.05), 40, 1).theta())
                - least;
        double averaged = objective(
                        network,
                        line,
                        run(network, line, new AveragedSgd(0.05, 5, 0), 40, 1).theta())
                - least;
        double weighted = objective(
                        network,
                        line,
                        run(network, line, new AveragedSgd(0.05, 1, 3), 40, 1).theta())
                - least;

        assertThat(averaged).isLessThan(plain / 10);
        assertThat(weighted).isLessThan(plain / 10);
    }

    @Test
    void theAverageIsJudgedAndKeptWhileGradientsAreTakenElsewhere() {
        Examples line = noisyLine(60, 3, 0.5);
        Examples held = noisyLine(40, 3, 0.5);
        NetworkSpec network = linear(3);
        AveragedSgd optimizer = new AveragedSgd(0.05, 2, 0);
        Recorder heard = new Recorder();
        double[] mean = new double[4];
        int[] step = {0};
        try (Trainer trainer = Trainer.of(spec(network, optimizer, 4, 10), new TrainingData(line, held, false))) {
            Outcome outcome = trainer.train(heard, () -> {
                double[] theta =
                        OffHeap.toDoubles(trainer.network().parameters().theta());
                if (++step[0] > 6) {
                    for (int i = 0; i < 4; i++) {
                        mean[i] += (theta[i] - mean[i]) / (step[0] - 6);
                    }
                }
                return Request.CONTINUE;
            });
            assertThat(Runs.theta(outcome)).containsExactly(mean, within(1e-12));
            double penalty = objective(network, held, mean)
                    - Runs.evaluate(network, mean, new TrainingData(line, held, false))
                            .loss();
            assertThat(heard.last("validationLoss")).isCloseTo(objective(network, held, mean) - penalty, within(1e-12));
        }
        assertThat(step[0]).isEqualTo(24);
        assertThat(heard.values("loss"))
                .isEqualTo(run(network, line, new Sgd(0.05), 4, 10).heard().values("loss"));
    }

    @Test
    void epochGdFallsAsOneOverItsSteps() {
        Examples line = noisyLine(300, 4, 0.3);
        NetworkSpec network =
                shallow(4, 1, new Activation.Linear(), new Loss.MeanSquaredError(), false, new Regularizer.L2(0.25));
        double least = objective(
                network, line, run(network, line, new LeastSquares(), 1, 1).theta());
        int epochs = 11;
        double[] gaps = new double[epochs + 1];
        for (long seed = 1; seed <= 8; seed++) {
            List<Checkpoint> ends = epochEnds(network, line, seed, epochs);
            for (int k = 1; k <= epochs; k++) {
                gaps[k] += (objective(network, line, ends.get(k - 1).theta()) - least) / 8;
            }
        }
        double slope = Math.log(gaps[epochs] / gaps[4])
                / Math.log((double) EpochLengths.total(epochs) / EpochLengths.total(4));

        assertThat(slope).isBetween(-1.25, -0.75);
    }

    private static List<Checkpoint> epochEnds(NetworkSpec network, Examples line, long seed, int epochs) {
        RunSpec spec = spec(network, new EpochGd(null), 28, 1);
        RunSpec seeded = new RunSpec(network, spec.training().seeded(seed), Runs.QUIET);
        Recorder heard = new Recorder();
        long[] step = {0};
        try (Trainer trainer = Trainer.of(seeded, new TrainingData(line, null, false))) {
            Outcome outcome =
                    trainer.train(heard, () -> EpochLengths.endsAt(++step[0]) ? Request.CHECKPOINT : Request.CONTINUE);
            assertThat(heard.plan().totalSteps()).isEqualTo(EpochLengths.total(epochs));
            assertThat(((Outcome.Completed) outcome).reason()).isEqualTo(Outcome.Reason.EPOCHS);
            assertThat(heard.values("learningRate")).startsWith(2.0, 2.0, 2.0, 2.0, 1.0);
            List<Checkpoint> ends = new ArrayList<>(heard.checkpoints);
            ends.add(Objects.requireNonNull(outcome.state()));
            return ends.subList(0, epochs);
        }
    }

    @Test
    void pointsOutsideTheBallAreBroughtBack() {
        Examples line = noisyLine(100, 4, 0.3);
        NetworkSpec network = shallow(4, 1, new Activation.Linear(), new Loss.MeanSquaredError(), false);
        Run run = run(network, line, new EpochGd(0.5), 20, 10);

        assertThat(run.heard().values("weightNorm.output"))
                .allSatisfy(norm -> assertThat(norm).isLessThan(0.5 + 1e-12));
        assertThat(run.heard().values("weightNorm.output"))
                .anySatisfy(norm -> assertThat(norm).isGreaterThan(0.5 - 1e-9));
    }

    @Test
    void whatAnOptimizerCannotDoIsRefusedWithTheReason() {
        NetworkSpec deep = Runs.classifier(4, 3, new Activation.Tanh(), 5);
        NetworkSpec noisy = new NetworkSpec(
                4,
                List.of(new Dropout(0.1, null), Dense.of(1, new Activation.Linear())),
                new Loss.MeanSquaredError(),
                null);
        assertThat(codes(deep, new EpochGd(null))).containsExactly("/training/optimizer NOT_STRONGLY_CONVEX");
        assertThat(codes(linear(4), new EpochGd(null))).containsExactly("/training/optimizer NOT_STRONGLY_CONVEX");
        assertThat(codes(
                        shallow(4, 1, new Activation.Sigmoid(), new Loss.MeanSquaredError(), false), new EpochGd(null)))
                .containsExactly("/training/optimizer NOT_STRONGLY_CONVEX");
        assertThat(codes(shallow(4, 1, new Activation.Linear(), new Loss.MeanSquaredError(), false), new EpochGd(null)))
                .isEmpty();
        assertThat(codes(deep, new LeastSquares())).containsExactly("/training/optimizer NOT_LEAST_SQUARES");
        assertThat(codes(
                        shallow(4, 1, new Activation.Sigmoid(), new Loss.BinaryCrossentropy(), true),
                        new LeastSquares()))
                .containsExactly("/training/optimizer NOT_LEAST_SQUARES");
        assertThat(codes(linear(4), new LeastSquares())).isEmpty();
        for (OptimizerSpec exact :
                List.of(new Lbfgs(5, 1e-6), new NewtonCg(5, 1e-6), new Svrg(0.1, 2, Svrg.Snapshot.LAST))) {
            assertThat(codes(noisy, exact)).containsExactly("/training/optimizer NOT_REPEATABLE");
            assertThat(codes(deep, exact)).isEmpty();
        }
    }

    private static List<String> codes(NetworkSpec network, OptimizerSpec optimizer) {
        return spec(network, optimizer, 10, 10).faults(100).stream()
                .map(f -> f.pointer() + " " + f.code())
                .toList();
    }

    @Test
    void settingsThatWouldNotBeUsedAreRefused() {
        TrainingSpec training = new TrainingSpec(
                new Lbfgs(5, 1e-6),
                new Schedule.Cosine(0),
                5,
                10,
                true,
                1L,
                Precision.FLOAT64,
                new Clip(1.0, null),
                null,
                100);
        List<SpecFault> faults = new RunSpec(linear(4), training, Runs.QUIET).faults(100);

        assertThat(faults).extracting(SpecFault::pointer).containsExactly("/training/schedule", "/training/clip");
        assertThatThrownBy(() -> run(linear(4), noisyLine(1, 4, 0), new EpochGd(null), 3, 10))
                .hasMessageContaining("epoch_gd cannot train this");
    }

    @Test
    void whatAStepCostsIsCounted() {
        Examples line = noisyLine(100, 4, 0.3);
        NetworkSpec network = linear(4);
        assertThat(run(network, line, new Sgd(0.05), 2, 30).heard().values("gradientEvaluations"))
                .containsExactly(30.0, 60.0, 90.0, 100.0, 130.0, 160.0, 190.0, 200.0);
        assertThat(run(network, line, new Svrg(0.05, 1, Svrg.Snapshot.LAST), 2, 50)
                        .heard()
                        .values("gradientEvaluations"))
                .containsExactly(200.0, 300.0, 500.0, 600.0);
        List<Double> quasi =
                run(network, line, new Lbfgs(5, 1e-9), 50, 1).heard().values("gradientEvaluations");
        assertThat(quasi.getFirst()).isGreaterThanOrEqualTo(200);
        assertThat(quasi).isSorted();
    }

    @Test
    void aRunForkedToAnotherOptimizerGoesOnDownFromWhereItStood() {
        Examples line = noisyLine(100, 4, 0.3);
        NetworkSpec network = shallow(4, 1, new Activation.Linear(), new Loss.MeanSquaredError(), false);
        RunSpec before = spec(network, new Sgd(0.02), 3, 10);
        Checkpoint stopped;
        int[] step = {0};
        try (Trainer trainer = Trainer.of(before, new TrainingData(line, null, false))) {
            Outcome outcome = trainer.train(new Recorder(), () -> ++step[0] == 7 ? Request.PAUSE : Request.CONTINUE);
            stopped = Objects.requireNonNull(outcome.state());
        }
        double then = objective(network, line, stopped.theta());
        for (OptimizerSpec optimizer : List.of(
                new AveragedSgd(0.02, 1, 0),
                new Svrg(0.02, 2, Svrg.Snapshot.AVERAGE),
                new EpochGd(null),
                new Lbfgs(5, 1e-9),
                new NewtonCg(5, 1e-9),
                new LeastSquares())) {
            RunSpec after = spec(network, optimizer, 60, 10);
            try (Trainer trainer = Trainer.of(after, new TrainingData(line, null, false))) {
                Outcome end = trainer.continueFrom(stopped, before).train(new Recorder(), () -> Request.CONTINUE);

                assertThat(end).as("%s", optimizer).isInstanceOf(Outcome.Completed.class);
                assertThat(objective(network, line, Runs.theta(end)))
                        .as("%s", optimizer)
                        .isLessThan(then / 2);
            }
        }
    }

    @Test
    void examplesThatAreHeldOutDoNotDisturbALineSearch() {
        Examples line = noisyLine(100, 4, 0.3);
        NetworkSpec network = Runs.classifier(4, 1, new Activation.Tanh(), 6);
        NetworkSpec deep = new NetworkSpec(
                4,
                List.of(Dense.of(6, new Activation.Tanh()), Dense.of(1, new Activation.Linear())),
                new Loss.MeanSquaredError(),
                RIDGE);
        assertThat(network.outputs()).isEqualTo(deep.outputs());
        for (OptimizerSpec optimizer : List.of(new Lbfgs(5, 1e-6), new NewtonCg(20, 1e-6))) {
            RunSpec spec = spec(deep, optimizer, 25, 1);
            Recorder alone = run(spec, line).heard();
            Recorder judged = new Recorder();
            try (Trainer trainer = Trainer.of(spec, new TrainingData(line, noisyLine(37, 4, 0.3), false))) {
                trainer.train(judged, () -> Request.CONTINUE);
            }
            for (String name : alone.series.keySet()) {
                if (!name.equals("epochSeconds")) {
                    assertThat(judged.values(name)).as(name).isEqualTo(alone.values(name));
                }
            }
        }
    }
}
