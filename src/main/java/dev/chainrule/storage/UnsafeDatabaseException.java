package dev.chainrule.storage;

/** The database, as configured, may lose what it has acknowledged: the service does not start on it. */
public final class UnsafeDatabaseException extends RuntimeException {

    UnsafeDatabaseException(String message) {
        super(message);
    }
}
