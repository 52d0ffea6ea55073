package dev.chainrule.history;

/** A later attempt has taken over the run: this one must stop, and what it still says is not kept. */
public final class StaleRunException extends RuntimeException {

    StaleRunException(String runId, long token) {
        super("run " + runId + " belongs to a later attempt than token " + token);
    }
}
