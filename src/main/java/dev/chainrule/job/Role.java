package dev.chainrule.job;

/** What an instance does for the others that share its database: {@code chainrule.role}. */
enum Role {
    /** Answers callers; trains nothing. */
    SERVER,
    /** Trains; answers nobody but those who ask for its health. */
    WORKER,
    /** Both. */
    ALL
}
