package dev.chainrule.engine.train;

/** The only question the engine asks backwards, once a step. */
@FunctionalInterface
public interface StopSignal {

    /** What the run should do after the step just made. Must be cheap: a volatile read. */
    Request poll();

    /** Answers to {@link #poll()}. */
    enum Request {
        /** Go on. */
        CONTINUE,
        /** Hand the state to the listener, then go on. */
        CHECKPOINT,
        /** Stop, keeping the state. */
        PAUSE,
        /** Stop for good. */
        CANCEL
    }
}
