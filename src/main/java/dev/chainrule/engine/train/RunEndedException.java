package dev.chainrule.engine.train;

/** A run that was to be made again up to a step has ended before it. */
public final class RunEndedException extends RuntimeException {

    RunEndedException(String message) {
        super(message);
    }
}
