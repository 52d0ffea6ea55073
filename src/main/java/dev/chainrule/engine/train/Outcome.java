package dev.chainrule.engine.train;

import org.jspecify.annotations.Nullable;

/** How a run ended. */
public sealed interface Outcome {

    /** The run's state at its end: the parameters to keep. */
    @Nullable
    Checkpoint state();

    /** Ended by its own rules. */
    record Completed(Reason reason, Checkpoint state) implements Outcome {}

    /** Ended by the caller, for good. */
    record Cancelled(Checkpoint state) implements Outcome {}

    /** Ended by the caller, to go on later. */
    record Paused(Checkpoint state) implements Outcome {}

    /**
     * A number stopped being finite.
     *
     * @param step the first such step
     * @param layer the first such layer, null where the loss itself overflowed
     * @param reason a plain sentence
     * @param state the last finite state handed out or held, null where there was none
     */
    record Diverged(
            long step,
            @Nullable String layer,
            String reason,
            @Nullable Checkpoint state) implements Outcome {}

    /** Why a run completed. */
    enum Reason {
        EPOCHS,
        EARLY_STOP,
        TIME_LIMIT,
        CONVERGED
    }
}
