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
        return of("TOO_MANY", what, seconds);
    }

    /** 429 with a code of its own: another key, not another hour, is what helps. */
    static ProblemException wrongKeys(long seconds) {
        return of("TOO_MANY_WRONG_KEYS", "wrong keys", seconds);
    }

    private static ProblemException of(String code, String what, long seconds) {
        return new ProblemException(
                HttpStatus.TOO_MANY_REQUESTS,
                code,
                "Too many " + what + "; try again in " + seconds + " s.",
                List.of(),
                Map.of("retryAfterSeconds", seconds));
    }
}
