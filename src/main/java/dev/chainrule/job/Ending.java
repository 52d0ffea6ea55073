package dev.chainrule.job;

import org.jspecify.annotations.Nullable;

/**
 * What is written together with a change of state, beside the state itself.
 *
 * @param verdict one plain sentence on how it went
 */
record Ending(
        @Nullable StopReason stopReason,
        @Nullable JobError error,
        @Nullable String verdict,
        @Nullable String modelId) {

    static final Ending NONE = new Ending(null, null, null, null);

    static Ending cancelled() {
        return new Ending(StopReason.CANCELLED, null, "Ended by its owner.", null);
    }

    static Ending failed(StopReason reason, JobError error, String verdict) {
        return new Ending(reason, error, verdict, null);
    }
}
