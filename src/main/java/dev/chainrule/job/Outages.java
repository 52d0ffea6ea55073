package dev.chainrule.job;

import dev.chainrule.history.RecordingFailedException;
import dev.chainrule.web.DatabaseOutage;
import org.springframework.dao.DataIntegrityViolationException;

/** What a job is not to blame for: it goes on from its last checkpoint when the database is back. */
final class Outages {

    private Outages() {}

    /** Whether the database was away, be it for the history of the run only; a row that it refuses will be refused again. */
    static boolean is(Throwable failure) {
        return failure instanceof RecordingFailedException
                ? !(failure.getCause() instanceof DataIntegrityViolationException)
                : DatabaseOutage.is(failure);
    }
}
