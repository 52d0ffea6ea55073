package dev.chainrule.access;

import dev.chainrule.web.ProblemException;
import dev.chainrule.web.ProblemWriter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.http.HttpStatus;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Serves so many requests to the API at a time, lets some wait a moment and answers the others 503 with {@code Retry-After}: a
 * service that is asked for more than it can do goes on doing what it can. Health, metrics and the dashboard's files are always
 * served; so are long uploads, which take as long as their senders do; an event stream counts only until it has begun.
 */
final class CrowdFilter extends OncePerRequestFilter {

    private static final String COUNTED = "/api/";
    private static final long RETRY_SECONDS = 1;

    private final Crowd crowd;
    private final UploadPaths uploads;
    private final long longBody;
    private final ProblemWriter problems;
    private final Semaphore places;
    private final AtomicInteger waiting = new AtomicInteger();

    /** @param longBody bytes of a body that takes as long as its sender does, where its path may have more */
    CrowdFilter(Crowd crowd, UploadPaths uploads, long longBody, ProblemWriter problems) {
        this.crowd = crowd;
        this.longBody = longBody;
        this.uploads = uploads;
        this.problems = problems;
        this.places = new Semaphore(crowd.places(), true);
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return !request.getServletPath().startsWith(COUNTED) || isLongUpload(request);
    }

    private boolean isLongUpload(HttpServletRequest request) {
        long bytes = request.getContentLengthLong();
        return request.getMethod().equals("POST")
                && (bytes < 0 || bytes > longBody)
                && uploads.contains(request.getServletPath());
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (!enter()) {
            problems.write(busy(), request, response);
            return;
        }
        try {
            chain.doFilter(request, response);
        } finally {
            places.release();
        }
    }

    private boolean enter() {
        if (places.tryAcquire()) {
            return true;
        }
        try {
            return waiting.incrementAndGet() <= crowd.waiting()
                    && places.tryAcquire(crowd.longestWait().toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e); // nobody here interrupts threads
        } finally {
            waiting.decrementAndGet();
        }
    }

    /** Whether a request that comes now would find neither a place nor room to wait for one. */
    boolean isFull() {
        return waiting.get() >= crowd.waiting() && places.availablePermits() == 0;
    }

    static ProblemException busy() {
        return new ProblemException(
                HttpStatus.SERVICE_UNAVAILABLE,
                "BUSY",
                "More is asked than can be answered now; try again in " + RETRY_SECONDS + " s.",
                List.of(),
                Map.of("retryAfterSeconds", RETRY_SECONDS));
    }
}
