package dev.chainrule.crash;

import static dev.chainrule.crash.StopIT.await;
import static dev.chainrule.crash.StopIT.state;
import static dev.chainrule.crash.StopIT.steps;
import static org.assertj.core.api.Assertions.assertThat;

import dev.chainrule.crash.Api.Answer;
import dev.chainrule.crash.ServiceProcess.Launch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;

/** The disk of the real service is full, then is not; its files are damaged; its folder goes away. */
@EnabledIf(value = "limitsCanBeSet", disabledReason = "there is no prlimit here to limit a running process' files")
@Timeout(400)
class DiskIT {

    private static final Path PRLIMIT = Path.of("/usr/bin/prlimit");
    private static final String UNLIMITED = "unlimited";

    private final Path folder = Campaign.newFolder("disk");
    private final Launch launch = Launch.of(folder.resolve("data"), "--chainrule.workers=1");
    private final Specs specs = new Specs(1200);
    private int starts;

    static boolean limitsCanBeSet() {
        return Files.isExecutable(PRLIMIT);
    }

    private ServiceProcess start() {
        return ServiceProcess.start(launch, folder.resolve("log/" + ++starts + ".log"));
    }

    /** The largest a file of the process may be: writes beyond fail as they do on a full disk. */
    private static void limit(ServiceProcess service, String bytes) {
        try {
            int exit = new ProcessBuilder(
                            PRLIMIT.toString(), "--pid", Long.toString(service.pid()), "--fsize=" + bytes + ":")
                    .start()
                    .waitFor();
            assertThat(exit).isZero();
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private long databaseBytes() {
        try {
            return Files.size(folder.resolve("data/chainrule.mv.db"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void onAFullDiskNothingAcknowledgedIsLostAndWorkGoesOnWhenThereIsRoomAgain() {
        List<String> acknowledged = new ArrayList<>();
        try (ServiceProcess service = start();
                Api api = new Api(service.port())) {
            specs.measure(api);
            String medium = api.post("/jobs", specs.body(Specs.MEDIUM, "through it"))
                    .orElseThrow()
                    .text("id");
            await("it runs", Duration.ofSeconds(60), () -> steps(api, medium) > 0);

            limit(service, "0");
            assertThat(health(api)).isEqualTo(503);
            Optional<Answer> upload =
                    api.send("POST", "/api/v1/datasets?name=full", "x,y\n1,2\n3,4\n5,6\n", "Content-Type", "text/csv");
            assertThat(upload.map(Answer::status)).contains(507);
            assertThat(upload.orElseThrow().text("code")).isEqualTo("DISK_FULL");

            limit(service, Long.toString(databaseBytes()));
            boolean refused = false;
            for (int i = 0; i < 400 && !refused; i++) {
                Optional<Answer> answer = api.post("/jobs", specs.body(Specs.QUICK, "filler " + i));
                if (answer.isPresent() && answer.get().status() == 202) {
                    acknowledged.add(answer.get().text("id"));
                } else {
                    refused = true;
                    assertThat(answer.map(Answer::status).orElse(503))
                            .as(String.valueOf(answer))
                            .isIn(503, 507);
                }
            }
            System.out.printf("disk full: %d jobs acknowledged, then refused: %s%n", acknowledged.size(), refused);

            limit(service, UNLIMITED);
            long space = System.nanoTime();
            await("work goes on", Duration.ofSeconds(30), () -> {
                Optional<Answer> answer = api.post("/jobs", specs.body(Specs.QUICK, "after"));
                answer.filter(a -> a.status() == 202).ifPresent(a -> acknowledged.add(a.text("id")));
                return answer.filter(a -> a.status() == 202).isPresent() && health(api) == 200;
            });
            System.out.printf(
                    "room again: accepted and healthy after %d ms%n", (System.nanoTime() - space) / 1_000_000);
            for (String id : acknowledged) {
                assertThat(Specs.awaitEnd(api, id, Duration.ofSeconds(120)).text("state"))
                        .isEqualTo("SUCCEEDED");
            }
            Answer end = Specs.awaitEnd(api, medium, Duration.ofSeconds(120));
            assertThat(end.text("state")).as(end.body()).isEqualTo("SUCCEEDED");
            assertThat(Specs.trace(api, medium, end.text("modelId"))).isEqualTo(specs.expected(Specs.MEDIUM));
        }
        try (Remains remains = Remains.of(folder.resolve("data"), null)) {
            assertThat(remains.audit()).isEmpty();
        }
    }

    private static int health(Api api) {
        return api.health().map(Answer::status).orElse(0);
    }

    @Test
    void aDamagedFileIsSaidToBeSoAndHarmsNothingElse() {
        try (ServiceProcess service = start();
                Api api = new Api(service.port())) {
            String dataset = api.send("POST", "/api/v1/datasets?name=mine", CSV, "Content-Type", "text/csv")
                    .orElseThrow()
                    .text("id");
            String first = api.post("/jobs", ofDataset(dataset)).orElseThrow().text("id");
            String model = Specs.awaitEnd(api, first, Duration.ofSeconds(60)).text("modelId");
            flip("models");
            Answer predicted = api.post("/models/" + model + "/predict", "{\"rows\": [{\"x\": 1}]}")
                    .orElseThrow();
            assertThat(predicted.text("code")).as(predicted.body()).isEqualTo("FILE_DAMAGED");
            assertThat(predicted.body()).doesNotContain(".theta", folder.toString());

            flip("datasets");
            Answer second = api.post("/jobs", ofDataset(dataset)).orElseThrow();
            assertThat(codeOf(api, second)).as(second.body()).isEqualTo("FILE_DAMAGED");

            String other = api.post("/jobs", specs.body(Specs.QUICK, "other"))
                    .orElseThrow()
                    .text("id");
            assertThat(Specs.awaitEnd(api, other, Duration.ofSeconds(60)).text("state"))
                    .isEqualTo("SUCCEEDED");
            assertThat(api.health().map(Answer::status)).contains(200);
        }
    }

    /** Damage is found when a job is submitted, or when it reads the rest. */
    private static String codeOf(Api api, Answer submission) {
        return submission.status() == 202
                ? Specs.awaitEnd(api, submission.text("id"), Duration.ofSeconds(60))
                        .json()
                        .at("/error/code")
                        .asString()
                : submission.text("code");
    }

    private static final String CSV = "x,y\n" + "1,2\n2,4\n3,6\n4,8\n5,10\n6,12\n7,14\n8,16\n9,18\n10,20\n";

    private static String ofDataset(String id) {
        return """
                {"dataset": {"id": "%s", "target": "y"}, "model": {"layers": []}, "training": {"epochs": 3, "seed": 1}}
                """.formatted(id);
    }

    /** Changes the last byte of every file of a room. */
    private void flip(String room) {
        try (Stream<Path> files = Files.list(folder.resolve("data").resolve(room))) {
            for (Path file : files.toList()) {
                byte[] bytes = Files.readAllBytes(file);
                bytes[bytes.length - 1] ^= 1;
                Files.write(file, bytes);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void aFolderThatIsGoneIsSaidToBeSoAndTakesNothingUntilItIsBack() throws IOException {
        try (ServiceProcess service = start();
                Api api = new Api(service.port())) {
            Path data = folder.resolve("data");
            String before = api.post("/jobs", specs.body(Specs.QUICK, "before"))
                    .orElseThrow()
                    .text("id");
            Specs.awaitEnd(api, before, Duration.ofSeconds(60));
            Path away = Files.move(data, folder.resolve("away"));
            assertThat(health(api)).isEqualTo(503);
            Answer refused =
                    api.post("/jobs", specs.body(Specs.QUICK, "into nowhere")).orElseThrow();
            assertThat(refused.status()).isEqualTo(503);
            assertThat(refused.text("code")).isEqualTo("STORAGE_UNAVAILABLE");
            assertThat(service.alive()).isTrue();
            Files.move(away, data);
            await("healthy", Duration.ofSeconds(15), () -> health(api) == 200);
            String after = api.post("/jobs", specs.body(Specs.QUICK, "after"))
                    .orElseThrow()
                    .text("id");
            Specs.awaitEnd(api, after, Duration.ofSeconds(60));
            assertThat(state(api, after)).isEqualTo("SUCCEEDED");
        }
    }
}
