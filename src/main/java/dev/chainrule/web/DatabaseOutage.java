package dev.chainrule.web;

import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.NonTransientDataAccessException;
import org.springframework.dao.UncategorizedDataAccessException;
import org.springframework.http.HttpStatus;
import org.springframework.transaction.TransactionException;

/** Tells a database that is away, full or stuck from a statement of ours that is wrong. */
public final class DatabaseOutage {

    private static final int RETRY_SECONDS = 5;
    private static final String CONNECTION_CLASS = "08";

    private DatabaseOutage() {}

    /** Whether this failure, or one behind it, is an outage of the database. */
    public static boolean is(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (isOne(cause)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isOne(Throwable cause) {
        return switch (cause) {
            case TransactionException e -> true;
            case DataAccessResourceFailureException e -> true;
            case UncategorizedDataAccessException e -> true;
            case NonTransientDataAccessException e -> false;
            case DataAccessException e -> true;
            case SQLException e -> String.valueOf(e.getSQLState()).startsWith(CONNECTION_CLASS);
            default -> false;
        };
    }

    /** 503: nothing was acknowledged, the same request may be made again. */
    static ProblemException problem() {
        return new ProblemException(
                HttpStatus.SERVICE_UNAVAILABLE,
                "DATABASE_UNAVAILABLE",
                "The database does not answer; try again.",
                List.of(),
                Map.of("retryAfterSeconds", RETRY_SECONDS));
    }
}
