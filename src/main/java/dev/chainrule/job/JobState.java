package dev.chainrule.job;

import java.util.EnumSet;
import java.util.Set;

/** Where a job stands. {@link #successors()} is the whole life cycle; nothing else says which change is allowed. */
public enum JobState {
    QUEUED("Waits for a worker."),
    RUNNING("A worker holds its lease and trains it."),
    PAUSING("Was asked to pause; its worker stops after the current batch and keeps the state."),
    PAUSED("Rests, its state kept, until it is resumed."),
    CANCELLING("Was asked to end; its worker stops after the current batch."),
    CANCELLED("Was ended by its owner.", true),
    SUCCEEDED("Ended by its own rules and left a model.", true),
    FAILED("Could not go on; its error says why.", true);

    private final String sentence;
    private final boolean terminal;

    JobState(String sentence) {
        this(sentence, false);
    }

    JobState(String sentence, boolean terminal) {
        this.sentence = sentence;
        this.terminal = terminal;
    }

    public String sentence() {
        return sentence;
    }

    /** Whether the job stays so for ever. */
    public boolean terminal() {
        return terminal;
    }

    /** Whether a worker holds the job: these states, and only these, carry a lease. */
    public boolean leased() {
        return this == RUNNING || this == PAUSING || this == CANCELLING;
    }

    /**
     * The states that may follow this one. QUEUED after RUNNING is a worker that died or was stopped in good order; a job
     * whose cancellation was acknowledged can only become CANCELLED.
     */
    public Set<JobState> successors() {
        return switch (this) {
            case QUEUED -> EnumSet.of(RUNNING, PAUSED, CANCELLED);
            case RUNNING -> EnumSet.of(QUEUED, PAUSING, CANCELLING, SUCCEEDED, FAILED);
            case PAUSING -> EnumSet.of(PAUSED, CANCELLING, SUCCEEDED, FAILED);
            case PAUSED -> EnumSet.of(QUEUED, CANCELLED);
            case CANCELLING -> EnumSet.of(CANCELLED);
            case CANCELLED, SUCCEEDED, FAILED -> EnumSet.noneOf(JobState.class);
        };
    }

    /** Fails where the life cycle has no such arrow. */
    void requireSuccessor(JobState next) {
        if (!successors().contains(next)) {
            throw new IllegalStateException(this + " cannot become " + next);
        }
    }
}
