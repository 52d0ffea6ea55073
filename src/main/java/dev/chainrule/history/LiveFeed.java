package dev.chainrule.history;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Looks at the runs that somebody follows, one thread for all of them: soon after {@link #changed}, and now and then without being told, since
 * another process may write the run. However many follow a run, it is looked at once.
 */
@Component
public final class LiveFeed implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(LiveFeed.class);

    private static final int LOOKS_A_PACE = 8;

    private static final Duration UNASKED = Duration.ofSeconds(2);
    private static final Duration UNASKED_OF_MANY = Duration.ofMillis(500);

    private final RunFrames frames;
    private final long pace;
    private final long unasked;
    private final Map<String, Channel> channels = new ConcurrentHashMap<>();

    private volatile @Nullable Thread thread;
    private volatile boolean stopping;

    /** @param database where it is not H2's, runs are written by other processes too, and looked at more often */
    LiveFeed(
            RunFrames frames,
            HistoryProperties properties,
            @Value("${spring.datasource.url:jdbc:h2:}") String database) {
        this.frames = frames;
        this.unasked = (database.startsWith("jdbc:h2:") ? UNASKED : UNASKED_OF_MANY).toNanos();
        this.pace = properties.flush().toNanos();
    }

    /** A run's state or progress, or what it reports, has changed durably: call it after the commit. Cheap, any thread. */
    public void changed(String runId) {
        Channel channel = channels.get(runId);
        if (channel != null) {
            channel.changed = true;
        }
    }

    /** What the followers of one run share. */
    static final class Channel {

        final String runId;
        private final List<Thread> followers = new CopyOnWriteArrayList<>();
        private volatile @Nullable RunFrame frame;
        private volatile boolean gone;
        private volatile boolean changed;
        private volatile long looked;

        Channel(String runId) {
            this.runId = runId;
        }

        /** The newest frame. */
        @Nullable
        RunFrame frame() {
            return frame;
        }

        /** Whether the run has been deleted. */
        boolean gone() {
            return gone;
        }

        private void tell(@Nullable RunFrame next) {
            gone = next == null;
            frame = next == null ? frame : next;
            followers.forEach(LockSupport::unpark);
        }
    }

    /** Follows a run: the calling thread is unparked at each new frame. */
    Channel join(String runId) {
        Channel joined = channels.compute(runId, (id, known) -> {
            Channel channel = known == null ? new Channel(id) : known;
            channel.followers.add(Thread.currentThread());
            return channel;
        });
        if (joined.frame == null) {
            look(joined);
        }
        return joined;
    }

    void leave(Channel channel) {
        channels.compute(channel.runId, (id, known) -> {
            channel.followers.remove(Thread.currentThread());
            return channel.followers.isEmpty() ? null : known;
        });
    }

    private void work() {
        while (!stopping) {
            try {
                LockSupport.parkNanos(Math.max(1_000_000, pace / LOOKS_A_PACE));
                long now = System.nanoTime();
                for (Channel channel : channels.values()) {
                    if (now - channel.looked >= (channel.changed ? pace : unasked)) {
                        look(channel);
                    }
                }
            } catch (Throwable e) {
                log.warn("runs could not be looked at, trying again", e);
            }
        }
    }

    /** Frames of one run are made one after the other, so that a follower never goes back. */
    private void look(Channel channel) {
        synchronized (channel) {
            channel.changed = false;
            channel.looked = System.nanoTime();
            RunFrame last = channel.frame;
            long serial = last == null ? 1 : last.serial();
            RunFrame next = frames.of(channel.runId, serial).orElse(null);
            if (next == null) {
                channel.tell(null);
            } else if (!next.equals(last)) {
                channel.tell(next.withSerial(serial + 1));
            }
        }
    }

    @Override
    public void start() {
        stopping = false;
        thread = Thread.ofPlatform().name("history-feed").start(this::work);
    }

    @Override
    public void stop() {
        stopping = true;
        Thread current = thread;
        LockSupport.unpark(current);
        while (current != null && current.isAlive()) {
            LockSupport.parkNanos(1_000_000);
        }
    }

    /** A bean's stop also stops whatever was made with it: the history writer, which must outlive the runs. */
    @Override
    public int getPhase() {
        return HistoryWriter.PHASE - 1;
    }

    @Override
    public boolean isRunning() {
        Thread current = thread;
        return current != null && current.isAlive();
    }
}
