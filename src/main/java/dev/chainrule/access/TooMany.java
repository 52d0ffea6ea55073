package dev.chainrule.access;

import dev.chainrule.web.ProblemException;
import java.util.List;
import java.util.Map;
import org.springframework.http.HttpStatus;

/** Answers to those who ask too often. */
final class TooMany {

    private TooMany() {}

    /** 429, and when to come back. */
    static ProblemException of(String what, long seconds) {
        return new ProblemException(
                HttpStatus.TOO_MANY_REQUESTS,
                "TOO_MANY",
                "Too many " + what + "; try again in " + seconds + " s.",
                List.of(),
                Map.of("retryAfterSeconds", seconds));
    }
}
