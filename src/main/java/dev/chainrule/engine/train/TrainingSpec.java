package dev.chainrule.engine.train;

import dev.chainrule.engine.catalog.Default;
import dev.chainrule.engine.catalog.Help;
import dev.chainrule.engine.catalog.Member;
import dev.chainrule.engine.catalog.Range;
import dev.chainrule.engine.network.SpecFault;
import dev.chainrule.engine.optimize.Clip;
import dev.chainrule.engine.optimize.OptimizerSpec;
import dev.chainrule.engine.optimize.Schedule;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How a network is trained. */
@Help("How a network is trained.")
public record TrainingSpec(
        @Help("Turns gradients into updates.") @Default("adam:0.003")
        OptimizerSpec optimizer,

        @Help("Learning rate over time.") @Default("constant")
        Schedule schedule,

        @Help("Passes over the training examples.") @Default("10") @Range(min = 1, max = 1_000_000)
        int epochs,

        @Help("Examples a step.") @Default("32") @Range(min = 1, max = 10_000_000)
        int batchSize,

        @Help("New order of the examples each epoch.") @Default("true")
        boolean shuffle,

        @Help("Same seed, same bits; null draws one.") @Default("42") @Nullable
        Long seed,

        @Help("Number type.") @Default("float32") Precision precision,
        @Help("Bounds on the gradient.") @Nullable Clip clip,

        @Help("When to stop before the last epoch.") @Nullable
        EarlyStopping earlyStopping,

        @Help("Longest time.") @Default("86400") @Range(min = 1, max = 86_400)
        int maxSeconds) {
    public TrainingSpec {
        Member.check(
                TrainingSpec.class,
                optimizer,
                schedule,
                epochs,
                batchSize,
                shuffle,
                seed,
                precision,
                clip,
                earlyStopping,
                maxSeconds);
    }

    /** The same training under this seed. */
    public TrainingSpec seeded(long newSeed) {
        return new TrainingSpec(
                optimizer, schedule, epochs, batchSize, shuffle, newSeed, precision, clip, earlyStopping, maxSeconds);
    }

    /** The same training in double precision. */
    public TrainingSpec inDoublePrecision() {
        return new TrainingSpec(
                optimizer,
                schedule,
                epochs,
                batchSize,
                shuffle,
                seed,
                Precision.FLOAT64,
                clip,
                earlyStopping,
                maxSeconds);
    }

    /** Examples of a step where there are n. */
    public int examplesOfStep(int n) {
        return optimizer.fullBatch() ? n : Math.min(batchSize, n);
    }

    /** Updates where there are n examples and nothing stops them early. */
    public long steps(int n) {
        return optimizer.totalSteps(RunSize.askedSteps(this, n));
    }

    /** The seed of a training that has one. */
    public long requireSeed() {
        if (seed == null) {
            throw new IllegalStateException("no seed has been drawn");
        }
        return seed;
    }

    /**
     * What cannot be asked of these data.
     *
     * @param validation whether examples are held out
     * @param classification whether accuracy has a meaning
     * @return pointers below this record: {@code /earlyStopping/metric}
     */
    public List<SpecFault> faults(boolean validation, boolean classification) {
        List<SpecFault> faults = new ArrayList<>();
        String pointer = "/earlyStopping/metric";
        EarlyStopping.Metric metric = earlyStopping == null ? null : earlyStopping.metric();
        if (metric != null && metric.ofValidation() && !validation) {
            faults.add(new SpecFault(
                    pointer, "NO_VALIDATION", "Early stopping watches validation examples, but none are held out."));
        }
        if (metric != null && metric.isAccuracy() && !classification) {
            faults.add(new SpecFault(
                    pointer, "NO_ACCURACY", "Early stopping watches an accuracy, but the target is a number."));
        }
        return faults;
    }

    /** Whether each step is the same work: a method that works on whole gradients evaluates as often as it likes. */
    public boolean stepsAreAlike() {
        return !optimizer.wholeGradients();
    }
}
