package dev.chainrule.job;

/** What callers ask of jobs. */
final class JobService {

    /** The state after a cancellation is asked for. */
    static JobState cancelled(JobState state) {
        return switch (state) {
            case QUEUED, PAUSED -> JobState.CANCELLED;
            case RUNNING, PAUSING, CANCELLING -> JobState.CANCELLING;
            case CANCELLED, SUCCEEDED, FAILED -> state;
        };
    }

    /** The state after a pause is asked for. */
    static JobState paused(JobState state) {
        return switch (state) {
            case QUEUED, PAUSED -> JobState.PAUSED;
            case RUNNING, PAUSING -> JobState.PAUSING;
            case CANCELLING, CANCELLED, SUCCEEDED, FAILED -> state;
        };
    }
}
