package dev.chainrule.job;

import dev.chainrule.engine.train.Checkpoint;
import dev.chainrule.engine.train.RunSpec;
import dev.chainrule.engine.train.Trainer;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A stretch of a job's steps under one spec. A plain job has one; a fork first makes its origin's steps, which are the same
 * bits again, then its own.
 *
 * @param until step after which the next stage begins; {@link Long#MAX_VALUE} for the last
 * @param before what ran until this stage begins, null for the first
 * @param from step at which it begins
 * @param first parameters that a run begins with which has made no step; asked for only then, empty where they are drawn
 */
record Stage(JobPlan plan, long from, long until, @Nullable RunSpec before, Supplier<Optional<double[]>> first) {

    boolean isLast() {
        return until == Long.MAX_VALUE;
    }

    /** Whether the run is past it. */
    boolean isBehind(@Nullable Checkpoint state) {
        return state != null && !isLast() && state.step() >= until;
    }

    /** Puts a trainer of this stage where the run stands. */
    void restore(Trainer trainer, @Nullable Checkpoint state) {
        if (state == null) {
            first.get().ifPresent(trainer.network()::assign);
        } else if (before != null && state.step() == from) {
            trainer.continueFrom(state, before);
        } else {
            trainer.resume(state);
        }
    }
}
