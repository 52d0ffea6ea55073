package dev.chainrule.analysis;

/** Where an analysis stands. */
enum AnalysisState {
    /** Waits for its turn. */
    QUEUED,
    /** Is being computed. */
    RUNNING,
    /** Was asked to end while it was being computed. */
    CANCELLING,
    /** Has its result. */
    SUCCEEDED,
    /** Its error says why there is no result. */
    FAILED,
    /** Was ended by its owner. */
    CANCELLED;

    /** Whether it stays so for ever. */
    boolean done() {
        return this == SUCCEEDED || this == FAILED || this == CANCELLED;
    }
}
