package dev.chainrule.job;

import dev.chainrule.dataset.Bound;
import dev.chainrule.dataset.DatasetUse;
import dev.chainrule.dataset.Datasets;
import dev.chainrule.dataset.Prepared;
import dev.chainrule.engine.diagnose.Finding;
import dev.chainrule.engine.train.Forecast;
import dev.chainrule.engine.train.MachineSpeed;
import dev.chainrule.engine.train.RunSpec;
import dev.chainrule.engine.train.Trainer;
import dev.chainrule.engine.train.TrainingData;
import dev.chainrule.engine.train.TrainingSpec;
import dev.chainrule.history.Histories;
import dev.chainrule.storage.CorruptFileException;
import dev.chainrule.web.ProblemException;
import dev.chainrule.web.SpecReader;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/**
 * Tells somebody who is still writing a request what its run would be like: a small one makes its first steps, for a twentieth of a
 * second; of a large one the time is told from its work.
 */
@Component
final class Estimates {

    private static final double SECONDS = 0.05;

    /** Work of a step that is made, in multiplications: about ten milliseconds. */
    private static final double MOST_WORK = 2e8;

    private static final long MOST_DATA = 32L << 20;
    private static final long MOST_MEMORY = 256L << 20;
    private static final int AT_ONCE = 2;

    /** Forward propagation is a third of a step. */
    private static final double EVALUATION = 1.0 / 3;

    /** What a layer costs in a step besides its products. */
    private static final double LAYER_SECONDS = 5e-6;

    /** Of a step whose time is told from its work, how much faster or slower it may be. */
    private static final double BY_WORK = 2;

    private final Datasets datasets;
    private final StartingPoints starts;
    private final Histories histories;
    private final JobPace pace;
    private final Semaphore room = new Semaphore(AT_ONCE);

    Estimates(Datasets datasets, StartingPoints starts, Histories histories, JobPace pace) {
        this.datasets = datasets;
        this.starts = starts;
        this.histories = histories;
        this.pace = pace;
    }

    /** The estimate of a request that has been planned. */
    Estimate of(JsonNode body, JobPlan plan) {
        String problem = tooLarge(plan);
        if (problem == null && !room.tryAcquire()) {
            problem = "Others are being looked at.";
        }
        if (problem != null) {
            return byWork(plan, problem);
        }
        try {
            Forecast forecast = forecast(body, plan);
            return forecast == null
                    ? byWork(plan, "The data cannot be read now.")
                    : estimate(plan, measured(plan, forecast), forecast.gradientByDepth(), null, forecast.findings());
        } finally {
            room.release();
        }
    }

    private static @Nullable String tooLarge(JobPlan plan) {
        if (work(plan) > MOST_WORK) {
            return "A step of this run takes too long to be made while you type.";
        }
        if (plan.bound().bytes(plan.run().training().precision()) > MOST_DATA) {
            return "The data are too large to be read while you type.";
        }
        return plan.bytes() > MOST_MEMORY ? "The run is too large to be set up while you type." : null;
    }

    private @Nullable Forecast forecast(JsonNode body, JobPlan plan) {
        JsonNode given = body.get("dataset");
        DatasetUse use = given == null ? null : SpecReader.read(given, DatasetUse.class, "/dataset", new ArrayList<>());
        if (use == null) {
            return null;
        }
        RunSpec spec = Forecast.spec(plan.run());
        TrainingSpec training = spec.training();
        Bound bound = plan.bound();
        try (Prepared data = datasets.load(
                use.withTask(bound.task()),
                "/dataset",
                new ArrayList<>(),
                other -> true,
                training.precision(),
                training.requireSeed())) {
            return data == null ? null : forecast(plan, spec, data);
        } catch (ProblemException | CorruptFileException e) {
            return null;
        }
    }

    private Forecast forecast(JobPlan plan, RunSpec spec, Prepared data) {
        TrainingData learned =
                new TrainingData(data.data().training(), null, data.data().classification());
        try (Trainer trainer = Trainer.of(spec, learned)) {
            starts.theta(plan.request().model()).ifPresent(trainer.network()::assign);
            return Forecast.of(trainer, SECONDS);
        }
    }

    private Estimate byWork(JobPlan plan, String why) {
        double step = MachineSpeed.seconds(work(plan)) * share(plan);
        return estimate(plan, new RunTime.Step(step / BY_WORK, step, step * BY_WORK, 0, step), null, why, List.of());
    }

    private RunTime.Step measured(JobPlan plan, Forecast forecast) {
        double share = share(plan);
        double fastest = forecast.fastestSeconds() * share;
        double values = (double) forecast.stepValues() / plan.run().monitor().every() + forecast.otherValues();
        boolean told = plan.run().training().stepsAreAlike();
        double work = MachineSpeed.seconds(work(plan))
                + LAYER_SECONDS * plan.run().network().allLayers().size();
        return new RunTime.Step(
                Math.min(fastest, work),
                forecast.stepSeconds() * share,
                forecast.meanSeconds() * share,
                values * histories.secondsPerValue(),
                told ? work * share : Double.POSITIVE_INFINITY);
    }

    private Estimate estimate(
            JobPlan plan,
            RunTime.Step step,
            @Nullable List<Forecast.Depth> gradient,
            @Nullable String why,
            List<Finding> findings) {
        TrainingSpec training = plan.run().training();
        long steps = plan.steps();
        RunTime foreseen = RunTime.of(steps, step, pace.besides()).within(training.maxSeconds());
        pace.foresee(plan.run(), foreseen);
        RunTime time = foreseen.times(pace.slowness()).within(training.maxSeconds());
        return new Estimate(
                plan.run().network().parameters(),
                plan.bytes(),
                steps,
                time.likely(),
                time.least(),
                time.most(),
                gradient != null,
                gradient,
                why,
                findings);
    }

    /** Time of a step with its part of the evaluation at the end of each epoch, in times of a step. */
    private static double share(JobPlan plan) {
        return 1
                + EVALUATION
                        * plan.bound().validationRows()
                        / Math.max(1, plan.bound().trainingRows());
    }

    /** Multiplications of a step: a third each for W h, W' g and g h'. */
    private static double work(JobPlan plan) {
        return 3.0
                * plan.run().network().parameters()
                * plan.run().training().examplesOfStep(plan.bound().trainingRows());
    }
}
