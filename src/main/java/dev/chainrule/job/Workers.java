package dev.chainrule.job;

import dev.chainrule.engine.train.Rehearsal;
import dev.chainrule.engine.train.StopSignal.Request;
import dev.chainrule.fault.FailPoint;
import dev.chainrule.job.RunningJobs.Run;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Claims jobs and trains each on a thread of its own, so that whatever one throws, an OutOfMemoryError too, ends it alone.
 * There are as many workers as cores: BLAS runs on one thread a job, and the threads that train give way to those that serve
 * HTTP ({@link Niceness}). A stop asks every run to hand its job back; nothing is ever interrupted.
 */
@Component
final class Workers implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(Workers.class);
    private static final Duration LONGEST_STOP = Duration.ofSeconds(12);
    private static final Duration AGAIN = Duration.ofMillis(500);

    private final JobQueue queue;
    private final JobRunner runner;
    private final Failures failures;
    private final JobMetrics metrics;
    private final RunningJobs running;
    private final String owner = UUID.randomUUID().toString();
    private final Loop claims;
    private final Loop leases;
    private final boolean alone;
    private final boolean warmUp;
    private final int niceness;
    private volatile boolean started;
    private volatile boolean stopping;

    Workers(
            JobQueue queue,
            LeasedWrites writes,
            JobRunner runner,
            Failures failures,
            JobMetrics metrics,
            JobProperties properties,
            MemoryBudget budget,
            DatabaseKind database,
            Crew crew) {
        this.queue = queue;
        this.runner = runner;
        this.failures = failures;
        this.metrics = metrics;
        this.running = new RunningJobs(crew.workers(), budget.bytes());
        LeaseKeeper keeper = new LeaseKeeper(owner, queue, writes, running, metrics, properties);
        this.claims = new Loop("job-claims", properties.poll(), this::claimAll);
        this.leases = new Loop("job-leases", properties.control(), keeper::beat);
        this.alone = database.ofOneProcess();
        this.niceness = properties.niceness();
        this.warmUp = properties.warmUp() && crew.workers() > 0;
    }

    @Override
    public void start() {
        FailPoint.START.pass();
        stopping = false;
        int orphans = alone ? queue.rescueAllBut(owner) : queue.rescueExpired();
        if (orphans > 0) {
            LOG.info("{} jobs of a process that is gone were taken over", orphans);
        }
        leases.start();
        claims.start();
        started = true;
        if (warmUp) {
            Thread.ofPlatform().name("warm-up").daemon().start(this::rehearse);
        }
        LOG.info("{} workers, {} MiB off the heap", running.workers(), running.budget() >> 20);
    }

    private void rehearse() {
        Niceness.giveWay(niceness);
        Rehearsal.run(this::idle);
    }

    /** A rehearsal leaves the stage to the first job. */
    private Request idle() {
        return stopping || running.freeWorkers() < running.workers() ? Request.CANCEL : Request.CONTINUE;
    }

    /** Looks at the queue at once. */
    void wake() {
        claims.wake();
    }

    RunningJobs running() {
        return running;
    }

    /** Time since both loops last did their work. */
    Duration silence() {
        return claims.silence().compareTo(leases.silence()) > 0 ? claims.silence() : leases.silence();
    }

    private void claimAll() {
        boolean more = true;
        while (more && !stopping && running.freeWorkers() > 0) {
            more = queue.claim(owner, running.budget(), running.freeBytes())
                    .map(this::launch)
                    .orElse(false);
        }
    }

    private boolean launch(JobQueue.Claim claim) {
        Run run = new Run(claim.lease(), claim.job().bytes(), new RunControl());
        running.add(run);
        metrics.running(running.all().size());
        metrics.started(claim.waited());
        try {
            Thread.ofPlatform()
                    .name("job-" + claim.job().id().substring(0, 8))
                    .daemon()
                    .start(() -> work(claim, run));
        } catch (Throwable e) { // no thread to be had
            failures.broken(claim, e);
            release(run);
        }
        return true;
    }

    private void work(JobQueue.Claim claim, Run run) {
        try {
            Niceness.giveWay(niceness);
            runner.run(claim, run.control());
        } catch (Throwable e) {
            broken(claim, e);
        } finally {
            release(run);
        }
    }

    /** A job is not to blame for an outage of the database: it is handed back, as soon as that can be written. */
    private void broken(JobQueue.Claim claim, Throwable thrown) {
        if (!Outages.is(thrown)) {
            failures.broken(claim, thrown);
            return;
        }
        LOG.warn("job {} is handed back: the database is away ({})", claim.job().id(), thrown.getMessage());
        while (!stopping && !failures.handedBack(claim.lease())) {
            LockSupport.parkNanos(this, AGAIN.toNanos());
        }
    }

    private void release(Run run) {
        running.remove(run);
        metrics.running(running.all().size());
        claims.wake();
    }

    @Override
    public void stop() {
        stopping = true;
        claims.stop();
        running.all().forEach(run -> run.control().ask(Request.PAUSE));
        long deadline = System.nanoTime() + LONGEST_STOP.toNanos();
        while (!running.all().isEmpty() && System.nanoTime() < deadline) {
            LockSupport.parkNanos(this, Duration.ofMillis(5).toNanos());
        }
        running.all().forEach(this::handBackOverItsHead);
        leases.stop();
        started = false;
    }

    /** A run that did not listen: whatever it still writes will be refused. */
    private void handBackOverItsHead(Run run) {
        LOG.warn(
                "job {} did not stop and is handed back over its head",
                run.lease().jobId());
        failures.handedBack(run.lease());
    }

    @Override
    public boolean isRunning() {
        return started;
    }
}
