package dev.chainrule.job;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A thread that does the same thing again and again, at once when woken and else after a pause. It outlives whatever its
 * task throws and is never interrupted: an interrupt inside H2 would close the database for everybody.
 */
public final class Loop {

    private static final Logger LOG = LoggerFactory.getLogger(Loop.class);

    private final String name;
    private final Duration pause;
    private final Runnable task;
    private final LongSupplier nanoTime;
    private volatile boolean stopping;
    private volatile long lastTurn;
    private @Nullable Thread thread;

    public Loop(String name, Duration pause, Runnable task) {
        this(name, pause, task, System::nanoTime);
    }

    Loop(String name, Duration pause, Runnable task, LongSupplier nanoTime) {
        this.name = name;
        this.pause = pause;
        this.task = task;
        this.nanoTime = nanoTime;
        this.lastTurn = nanoTime.getAsLong();
    }

    /** Begins, on a daemon thread. */
    public void start() {
        stopping = false;
        lastTurn = nanoTime.getAsLong();
        thread = Thread.ofPlatform().name(name).daemon().start(this::turns);
    }

    private void turns() {
        boolean broken = false;
        while (!stopping) {
            try {
                task.run();
                lastTurn = nanoTime.getAsLong();
                broken = false;
            } catch (Throwable e) { // an OutOfMemoryError of one turn must not end all turns
                if (!broken) {
                    LOG.error("{}: a turn failed and will be tried again", name, e);
                }
                broken = true;
            }
            if (!stopping) {
                LockSupport.parkNanos(this, pause.toNanos());
            }
        }
    }

    /** Starts the next turn at once, or a further one where a turn is under way. */
    public void wake() {
        if (thread != null) {
            LockSupport.unpark(thread);
        }
    }

    /** Time since a turn last came to its end without an error. */
    Duration silence() {
        return Duration.ofNanos(nanoTime.getAsLong() - lastTurn);
    }

    /** Lets the turn under way come to its end, and starts no other. */
    public void stop() {
        stopping = true;
        wake();
        while (thread != null && thread.isAlive() && thread != Thread.currentThread()) {
            LockSupport.parkNanos(this, Duration.ofMillis(1).toNanos());
        }
    }
}
