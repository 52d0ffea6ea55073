package dev.chainrule.storage;

import dev.chainrule.web.Answered;
import dev.chainrule.web.ProblemException;
import org.springframework.http.HttpStatus;

/** A stored file is not the one that was written: other length, other hash, or gone. */
public final class CorruptFileException extends RuntimeException implements Answered {

    public CorruptFileException(String message) {
        super(message);
    }

    @Override
    public ProblemException problem() {
        return ProblemException.of(
                HttpStatus.INTERNAL_SERVER_ERROR,
                "FILE_DAMAGED",
                "The file behind this is not the one that was stored; it must be restored from a backup.");
    }
}
