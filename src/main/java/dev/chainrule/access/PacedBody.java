package dev.chainrule.access;

import dev.chainrule.web.ProblemException;
import java.io.IOException;
import java.util.function.LongSupplier;
import org.apache.coyote.InputBuffer;
import org.apache.tomcat.util.net.ApplicationBufferHandler;
import org.springframework.http.HttpStatus;

/** A body that ends in 408 once it comes too slowly: it is read as the server reads it, so that parts of a form are paced as well. */
final class PacedBody implements InputBuffer {

    private final InputBuffer body;
    private final Pace pace;
    private final LongSupplier nanoTime;
    private long bytes;
    private long waited;
    private boolean tooSlow;

    PacedBody(InputBuffer body, Pace pace, LongSupplier nanoTime) {
        this.body = body;
        this.pace = pace;
        this.nanoTime = nanoTime;
    }

    /** @throws ProblemException 408 {@code TOO_SLOW} */
    @Override
    public int doRead(ApplicationBufferHandler handler) throws IOException {
        if (tooSlow) {
            throw problem();
        }
        long start = nanoTime.getAsLong();
        int n = body.doRead(handler);
        waited += nanoTime.getAsLong() - start;
        if (n < 0) {
            return n;
        }
        bytes += n;
        if (waited >= pace.window().toNanos()) {
            tooSlow = pace.isTooSlow(bytes, waited);
            bytes = 0;
            waited = 0;
            if (tooSlow) {
                throw problem();
            }
        }
        return n;
    }

    private ProblemException problem() {
        return ProblemException.of(
                HttpStatus.REQUEST_TIMEOUT,
                "TOO_SLOW",
                "The body came too slowly: fewer than " + pace.leastPerSecond().toBytes() + " bytes a second over "
                        + pace.window().toSeconds() + " s.");
    }

    boolean wasTooSlow() {
        return tooSlow;
    }

    @Override
    public int available() {
        return body.available();
    }
}
