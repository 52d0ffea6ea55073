package dev.chainrule.history;

import org.jspecify.annotations.Nullable;

/** What the run reports could not be stored for so long that it was given up. */
public final class RecordingFailedException extends RuntimeException {

    public RecordingFailedException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
