package dev.chainrule.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chainrule.engine.train.StopSignal.Request;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.springframework.boot.health.contributor.Status;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.util.unit.DataSize;

class WorkersTest {

    private static final JobDatabase DATABASE = JobDatabase.h2();
    private static final long BUDGET = 100;

    private final Map<String, JobRunner> runners = new ConcurrentHashMap<>();
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final JobMetrics metrics = new JobMetrics(registry);
    private Workers workers = workers(2);

    @BeforeEach
    void start() {
        DATABASE.jdbc.sql("delete from job").update();
    }

    @AfterEach
    void stop() {
        runners.clear();
        workers.stop();
    }

    private Workers workers(int count) {
        return workers(count, 0);
    }

    private Workers workers(int count, int niceness) {
        JobProperties properties = new JobProperties(
                Duration.ofSeconds(15),
                Duration.ofSeconds(5),
                Duration.ofSeconds(60),
                Duration.ofMillis(5),
                Duration.ofSeconds(1),
                DataSize.ofBytes(BUDGET),
                2,
                false,
                niceness);
        Failures failures = new Failures(DATABASE.writes, metrics);
        try {
            return new Workers(
                    DATABASE.queue,
                    DATABASE.writes,
                    this::run,
                    failures,
                    metrics,
                    properties,
                    new MemoryBudget(properties),
                    new DatabaseKind(DATABASE.source),
                    new Crew(count, Role.ALL));
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Does what the test has in store for the job; else succeeds at once. */
    private void run(JobQueue.Claim claim, RunControl control) throws Exception {
        JobRunner runner;
        synchronized (runners) { // a job may be claimed before its test has said what it does
            runner = runners.get(claim.job().id());
        }
        if (runner != null) {
            runner.run(claim, control);
        } else {
            DATABASE.writes.succeed(claim.lease(), s -> Ending.NONE);
        }
    }

    /** Trains until it is told to stop, as the trainer does. */
    private void trainUntilAsked(JobQueue.Claim claim, RunControl control) {
        Request request = control.poll();
        while (request == Request.CONTINUE || request == Request.CHECKPOINT) {
            LockSupport.parkNanos(100_000);
            request = runners.isEmpty() ? Request.CANCEL : control.poll();
        }
        DATABASE.writes.handBack(claim.lease(), s -> Ending.NONE);
    }

    private String submitEndless(long bytes) {
        synchronized (runners) {
            String id = DATABASE.submit(0, bytes);
            runners.put(id, this::trainUntilAsked);
            return id;
        }
    }

    @Test
    void aSubmissionWakesTheWorkersAtOnce() {
        workers.start(); // looks at the queue of itself once a minute
        DATABASE.await("first look", () -> workers.silence().compareTo(Duration.ofSeconds(1)) < 0);
        for (int i = 0; i < 20; i++) {
            String id = DATABASE.submit();
            workers.wake();
            DATABASE.awaitState(id, JobState.SUCCEEDED);
        }
        assertThat(registry.timer("chainrule.jobs.start.latency").count()).isEqualTo(20);
    }

    @Test
    void anErrorOfOneJobLeavesTheOthersAlone() {
        Map<Throwable, String> codes = Map.of(
                new OutOfMemoryError("fault hook"), "OUT_OF_MEMORY",
                new StackOverflowError(), "INTERNAL",
                new LinkageError("secret"), "INTERNAL",
                new IllegalStateException("secret"), "INTERNAL");
        String endless = submitEndless(1);
        workers.start();
        DATABASE.awaitState(endless, JobState.RUNNING);
        codes.forEach((thrown, code) -> {
            String id;
            synchronized (runners) {
                id = DATABASE.submit();
                runners.put(id, (claim, control) -> sneak(thrown));
            }
            String next = DATABASE.submit();
            workers.wake();
            DATABASE.awaitState(id, JobState.FAILED);
            JobError error = Optional.ofNullable(
                            DATABASE.table.find(id).orElseThrow().error())
                    .orElseThrow();
            assertThat(error.code()).isEqualTo(code);
            assertThat(error.message()).doesNotContain("secret", "Error");
            DATABASE.awaitState(next, JobState.SUCCEEDED);
        });
        assertThat(DATABASE.stateOf(endless)).isEqualTo(JobState.RUNNING);
    }

    @SuppressWarnings("unchecked")
    private static <T extends Throwable> void sneak(Throwable thrown) throws T {
        throw (T) thrown;
    }

    @Test
    void aDatabaseOutageHandsTheJobBackAndIsNoAttempt() {
        AtomicInteger runs = new AtomicInteger();
        String id = DATABASE.submit();
        runners.put(id, (claim, control) -> {
            if (runs.incrementAndGet() == 1) {
                throw new DataAccessResourceFailureException("away");
            }
            DATABASE.writes.succeed(claim.lease(), s -> Ending.NONE);
        });
        workers.start();
        DATABASE.awaitState(id, JobState.SUCCEEDED);
        assertThat(runs).hasValue(2);
        assertThat(DATABASE.table.find(id).orElseThrow().attempt()).isEqualTo(1);
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void aThreadThatTrainsGivesWayToAllOthersAsFarAsItIsTold() throws IOException {
        int usual = niceOfThisThread();
        for (int more : new int[] {0, 3}) {
            workers = workers(1, more);
            AtomicInteger seen = new AtomicInteger();
            String id = DATABASE.submit();
            runners.put(id, (claim, control) -> {
                seen.set(niceOfThisThread());
                DATABASE.writes.succeed(claim.lease(), s -> Ending.NONE);
            });
            workers.start();
            DATABASE.awaitState(id, JobState.SUCCEEDED);
            workers.stop();
            assertThat(seen).hasValue(Math.min(usual + more, 19));
        }
        assertThat(niceOfThisThread()).isEqualTo(usual);
    }

    /** The nineteenth field of proc_pid_stat(5); the second, a name, may have blanks. */
    private static int niceOfThisThread() throws IOException {
        String stat = Files.readString(Path.of("/proc/thread-self/stat"));
        return Integer.parseInt(stat.substring(stat.lastIndexOf(')') + 2).split(" ")[16]);
    }

    @Test
    void everyChangeOfAJobIsTold() {
        DATABASE.news.clear();
        String id = DATABASE.submit();
        workers.start();
        DATABASE.awaitState(id, JobState.SUCCEEDED);
        assertThat(DATABASE.news).hasSizeGreaterThanOrEqualTo(3).containsOnly(id);
    }

    @Test
    void aServerTrainsNothing() {
        assertThat(new Crew(4, Role.SERVER).workers()).isZero();
        assertThat(new Crew(4, Role.WORKER).workers()).isEqualTo(4);
        assertThat(new Crew(0, Role.ALL).workers()).isPositive();
    }

    @Test
    void twoJobsThatDoNotFitTogetherRunOneAfterTheOther() {
        String first = submitEndless(BUDGET / 2 + 1);
        String second = submitEndless(BUDGET / 2);
        String small = submitEndless(1);
        workers.start();
        DATABASE.awaitState(first, JobState.RUNNING);
        workers.wake();
        DATABASE.await("a look at the queue", () -> workers.running().freeBytes() < BUDGET / 2);
        assertThat(DATABASE.stateOf(second)).isEqualTo(JobState.QUEUED);
        assertThat(DATABASE.stateOf(small)).as("does not overtake").isEqualTo(JobState.QUEUED);
        DATABASE.states.change(first, JobService::cancelled, s -> Ending.NONE);
        DATABASE.awaitState(second, JobState.RUNNING);
        DATABASE.awaitState(small, JobState.RUNNING);
    }

    @Test
    void aRequestMadeAtAnotherInstanceReachesTheRun() {
        String cancelled = submitEndless(1);
        String paused = submitEndless(1);
        workers.start();
        DATABASE.awaitState(cancelled, JobState.RUNNING);
        DATABASE.awaitState(paused, JobState.RUNNING);
        DATABASE.states.change(cancelled, JobService::cancelled, s -> Ending.NONE);
        DATABASE.states.change(paused, JobService::paused, s -> Ending.NONE);
        DATABASE.awaitState(cancelled, JobState.CANCELLED);
        DATABASE.awaitState(paused, JobState.PAUSED);
    }

    @Test
    void aRunWhoseLeaseWasLostStopsAndWritesNothing() {
        String id = submitEndless(1);
        workers.start();
        DATABASE.awaitState(id, JobState.RUNNING);
        DATABASE.jdbc
                .sql("update job set token = token + 1, owner = 'somebody else', lease_until = current_timestamp"
                        + " + interval '1' hour where id = :id")
                .param("id", id)
                .update();
        DATABASE.await("the run stops", () -> workers.running().all().isEmpty());
        assertThat(DATABASE.stateOf(id)).isEqualTo(JobState.RUNNING);
        assertThat(DATABASE.queue.held("somebody else")).hasSize(1);
    }

    @Test
    void aStopHandsJobsBackWithoutAnAttempt() {
        String id = submitEndless(1);
        workers.start();
        DATABASE.awaitState(id, JobState.RUNNING);
        workers.stop();
        JobRow row = DATABASE.table.find(id).orElseThrow();
        assertThat(row.state()).isEqualTo(JobState.QUEUED);
        assertThat(row.attempt()).isZero();
        assertThat(DATABASE.transitions(id))
                .extracting(JobTable.Transition::state)
                .containsExactly(JobState.QUEUED, JobState.RUNNING, JobState.QUEUED);
        workers = workers(2);
        workers.start();
        DATABASE.awaitState(id, JobState.RUNNING);
    }

    /** One that is still preparing, say, and reads no request. Takes as long as a stop waits. */
    @Test
    void aStopHandsBackARunThatDoesNotListen() {
        AtomicBoolean deaf = new AtomicBoolean(true);
        String id = DATABASE.submit();
        runners.put(id, (claim, control) -> {
            while (deaf.get()) {
                LockSupport.parkNanos(1_000_000);
            }
            DATABASE.writes.succeed(claim.lease(), s -> Ending.NONE);
        });
        workers.start();
        DATABASE.awaitState(id, JobState.RUNNING);

        workers.stop();

        JobRow row = DATABASE.table.find(id).orElseThrow();
        assertThat(row.state()).isEqualTo(JobState.QUEUED);
        assertThat(row.attempt()).isZero();
        deaf.set(false);
        DATABASE.await("the run ends", () -> workers.running().all().isEmpty());
        assertThat(DATABASE.stateOf(id)).as("its end is refused").isEqualTo(JobState.QUEUED);
    }

    @Test
    void aNewProcessTakesOverWhatADeadOneLeft() {
        String id = submitEndless(1);
        DATABASE.claim("the process before");
        workers.start();
        DATABASE.await("claimed again", () -> !workers.running().all().isEmpty());
        assertThat(DATABASE.table.find(id).orElseThrow().attempt()).isEqualTo(2);
    }

    @Test
    void healthIsDownWhenNoTurnCameRoundForALease() {
        JobProperties impatient = new JobProperties(
                Duration.ZERO,
                Duration.ofSeconds(-1),
                Duration.ofSeconds(1),
                Duration.ofMillis(200),
                Duration.ofSeconds(1),
                null,
                2,
                false,
                0);
        assertThat(new JobHealth(workers, impatient).health().getStatus()).isEqualTo(Status.DOWN);
        assertThat(new JobHealth(workers, JobProperties.defaults()).health().getStatus())
                .isEqualTo(Status.UP);
    }
}
