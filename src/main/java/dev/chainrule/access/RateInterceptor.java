package dev.chainrule.access;

import io.github.bucket4j.TimeMeter;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.HandlerMapping;

/** Holds each key and each address to {@link Rates}. It looks at the pattern that was matched: a path has many spellings. */
final class RateInterceptor implements HandlerInterceptor {

    /** The only one that has a dry run. */
    private static final String JOBS = "/api/v1/jobs";

    static final Set<String> SUBMITS = Set.of(JOBS, "/api/v1/jobs/{id}/fork", "/api/v1/analyses");
    static final Set<String> UPLOADS = Set.of("/api/v1/datasets", "/api/v1/datasets/preview", "/api/v1/models/import");
    static final String STREAM = "/api/v1/jobs/{id}/events";

    private static final String CHECK = "validateOnly";
    private static final String PLACE = RateInterceptor.class.getName();
    private static final int RETRY_SECONDS = 10;

    private final KeyRing keys;
    private final Limiter submits;
    private final Limiter uploads;
    private final OpenStreams streams;

    RateInterceptor(KeyRing keys, Rates rates, TimeMeter clock) {
        this.keys = keys;
        this.submits = new Limiter(rates.submitsPerMinute(), Duration.ofMinutes(1), clock);
        this.uploads = new Limiter(rates.uploadsPerHour(), Duration.ofHours(1), clock);
        this.streams = new OpenStreams(rates.streamsPerKey());
    }

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
        if (keys.isOff() || request.getDispatcherType() != DispatcherType.REQUEST) {
            return true;
        }
        String pattern = String.valueOf(request.getAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE));
        if (pattern.equals(STREAM)) {
            enter(request);
        } else if (request.getMethod().equals("POST")) {
            boolean dry = pattern.equals(JOBS) && "true".equals(request.getParameter(CHECK));
            if (SUBMITS.contains(pattern) && !dry) {
                count(submits, "submissions", request);
            } else if (UPLOADS.contains(pattern)) {
                count(uploads, "uploads", request);
            }
        }
        return true;
    }

    private static void count(Limiter limiter, String what, HttpServletRequest request) {
        long seconds = limiter.secondsToWait("key " + Caller.of(request).id());
        if (seconds == 0) {
            seconds = limiter.secondsToWait("address " + request.getRemoteAddr());
        }
        if (seconds > 0) {
            throw TooMany.of(what, seconds);
        }
    }

    private void enter(HttpServletRequest request) {
        String key = Caller.of(request).id();
        if (!streams.enter(key)) {
            throw TooMany.of("open event streams of this key", RETRY_SECONDS);
        }
        request.setAttribute(PLACE, new Place(streams, key));
    }

    /** Frees the place of a stream: now, or when the stream ends, which goes on after this. */
    @Override
    public void afterCompletion(
            HttpServletRequest request, HttpServletResponse response, Object handler, @Nullable Exception failure) {
        if (!(request.getAttribute(PLACE) instanceof Place place)) {
            return;
        }
        if (!request.isAsyncStarted()) {
            place.leave();
            return;
        }
        try {
            request.getAsyncContext().addListener(place);
        } catch (IllegalStateException e) { // it has ended meanwhile
            place.leave();
        }
    }

    /** A place that is left once. */
    private static final class Place implements AsyncListener {

        private final OpenStreams streams;
        private final String key;
        private final AtomicBoolean left = new AtomicBoolean();

        Place(OpenStreams streams, String key) {
            this.streams = streams;
            this.key = key;
        }

        void leave() {
            if (left.compareAndSet(false, true)) {
                streams.leave(key);
            }
        }

        @Override
        public void onComplete(AsyncEvent event) {
            leave();
        }

        @Override
        public void onTimeout(AsyncEvent event) {
            leave();
        }

        @Override
        public void onError(AsyncEvent event) {
            leave();
        }

        @Override
        public void onStartAsync(AsyncEvent event) {
            // It is started once.
        }
    }
}
