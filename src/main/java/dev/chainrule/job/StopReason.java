package dev.chainrule.job;

import dev.chainrule.engine.train.Outcome;

/** Why a job's training ended. */
public enum StopReason {
    EPOCHS("All epochs were run."),
    EARLY_STOP("The watched metric stopped improving."),
    TIME_LIMIT("The longest allowed time was over."),
    CONVERGED("The optimizer found no further descent."),
    CANCELLED("Its owner ended it."),
    DIVERGED("A number stopped being finite."),
    ERROR("Something broke; the job's error says what.");

    private final String sentence;

    StopReason(String sentence) {
        this.sentence = sentence;
    }

    public String sentence() {
        return sentence;
    }

    static StopReason of(Outcome.Reason reason) {
        return switch (reason) {
            case EPOCHS -> EPOCHS;
            case EARLY_STOP -> EARLY_STOP;
            case TIME_LIMIT -> TIME_LIMIT;
            case CONVERGED -> CONVERGED;
        };
    }
}
