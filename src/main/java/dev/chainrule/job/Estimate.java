package dev.chainrule.job;

import dev.chainrule.engine.diagnose.Finding;
import dev.chainrule.engine.train.Forecast.Depth;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a run would take, and how its gradient would begin.
 *
 * @param parameters numbers to be learned
 * @param memoryBytes off the heap, the examples included
 * @param steps updates if nothing stops it early
 * @param seconds what is likely on this machine, with no other run beside it, its history and what stands before and after training
 *     included
 * @param secondsLeast where all goes well
 * @param secondsMost where training and the writing of the history get in each other's way
 * @param measured whether seconds are of the run's own first steps; false: of the work of a step and the machine's speed
 * @param gradientByDepth of the run's own first step, input layer first; null where notMeasured says why not
 * @param findings what its first steps say of the gradient
 */
record Estimate(
        long parameters,
        long memoryBytes,
        long steps,
        double seconds,
        double secondsLeast,
        double secondsMost,
        boolean measured,
        @Nullable List<Depth> gradientByDepth,
        @Nullable String notMeasured,
        List<Finding> findings) {}
