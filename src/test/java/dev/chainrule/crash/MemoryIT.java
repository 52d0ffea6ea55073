package dev.chainrule.crash;

import static dev.chainrule.crash.StopIT.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.chainrule.crash.Api.Answer;
import dev.chainrule.crash.ServiceProcess.Launch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** The real service's memory, as the system sees it. */
@EnabledOnOs(value = OS.LINUX, disabledReason = "resident memory is read from /proc")
@Timeout(900)
class MemoryIT {

    /** {@code -Dchainrule.memory.jobs=1000} is the whole of it. */
    private static final int JOBS = Integer.getInteger("chainrule.memory.jobs", 120);

    private static final int WARM_UP = 120;
    private static final double MOST_GROWTH = 0.05;

    private static final String TINY = """
            {"name": "tiny", "dataset": {"generator": {"type": "iris"}}, "model": {"layers": ["dense:16:tanh"]},
             "training": {"optimizer": "adam", "epochs": 3, "seed": 1}}
            """;

    private final Path folder = Campaign.newFolder("memory");

    private static void runTiny(Api api, int jobs) {
        List<String> ids = IntStream.range(0, jobs)
                .mapToObj(i -> api.post("/jobs", TINY).orElseThrow().text("id"))
                .toList();
        ids.forEach(
                id -> assertThat(Specs.awaitEnd(api, id, Duration.ofMinutes(10)).text("state"))
                        .isEqualTo("SUCCEEDED"));
    }

    private static long residentKib(ServiceProcess service) {
        try {
            return Files.readAllLines(Path.of("/proc", Long.toString(service.pid()), "status")).stream()
                    .filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
                    .findFirst()
                    .orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void manyJobsLeaveNothingInNativeMemory() {
        // The heap is resident from the start, so that what grows is not the heap.
        Launch launch =
                Launch.of(folder.resolve("data"), "--chainrule.workers=2").withJvm("-Xms320m", "-XX:+AlwaysPreTouch");
        try (ServiceProcess service = ServiceProcess.start(launch, folder.resolve("log/1.log"));
                Api api = new Api(service.port())) {
            runTiny(api, WARM_UP);
            long before = residentKib(service);
            runTiny(api, JOBS);
            long after = residentKib(service);
            System.out.printf("resident memory: %d MiB, after %d more jobs %d MiB%n", before >> 10, JOBS, after >> 10);
            assertThat(after).isLessThanOrEqualTo((long) (before * (1 + MOST_GROWTH)));
        }
    }

    @Test
    void twoJobsThatDoNotFitTogetherWaitForEachOtherAndOneThatNeverFitsIsRefused() {
        Launch launch = Launch.of(folder.resolve("data"), "--chainrule.workers=2", "--chainrule.job.memory=24MB");
        try (ServiceProcess service = ServiceProcess.start(launch, folder.resolve("log/2.log"));
                Api api = new Api(service.port())) {
            String large = LARGE.formatted(1000, 100_000);
            Answer refused = api.post("/jobs", LARGE.formatted(3000, 1)).orElseThrow();
            assertThat(refused.status()).isEqualTo(422);
            assertThat(refused.text("code")).isEqualTo("MEMORY_ESTIMATE");
            String first = api.post("/jobs", large).orElseThrow().text("id");
            await(
                    "it runs",
                    Duration.ofSeconds(60),
                    () -> StopIT.state(api, first).equals("RUNNING"));
            String second = api.post("/jobs", large).orElseThrow().text("id");
            Answer waits = api.get("/jobs/" + second).orElseThrow();
            assertThat(waits.text("state")).isEqualTo("QUEUED");
            assertThat(waits.json().at("/queue/reason").asString())
                    .as(waits.body())
                    .isEqualTo("MEMORY");
            api.post("/jobs/" + first + "/cancel", "");
            await(
                    "the second one runs",
                    Duration.ofSeconds(30),
                    () -> StopIT.state(api, second).equals("RUNNING"));
            api.post("/jobs/" + second + "/cancel", "");
            await(
                    "and ends",
                    Duration.ofSeconds(5),
                    () -> StopIT.state(api, second).equals("CANCELLED"));
        }
    }

    private static final String LARGE = """
            {"name": "large", "dataset": {"generator": {"type": "iris"}}, "model": {"layers": ["dense:%1$d:tanh", "dense:%1$d:tanh"]},
             "training": {"optimizer": "adam", "epochs": %2$d, "seed": 1}}
            """;

    /** The process has an error thrown at it by a job; the job fails and the next one runs. */
    @Test
    void anErrorOfAJobEndsThatJobAlone() {
        String run = "public void run(JobQueue.Claim claim, RunControl control) {\n";
        String thrower = """
                String name = claim.job().name();
                if (name.equals("heap")) { long[][] all = new long[1 << 20][]; for (int i = 0; ; i++) { all[i] = new long[1 << 20]; } }
                if (name.equals("stack")) { run(claim, control); }
                if (name.equals("link")) { throw new NoClassDefFoundError("secret/Name"); }
                """;
        Path patched = new Patch()
                .replace("job/TrainingRunner.java", run, run + thrower)
                .compile();
        Launch launch =
                Launch.of(folder.resolve("data"), "--chainrule.workers=1").withPatch(patched);
        try (ServiceProcess service = ServiceProcess.start(launch, folder.resolve("log/3.log"));
                Api api = new Api(service.port())) {
            for (String name : List.of("heap", "stack", "link")) {
                String id = api.post("/jobs", TINY.replace("tiny", name))
                        .orElseThrow()
                        .text("id");
                Answer end = Specs.awaitEnd(api, id, Duration.ofSeconds(60));
                assertThat(end.text("state")).isEqualTo("FAILED");
                assertThat(end.json().at("/error/code").asString())
                        .isEqualTo(name.equals("heap") ? "OUT_OF_MEMORY" : "INTERNAL");
                assertThat(end.json().path("error").toString()).doesNotContain("secret", "Error");
                String next = api.post("/jobs", TINY).orElseThrow().text("id");
                assertThat(Specs.awaitEnd(api, next, Duration.ofSeconds(60)).text("state"))
                        .isEqualTo("SUCCEEDED");
            }
            assertThat(api.health().map(Answer::status)).contains(200);
        }
    }
}
