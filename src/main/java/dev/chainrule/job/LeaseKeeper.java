package dev.chainrule.job;

import dev.chainrule.engine.train.StopSignal.Request;
import dev.chainrule.job.JobQueue.Held;
import dev.chainrule.job.RunningJobs.Run;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The heartbeat of one process: hears what callers asked of its jobs, wherever they asked it, prolongs its leases and takes
 * jobs from processes that no longer do. It is the last thing to stop. After a pause as long as a lease, of its own or of the
 * database, it leaves everybody the time to prolong theirs before it takes any.
 */
final class LeaseKeeper {

    private static final Logger LOG = LoggerFactory.getLogger(LeaseKeeper.class);

    private final String owner;
    private final JobQueue queue;
    private final LeasedWrites writes;
    private final RunningJobs running;
    private final JobMetrics metrics;
    private final long renewalNanos;
    private final long reportNanos;
    private final long leaseNanos;
    private @Nullable Long lastRenewal;
    private long rescueFrom = System.nanoTime();
    private long lastReport = System.nanoTime();

    LeaseKeeper(
            String owner,
            JobQueue queue,
            LeasedWrites writes,
            RunningJobs running,
            JobMetrics metrics,
            JobProperties properties) {
        this.owner = owner;
        this.queue = queue;
        this.writes = writes;
        this.running = running;
        this.metrics = metrics;
        this.leaseNanos = properties.lease().toNanos();
        this.renewalNanos = properties.renewal().toNanos();
        this.reportNanos = properties.progress().toNanos();
    }

    /** One beat. */
    void beat() {
        List<Run> runs = running.all(); // before the rows are read: a job claimed in between is not a lost one
        if (!runs.isEmpty()) {
            passOnRequests(runs);
        }
        long now = System.nanoTime();
        if (lastRenewal != null && now - lastRenewal > leaseNanos) { // we were away: the others may have been too
            rescueFrom = now + leaseNanos;
        }
        if (lastRenewal == null || now - lastRenewal >= renewalNanos) {
            runs.forEach(this::renew);
            lastRenewal = now;
            if (now - rescueFrom >= 0) {
                queue.rescueExpired();
            }
            metrics.queued(queue.length());
        }
        boolean all = now - lastReport >= reportNanos;
        if (all) {
            lastReport = now;
        }
        runs.stream().filter(run -> all || run.control().reportDue()).forEach(LeaseKeeper::report);
    }

    private static void report(Run run) {
        try {
            run.control().report();
        } catch (RuntimeException e) { // told again in a second; the other runs' leases matter more
            LOG.warn("job {}: its progress could not be written", run.lease().jobId(), e);
        }
    }

    private void passOnRequests(List<Run> runs) {
        Map<Lease, JobState> held = queue.held(owner).stream()
                .collect(Collectors.toMap(h -> new Lease(h.jobId(), owner, h.token()), Held::state));
        for (Run run : runs) {
            JobState state = held.get(run.lease());
            if (state == null || state == JobState.CANCELLING) {
                run.control().ask(Request.CANCEL); // null: the lease is lost, nothing it writes counts any more
            } else if (state == JobState.PAUSING) {
                run.control().ask(Request.PAUSE);
            } else {
                run.control().askForDueCheckpoint();
            }
        }
    }

    private void renew(Run run) {
        if (!writes.renew(run.lease())) {
            run.control().ask(Request.CANCEL);
        }
    }
}
