package dev.chainrule.analysis;

import dev.chainrule.analysis.AnalysisTable.Claim;
import dev.chainrule.job.DatabaseKind;
import dev.chainrule.job.Loop;
import dev.chainrule.web.DatabaseOutage;
import dev.chainrule.web.ProblemException;
import dev.chainrule.web.SpecReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/**
 * Computes analyses, one a thread, on threads of their own: jobs keep their workers. A stop hands back what is being computed; nothing is
 * interrupted.
 */
@Component
final class AnalysisWorkers implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(AnalysisWorkers.class);
    private static final Duration POLL = Duration.ofSeconds(1);
    private static final Duration RENEWAL = Duration.ofMillis(300);
    private static final Duration AGAIN = Duration.ofMillis(500);
    private static final long LONGEST_NANOS = Duration.ofMinutes(15).toNanos();

    private final AnalysisTable table;
    private final Analyses analyses;
    private final JsonMapper json;
    private final boolean alone;
    private final String owner = UUID.randomUUID().toString();
    private final Map<Claim, Run> running = new ConcurrentHashMap<>();
    private final List<Loop> workers = new ArrayList<>();
    private final Loop keeper = new Loop("analysis-leases", RENEWAL, this::keep);
    private volatile boolean started;
    private volatile boolean stopping;

    /** One being computed; {@code late} once its time was over. */
    private static final class Run {
        final Pace pace;
        final long began = System.nanoTime();
        volatile boolean late;

        Run(Pace pace) {
            this.pace = pace;
        }
    }

    AnalysisWorkers(
            AnalysisTable table,
            Analyses analyses,
            JsonMapper json,
            DatabaseKind database,
            @Value("${chainrule.analysis.workers:1}") int count) {
        this.table = table;
        this.analyses = analyses;
        this.json = json;
        alone = database.ofOneProcess();
        for (int i = 0; i < count; i++) {
            workers.add(new Loop("analysis-" + i, POLL, this::workOff));
        }
    }

    @Override
    public void start() {
        stopping = false;
        int orphans = table.rescue(owner, alone);
        if (orphans > 0) {
            LOG.info("{} analyses of a process that is gone were taken over", orphans);
        }
        keeper.start();
        workers.forEach(Loop::start);
        started = true;
    }

    /** Looks at the queue at once. */
    void wake() {
        workers.forEach(Loop::wake);
    }

    /** Looks at once whether what is being computed should go on. */
    void wakeKeeper() {
        keeper.wake();
    }

    private void workOff() {
        boolean more = true;
        while (more && !stopping) {
            more = table.claim(owner).map(this::compute).orElse(false);
        }
    }

    private boolean compute(AnalysisRow row) {
        Claim claim = Claim.of(row, owner);
        try {
            answer(row, claim);
        } catch (Throwable e) {
            broken(claim, e);
        } finally {
            running.remove(claim);
        }
        return true;
    }

    private void answer(AnalysisRow row, Claim claim) {
        try {
            AnalysisRequest request = read(row);
            Run run = new Run(analyses.pace(request));
            running.put(claim, run);
            try {
                table.succeed(claim, json.writeValueAsString(analyses.answer(request, run.pace)));
            } catch (StoppedException e) {
                stopped(claim, run);
            }
        } catch (ProblemException e) {
            table.fail(claim, e.code(), String.valueOf(e.getMessage()));
        } catch (ArithmeticException e) {
            table.fail(claim, "NOT_FINITE", e.getMessage() + "; the job's numbers may have diverged.");
        } catch (OutOfMemoryError e) {
            table.fail(claim, "OUT_OF_MEMORY", "There was not enough memory for it.");
        }
    }

    /** An analysis is not to blame for an outage of the database: it is handed back, as soon as that can be written. */
    private void broken(Claim claim, Throwable thrown) {
        if (!DatabaseOutage.is(thrown)) {
            LOG.error("analysis {} failed", claim.id(), thrown);
            table.fail(claim, "INTERNAL", "It could not be computed.");
            return;
        }
        LOG.warn("analysis {} is handed back: the database is away ({})", claim.id(), thrown.getMessage());
        while (!stopping && !handedBack(claim)) {
            LockSupport.parkNanos(this, AGAIN.toNanos());
        }
    }

    private boolean handedBack(Claim claim) {
        try {
            table.handBack(claim);
            return true;
        } catch (RuntimeException e) {
            LOG.debug("analysis {} could not be handed back", claim.id(), e);
            return false;
        }
    }

    private void stopped(Claim claim, Run run) {
        if (run.late) {
            table.fail(claim, "TIME_LIMIT", "It took longer than 15 minutes.");
        } else {
            table.handBack(claim);
        }
    }

    private AnalysisRequest read(AnalysisRow row) {
        List<dev.chainrule.web.Fault> faults = new ArrayList<>();
        AnalysisRequest request =
                SpecReader.readMember(json.readTree(row.request()), AnalysisRequest.class, "", faults);
        if (request == null) {
            throw ProblemException.unprocessable("POISON", faults);
        }
        return request;
    }

    private void keep() {
        running.forEach((claim, run) -> {
            run.late = run.late || System.nanoTime() - run.began > LONGEST_NANOS;
            if (!table.renew(claim, run.pace.progress()) || run.late) {
                run.pace.stop();
            }
        });
        if (table.rescue(owner, false) > 0) {
            wake();
        }
    }

    @Override
    public void stop() {
        stopping = true;
        running.values().forEach(run -> run.pace.stop());
        workers.forEach(Loop::stop);
        keeper.stop();
        started = false;
    }

    @Override
    public boolean isRunning() {
        return started;
    }
}
