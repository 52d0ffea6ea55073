package dev.chainrule.dataset;

import dev.chainrule.web.Fault;
import dev.chainrule.web.ProblemException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;

/** The last dataset of a page; the next page comes after it. Stays right while datasets come and go. */
record PageCursor(Instant at, String id) {

    String encode() {
        byte[] text = (at + "|" + id).getBytes(StandardCharsets.UTF_8);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text);
    }

    /** @throws ProblemException 422 if it is no token that {@link #encode} made */
    static PageCursor decode(String token) {
        try {
            String text = new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
            int bar = Math.max(0, text.indexOf('|'));
            return new PageCursor(Instant.parse(text.substring(0, bar)), text.substring(bar + 1));
        } catch (IllegalArgumentException | DateTimeException e) {
            throw ProblemException.unprocessable(
                    new Fault("/pageToken", "INVALID", "pageToken must be the nextPageToken of a page"));
        }
    }
}
