package dev.chainrule.job;

import dev.chainrule.engine.train.StopSignal;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/** What a running job has been asked to do. The strongest request wins; the training thread reads it once a step. */
final class RunControl implements StopSignal {

    private final AtomicReference<Request> asked = new AtomicReference<>(Request.CONTINUE);
    private volatile long checkpointNanos = Long.MAX_VALUE;
    private volatile long lastCheckpoint = System.nanoTime();
    private final AtomicLong step = new AtomicLong();
    private volatile Runnable report = () -> {};
    private volatile boolean reportDue;
    private final Peek peek = new Peek();
    private final long claimed = System.nanoTime();
    private boolean begun;
    private long until = Long.MAX_VALUE;
    private long last = Long.MAX_VALUE;

    /** From any thread: CHECKPOINT is served once, PAUSE stays until the run stops, CANCEL overrules it. */
    void ask(Request request) {
        asked.accumulateAndGet(request, (a, b) -> a.compareTo(b) >= 0 ? a : b);
    }

    /** Asks for a checkpoint where the last one is old enough. */
    void askForDueCheckpoint() {
        long now = System.nanoTime();
        if (now - lastCheckpoint >= checkpointNanos) {
            lastCheckpoint = now;
            ask(Request.CHECKPOINT);
        }
    }

    void checkpointEvery(int seconds) {
        checkpointNanos = seconds * 1_000_000_000L;
        lastCheckpoint = System.nanoTime();
    }

    /** The attempt's first step was made: the time since its claim, at the first call only. Called by the training thread. */
    Optional<Duration> begun() {
        Optional<Duration> since =
                begun ? Optional.empty() : Optional.of(Duration.ofNanos(System.nanoTime() - claimed));
        begun = true;
        return since;
    }

    /** Where a run begins, goes on or has ended. */
    void at(long made) {
        step.set(made);
    }

    /** Makes the run stop by itself after a step, to go on with the next stage. Called by the training thread. */
    void pauseAt(long lastStep) {
        until = lastStep;
    }

    /** The run's last step: once it is made there is nothing left to pause or to go on from. Called by the training thread. */
    void endsAt(long lastStep) {
        last = lastStep;
    }

    /** Whether somebody wants the run to stop. */
    boolean wasAskedToStop() {
        return asked.get().compareTo(Request.PAUSE) >= 0;
    }

    /** Updates made: the trainer asks once after each, but where the run has ended by itself. */
    long step() {
        return step.get();
    }

    /** What is done about once a second while the run lasts, on another thread. */
    void reportWith(Runnable each) {
        report = each;
    }

    /** Lets the next look at the run report it, without waiting for its second. */
    void reportSoon() {
        reportDue = true;
    }

    boolean reportDue() {
        return reportDue;
    }

    void report() {
        reportDue = false;
        report.run();
    }

    /** Where others look at the run's parameters. */
    Peek peek() {
        return peek;
    }

    @Override
    public Request poll() {
        long made = step.getPlain() + 1;
        step.lazySet(made);
        peek.answer(made);
        Request request = asked.get();
        if (request == Request.CHECKPOINT) {
            asked.compareAndSet(Request.CHECKPOINT, Request.CONTINUE);
        }
        if (made == last && request != Request.CANCEL) {
            return Request.CONTINUE;
        }
        return made >= until && request.compareTo(Request.PAUSE) < 0 ? Request.PAUSE : request;
    }
}
