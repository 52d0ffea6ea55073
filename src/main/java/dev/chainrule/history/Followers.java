package dev.chainrule.history;

import dev.chainrule.history.EventStream.Following;
import dev.chainrule.history.LiveFeed.Channel;
import dev.chainrule.web.ProblemException;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/**
 * Those who follow runs, each on a virtual thread of its own that is parked while there is no news. The service's stop ends their streams
 * at once; they go on at the next start.
 */
@Component
final class Followers implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(Followers.class);

    private static final int RETRY_SECONDS = 5;

    private final LiveFeed feed;
    private final EventPages pages;
    private final HistoryProperties properties;
    private final Set<Thread> threads = ConcurrentHashMap.newKeySet();
    private volatile boolean running;

    Followers(LiveFeed feed, EventPages pages, HistoryProperties properties, MeterRegistry meters) {
        this.feed = feed;
        this.pages = pages;
        this.properties = properties;
        Gauge.builder("chainrule.history.followers", threads, Set::size)
                .description("Open event streams")
                .register(meters);
    }

    /** @throws ProblemException 503 where there are as many as may be */
    void requireRoom() {
        if (threads.size() >= properties.followers()) {
            throw new ProblemException(
                    HttpStatus.SERVICE_UNAVAILABLE,
                    "TOO_MANY_FOLLOWERS",
                    properties.followers() + " event streams are open; no more until one ends.",
                    List.of(),
                    Map.of("retryAfterSeconds", RETRY_SECONDS));
        }
    }

    /** Streams to {@code out} until the run, the follower or the service ends, then completes the request. */
    void follow(String runId, Following following, AsyncContext request, OutputStream out) {
        Thread thread = Thread.ofVirtual().name("follower").unstarted(() -> {
            try {
                stream(runId, following, out);
            } catch (IOException e) {
                log.debug("a follower of {} is gone: {}", runId, e.getMessage());
            } catch (Throwable e) {
                log.warn("a follower of {} was cut off and will come back", runId, e);
            } finally {
                threads.remove(Thread.currentThread());
                complete(request);
            }
        });
        request.addListener(new Quiet());
        threads.add(thread);
        thread.start();
    }

    /** A follower who goes away is no error: the request ends without another look by the server. */
    private static final class Quiet implements AsyncListener {

        @Override
        public void onError(AsyncEvent event) {
            complete(event.getAsyncContext());
        }

        @Override
        public void onTimeout(AsyncEvent event) {
            complete(event.getAsyncContext());
        }

        @Override
        public void onComplete(AsyncEvent event) {
            // Nothing is held for the request.
        }

        @Override
        public void onStartAsync(AsyncEvent event) {
            // It is started once.
        }
    }

    private void stream(String runId, Following following, OutputStream out) throws IOException {
        Channel channel = feed.join(runId);
        try {
            new EventStream(pages, channel, following, out, properties).run(() -> !running);
        } finally {
            feed.leave(channel);
        }
    }

    private static void complete(AsyncContext request) {
        try {
            request.complete();
        } catch (IllegalStateException e) {
            log.debug("the server has completed the request already: {}", e.getMessage());
        }
    }

    @Override
    public void start() {
        running = true;
    }

    /** Before the server waits for open requests. */
    @Override
    public void stop() {
        running = false;
        threads.forEach(LockSupport::unpark);
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
