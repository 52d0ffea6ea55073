package dev.chainrule.storage;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;

/** Says in one line why the service cannot start on its database, and what helps. */
public final class DatabaseAnalyzer implements FailureAnalyzer {

    private static final int DATABASE_ALREADY_OPEN = 90020;

    @Override
    public @Nullable FailureAnalysis analyze(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            FailureAnalysis analysis = analyzeOne(cause, failure);
            if (analysis != null) {
                return analysis;
            }
        }
        return null;
    }

    private static @Nullable FailureAnalysis analyzeOne(Throwable cause, Throwable failure) {
        String message = String.valueOf(cause.getMessage());
        if (cause instanceof UnsafeDatabaseException) {
            return new FailureAnalysis(
                    message, "Set WRITE_DELAY=0 in spring.datasource.url, or leave the setting out.", failure);
        }
        if (cause instanceof SQLException sql && sql.getErrorCode() == DATABASE_ALREADY_OPEN) {
            return new FailureAnalysis(
                    "The database is open in another process: only one at a time may use a data folder.",
                    "Stop the other one, or give this one a folder of its own with --chainrule.data-dir.",
                    failure);
        }
        if (message.contains("The write format")) {
            return new FailureAnalysis(
                    "The database file was written by an older H2 whose format this one does not write.",
                    "Write it out with the old version (SCRIPT TO 'old.sql') and read it into a new file (RUNSCRIPT FROM 'old.sql').",
                    failure);
        }
        return null;
    }
}
