package dev.chainrule.history;

import dev.chainrule.fault.FailPoint;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The one thread that writes what runs report: one transaction for all runs, at least each {@link HistoryProperties#flush}. Nothing
 * ends it but {@link #stop}; it is never interrupted, since an interrupt inside H2 closes the database for everybody.
 */
@Component
final class HistoryWriter implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(HistoryWriter.class);

    /** Started before and stopped after everything that records. */
    static final int PHASE = -1000;

    private final TransactionTemplate transactions;
    private final LiveFeed feed;
    private final HistoryProperties properties;
    private final Counter points;
    private final Timer flushes;
    private final WriterPace pace = new WriterPace();
    private final Set<RunWriter> runs = ConcurrentHashMap.newKeySet();

    private volatile @Nullable Thread thread;
    private volatile boolean stopping;
    private volatile boolean awake;
    private volatile long lastRound = System.nanoTime();
    private volatile @Nullable Throwable lastFailure;

    HistoryWriter(TransactionTemplate transactions, LiveFeed feed, HistoryProperties properties, MeterRegistry meters) {
        this.transactions = transactions;
        this.feed = feed;
        this.properties = properties;
        this.points = Counter.builder("chainrule.history.points")
                .description("Values written")
                .register(meters);
        this.flushes = Timer.builder("chainrule.history.flush")
                .description("Time of a transaction of the history writer")
                .register(meters);
        Gauge.builder("chainrule.history.pending.rows", this, HistoryWriter::pendingRows)
                .description("Rows that wait to be written")
                .register(meters);
    }

    void add(RunWriter run) {
        runs.add(run);
    }

    void remove(RunWriter run) {
        runs.remove(run);
    }

    /** Asks for a transaction now. */
    void wake() {
        if (!awake) {
            awake = true;
            LockSupport.unpark(thread);
        }
    }

    long pendingRows() {
        return runs.stream().mapToLong(RunWriter::pendingRows).sum();
    }

    /** Seconds that a value has lately taken to be written. */
    double secondsPerValue() {
        return pace.secondsPerValue();
    }

    private void work() {
        boolean last = false;
        while (!last) {
            try {
                pause();
                last = stopping;
                flush();
            } catch (Throwable e) {
                report(e);
            }
            lastRound = System.nanoTime();
        }
    }

    private void pause() {
        long end = lastRound + properties.flush().toNanos();
        for (long left = end - System.nanoTime(); left > 0 && !awake && !stopping; left = end - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
        awake = false;
    }

    /** Writes what waits. Where the common transaction fails, each run gets its own, so that one cannot hold up the others. */
    void flush() {
        long now = System.nanoTime();
        List<RunWriter> due = runs.stream()
                .filter(run -> run.due(now))
                .sorted(Comparator.comparing(run -> run.run.runNo()))
                .toList();
        if (due.isEmpty()) {
            return;
        }
        boolean together = due.stream().noneMatch(RunWriter::failing);
        if (together && write(due)) {
            return;
        }
        if (!together || due.size() > 1) {
            due.forEach(run -> write(List.of(run)));
        }
    }

    private boolean write(List<RunWriter> some) {
        long start = System.nanoTime();
        try {
            FailPoint.BEFORE_HISTORY_BATCH.pass();
            transactions.executeWithoutResult(tx -> {
                some.forEach(RunWriter::write);
                FailPoint.INSIDE_HISTORY_BATCH.pass();
            });
            FailPoint.AFTER_HISTORY_BATCH.pass();
        } catch (Throwable e) {
            report(e);
            some.forEach(RunWriter::rolledBack);
            if (some.size() == 1) {
                some.getFirst().failed(e, System.nanoTime(), properties.giveUp());
            }
            return false;
        }
        long nanos = System.nanoTime() - start;
        flushes.record(Duration.ofNanos(nanos));
        long values = 0;
        for (RunWriter run : some) {
            values += run.committed();
            feed.changed(run.run.runId());
        }
        points.increment(values);
        pace.wrote(values, nanos);
        if (runs.stream().noneMatch(RunWriter::failing)) {
            lastFailure = null;
        }
        return true;
    }

    private void report(Throwable e) {
        if (lastFailure == null) {
            log.warn("histories could not be written, trying again", e);
        }
        lastFailure = e;
    }

    /** Why some run cannot be written at present; null where all can. */
    @Nullable
    Throwable failure() {
        return runs.stream().anyMatch(RunWriter::failing) ? lastFailure : null;
    }

    boolean alive() {
        Thread current = thread;
        return current != null && current.isAlive();
    }

    /** Nanoseconds since the last round ended. */
    long lag() {
        return System.nanoTime() - lastRound;
    }

    @Override
    public void start() {
        stopping = false;
        thread = Thread.ofPlatform().name("history-writer").start(this::work);
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

    @Override
    public boolean isRunning() {
        return alive();
    }

    @Override
    public int getPhase() {
        return PHASE;
    }
}
