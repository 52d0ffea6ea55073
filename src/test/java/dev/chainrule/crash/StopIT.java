package dev.chainrule.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chainrule.crash.Api.Answer;
import dev.chainrule.crash.ServiceProcess.Launch;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** The real service is asked to stop, is killed by a job of its own, and a job of it is cancelled. */
@EnabledOnOs(value = OS.LINUX, disabledReason = "processes are stopped by signals")
@Timeout(300)
class StopIT {

    private static final int READERS = 50;
    private static final String POISON =
            "if (claim.job().name().equals(\"poison\")) { Runtime.getRuntime().halt(137); }";

    private final Path folder = Campaign.newFolder("stop");
    private final Specs specs = new Specs(1200);
    private int starts;

    private ServiceProcess start(Launch launch) {
        return ServiceProcess.start(launch, folder.resolve("log/" + ++starts + ".log"));
    }

    private String submit(Api api, String spec, String name) {
        return api.post("/jobs", specs.body(spec, name)).orElseThrow().text("id");
    }

    static void await(String what, Duration patience, BooleanSupplier condition) {
        long deadline = System.nanoTime() + patience.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime())
                    .as("not within " + patience + ": " + what)
                    .isLessThan(deadline);
            LockSupport.parkNanos(20_000_000);
        }
    }

    static long steps(Api api, String id) {
        return api.get("/jobs/" + id)
                .map(answer -> answer.json().at("/progress/step").asLong())
                .orElse(0L);
    }

    static String state(Api api, String id) {
        return api.get("/jobs/" + id).map(answer -> answer.text("state")).orElse("");
    }

    @Test
    void aStopHandsJobsBackAndEndsStreamsWithinTwentySecondsAndIsNoAttempt() throws InterruptedException {
        Launch launch = Launch.of(folder.resolve("data"), "--chainrule.workers=2");
        List<String> jobs = new ArrayList<>();
        CountDownLatch ended = new CountDownLatch(READERS);
        try (ServiceProcess service = start(launch);
                Api api = new Api(service.port())) {
            jobs.add(submit(api, Specs.ENDLESS, "first"));
            jobs.add(submit(api, Specs.ENDLESS, "second"));
            jobs.forEach(id -> await("running", Duration.ofSeconds(60), () -> steps(api, id) > 0));
            CountDownLatch open = new CountDownLatch(READERS);
            for (int i = 0; i < READERS; i++) {
                read(api, jobs.get(i % 2), open, ended);
            }
            assertThat(open.await(30, TimeUnit.SECONDS)).isTrue();

            long before = System.nanoTime();
            service.signal("TERM");

            assertThat(service.awaitExit(Duration.ofSeconds(20)))
                    .as(service.log())
                    .isTrue();
            System.out.printf(
                    "stop with 2 jobs and %d streams: %d ms%n", READERS, (System.nanoTime() - before) / 1_000_000);
            assertThat(service.exit()).isEqualTo(143);
            assertThat(service.log()).as("each run stops by itself").doesNotContain("handed back over its head");
            assertThat(ended.await(5, TimeUnit.SECONDS)).isTrue();
            assertThat(service.log()).doesNotContain(" ERROR ");
        }
        try (ServiceProcess service = start(launch.with("--chainrule.role=server"));
                Api api = new Api(service.port())) {
            for (String id : jobs) {
                Answer job = api.get("/jobs/" + id).orElseThrow();
                assertThat(job.text("state")).isEqualTo("QUEUED");
                assertThat(job.json().path("attempt").asInt()).isZero();
                assertThat(job.json().at("/progress/step").asLong()).isPositive();
            }
        }
    }

    private static void read(Api api, String job, CountDownLatch open, CountDownLatch ended) {
        Thread.ofVirtual().start(() -> {
            try (var lines = api.events(job, "every=100")) {
                open.countDown();
                lines.forEach(line -> {});
            } catch (IOException | RuntimeException e) {
                // Cut off: ended as well.
            } finally {
                ended.countDown();
            }
        });
    }

    @Test
    void aJobThatKillsItsWorkerThreeTimesIsGivenUpAndTheNextOneRuns() {
        Path patched = new Patch()
                .replace("job/TrainingRunner.java", RUN, RUN + POISON)
                .compile();
        List<String> ends = poison(patched, 4);
        assertThat(ends).containsExactly("FAILED", "CRASHED", "SUCCEEDED");
    }

    private static final String RUN = "public void run(JobQueue.Claim claim, RunControl control) {\n";

    /** The control: were attempts counted when they fail, a crash would never count. */
    @Test
    void wereAttemptsCountedWhenTheyFailAPoisonedJobWouldKillForEver() {
        Path patched = new Patch()
                .replace("job/TrainingRunner.java", RUN, RUN + POISON)
                .replace("job/JobQueue.java", "attempt = attempt + 1, ", "")
                .compile();
        assertThat(poison(patched, 4)).first().isNotEqualTo("FAILED");
    }

    /** State and error of a job that halts the process, and the state of the one after it, after so many starts. */
    private List<String> poison(Path patched, int most) {
        Launch launch =
                Launch.of(folder.resolve("data"), "--chainrule.workers=1").withPatch(patched);
        String id = "";
        String next = "";
        for (int i = 0; i < most; i++) {
            try (ServiceProcess service = ServiceProcess.launch(launch, folder.resolve("log/" + ++starts + ".log"))) {
                if (!service.awaitReady()) {
                    continue; // it took the job, and died, before it was ready
                }
                try (Api api = new Api(service.port())) {
                    if (id.isEmpty()) {
                        next = submit(api, Specs.ENDLESS, "worker is busy");
                        id = submit(api, Specs.QUICK, "poison");
                        String after = submit(api, Specs.QUICK, "next");
                        api.post("/jobs/" + next + "/cancel", "");
                        next = after;
                    }
                    String poison = id;
                    String last = next;
                    await(
                            "crash or end",
                            Duration.ofSeconds(60),
                            () -> !service.alive()
                                    || (state(api, poison).equals("FAILED")
                                            && state(api, last).equals("SUCCEEDED")));
                    if (service.alive()) {
                        Answer job = api.get("/jobs/" + id).orElseThrow();
                        return List.of(
                                job.text("state"), job.json().at("/error/code").asString(), state(api, next));
                    }
                }
            }
        }
        return List.of("still killing");
    }
}
