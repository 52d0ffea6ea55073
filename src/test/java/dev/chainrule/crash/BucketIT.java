package dev.chainrule.crash;

import static dev.chainrule.crash.StopIT.await;
import static dev.chainrule.crash.StopIT.state;
import static dev.chainrule.crash.StopIT.steps;
import static org.assertj.core.api.Assertions.assertThat;

import dev.chainrule.crash.Api.Answer;
import dev.chainrule.crash.ServiceProcess.Launch;
import dev.chainrule.storage.Bucket;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Several processes on one PostgreSQL and one bucket, each with a folder of its own. */
@EnabledOnOs(
        value = OS.LINUX,
        architectures = "amd64",
        disabledReason = "the PostgreSQL on the test class path is for linux-amd64")
@Timeout(300)
class BucketIT {

    private static final String ROWS = "x,y,kind\n" + "0,0,no\n0,1,yes\n1,0,yes\n1,1,no\n".repeat(30);

    private static final String JOB = """
            {"name": "%s", "dataset": {"id": "%s", "target": "kind"}, "model": {"layers": ["dense:16:tanh"]},
             "training": {"optimizer": "momentum:0.1:0.9", "epochs": %d, "seed": 3}, "monitor": {"every": 1000},
             "checkpoints": {"everySeconds": 1}}
            """;

    private final Path folder = Campaign.newFolder("bucket");

    private ServiceProcess start(String name, String role, Bucket bucket, String database) {
        Launch launch = Launch.of(
                        folder.resolve(name),
                        "--spring.datasource.url=" + database,
                        "--spring.datasource.username=postgres",
                        "--spring.datasource.hikari.maximum-pool-size=6",
                        "--chainrule.job.lease=3s",
                        "--chainrule.job.renewal=1s",
                        "--chainrule.role=" + role,
                        "--chainrule.storage.bucket.name=" + Bucket.NAME,
                        "--chainrule.storage.bucket.endpoint=" + bucket.address())
                .withJvm("-Daws.accessKeyId=" + Bucket.KEY, "-Daws.secretAccessKey=secret");
        return ServiceProcess.start(launch, folder.resolve("log/" + name + ".log"));
    }

    private static String submit(Api api, String name, String dataset, int epochs) {
        return api.post("/jobs", JOB.formatted(name, dataset, epochs))
                .orElseThrow()
                .text("id");
    }

    /** One takes the data, another trains and is killed, a third goes on from the checkpoint, and the first knows the model. */
    @Test
    void dataCheckpointsAndModelsGoThroughTheBucket() throws IOException {
        try (Bucket bucket = new Bucket();
                EmbeddedPostgres postgres = EmbeddedPostgres.start()) {
            String database = postgres.getJdbcUrl("postgres", "postgres");
            try (ServiceProcess server = start("server", "server", bucket, database);
                    Api api = new Api(server.port())) {
                String dataset = api.send("POST", "/api/v1/datasets?name=xor", ROWS, "Content-Type", "text/csv")
                        .orElseThrow()
                        .text("id");
                String endless = submit(api, "endless", dataset, 1_000_000);
                try (ServiceProcess worker = start("first", "worker", bucket, database)) {
                    await(
                            "a second checkpoint lies in the bucket, so that the first is known to the database",
                            Duration.ofSeconds(60),
                            () -> bucket.names().stream()
                                            .filter(name -> name.startsWith("checkpoints/"))
                                            .count()
                                    > 1);
                    worker.kill();
                }
                long before = steps(api, endless);
                try (ServiceProcess worker = start("second", "worker", bucket, database)) {
                    assertThat(worker.log()).isNotEmpty();
                    await("it goes on", Duration.ofSeconds(60), () -> steps(api, endless) > before);
                    assertThat(bucket.read()).anyMatch(name -> name.startsWith("checkpoints/"));
                    api.post("/jobs/" + endless + "/cancel", "");
                    String job = submit(api, "short", dataset, 200);
                    await(
                            "it ends",
                            Duration.ofSeconds(60),
                            () -> state(api, job).equals("SUCCEEDED"));
                    Answer model = api.get("/jobs/" + job).orElseThrow();
                    Answer answer = api.post(
                                    "/models/" + model.text("modelId") + "/predict", "{\"rows\":[{\"x\":0,\"y\":1}]}")
                            .orElseThrow();
                    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
                    assertThat(answer.json().at("/predictions/0/kind").asString())
                            .isEqualTo("yes");
                }
            }
        }
    }
}
