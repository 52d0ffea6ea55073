package dev.chainrule.history;

import org.jspecify.annotations.Nullable;

/** Rows that are there could not be read now. */
final class UnreadableException extends RuntimeException {

    UnreadableException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
