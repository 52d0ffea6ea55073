package dev.chainrule.job;

import org.jspecify.annotations.Nullable;

/**
 * What is written together with a change of state, beside the state itself.
 *
 * @param verdict one plain sentence on how it went
 * @param progress how far the run came; null leaves what is there
 */
record Ending(
        @Nullable StopReason stopReason,
        @Nullable JobError error,
        @Nullable String verdict,
        @Nullable String modelId,
        JobRow.@Nullable Progress progress) {

    static final Ending NONE = new Ending(null, null, null, null, null);

    static Ending cancelled() {
        return new Ending(StopReason.CANCELLED, null, "Ended by its owner.", null, null);
    }

    static Ending failed(StopReason reason, JobError error, String verdict) {
        return new Ending(reason, error, verdict, null, null);
    }

    /** This one, unless a cancellation came first; the run came as far either way. */
    Ending in(JobState end) {
        return end == JobState.CANCELLED
                ? new Ending(StopReason.CANCELLED, null, cancelled().verdict(), null, progress)
                : this;
    }
}
