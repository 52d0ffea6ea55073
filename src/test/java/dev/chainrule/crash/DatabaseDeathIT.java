package dev.chainrule.crash;

import static dev.chainrule.crash.StopIT.await;
import static dev.chainrule.crash.StopIT.state;
import static dev.chainrule.crash.StopIT.steps;
import static org.assertj.core.api.Assertions.assertThat;

import dev.chainrule.crash.Api.Answer;
import dev.chainrule.crash.ServiceProcess.Launch;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** PostgreSQL is killed while jobs come in and run, stays away, and comes back; the service is never restarted. */
@EnabledOnOs(
        value = OS.LINUX,
        architectures = "amd64",
        disabledReason = "the PostgreSQL on the test class path is for linux-amd64")
@Timeout(600)
class DatabaseDeathIT {

    /** {@code -Dchainrule.cluster.outage=60} is the whole of it. */
    private static final int OUTAGE_SECONDS = Integer.getInteger("chainrule.cluster.outage", 5);

    private static final int BEFORE_THE_KILL = 20;
    private static final Duration WORKING_AGAIN = Duration.ofSeconds(15);

    private final Path folder = Campaign.newFolder("death");
    private final Specs specs = new Specs(1200);
    private final List<String> acknowledged = new ArrayList<>();

    /** Durable as PostgreSQL is by itself; for tests it comes with commits that it may forget and files that are not forced. */
    private EmbeddedPostgres postgres(int port) throws IOException {
        return postgres(port, "on");
    }

    private EmbeddedPostgres postgres(int port, String synchronous) throws IOException {
        return EmbeddedPostgres.builder()
                .setDataDirectory(folder.resolve("postgres"))
                .setCleanDataDirectory(false)
                .setServerConfig("fsync", "on")
                .setServerConfig("full_page_writes", "on")
                .setServerConfig("synchronous_commit", synchronous)
                .setServerConfig("wal_writer_delay", "10s") // what nobody waits for reaches the disk late
                .setPort(port)
                .start();
    }

    private static void isDurable(EmbeddedPostgres postgres) throws SQLException {
        try (Connection connection = postgres.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            for (String setting : List.of("fsync", "full_page_writes", "synchronous_commit")) {
                try (ResultSet row = statement.executeQuery("show " + setting)) {
                    row.next();
                    assertThat(row.getString(1)).as(setting).isEqualTo("on");
                }
            }
        }
    }

    private static void checkpoint(EmbeddedPostgres postgres) throws SQLException {
        try (Connection connection = postgres.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("checkpoint");
        }
    }

    private Optional<Answer> submit(Api api, String key) {
        Optional<Answer> answer = api.post("/jobs", specs.body(Specs.QUICK, key), "Idempotency-Key", key);
        answer.filter(a -> a.status() == 202).ifPresent(a -> acknowledged.add(a.text("id")));
        return answer;
    }

    @Test
    void aDatabaseKilledAndAwayLosesNothingAndNeedsNoRestart() throws Exception {
        EmbeddedPostgres first = postgres(0);
        isDurable(first);
        String url = first.getJdbcUrl("postgres", "postgres");
        Launch launch = Launch.of(
                folder.resolve("data"), "--spring.datasource.url=" + url, "--spring.datasource.username=postgres");
        try (ServiceProcess service = ServiceProcess.start(launch, folder.resolve("log/1.log"));
                Api api = new Api(service.port())) {
            specs.measure(api);
            String medium = api.post("/jobs", specs.body(Specs.MEDIUM, "through it"))
                    .orElseThrow()
                    .text("id");
            await("it runs", Duration.ofMinutes(1), () -> steps(api, medium) > 0);
            for (int i = 0; i < BEFORE_THE_KILL; i++) {
                submit(api, "before-" + i);
            }
            ClusterIT.signal(ClusterIT.server(first), "KILL");
            assertThat(submit(api, "during").map(Answer::status).orElse(503)).isEqualTo(503);
            service.awaitExit(Duration.ofSeconds(OUTAGE_SECONDS));
            first.close();
            try (EmbeddedPostgres second = postgres(first.getPort())) {
                long back = System.nanoTime();
                await(
                        "it accepts",
                        WORKING_AGAIN,
                        () -> submit(api, "during")
                                .filter(a -> a.status() == 202)
                                .isPresent());
                double accepts = (System.nanoTime() - back) / 1e9;
                long seen = steps(api, medium);
                await(
                        "it works",
                        Duration.ofMinutes(2),
                        () -> steps(api, medium) > seen || state(api, medium).equals("SUCCEEDED"));
                System.out.printf(
                        "PostgreSQL killed and away for %d s: accepts jobs after %.1f s, the interrupted run goes on after %.1f s%n",
                        OUTAGE_SECONDS, accepts, (System.nanoTime() - back) / 1e9);
                everythingEnds(api, medium);
                assertThat(service.alive()).isTrue();
            }
        }
    }

    /** The control: a PostgreSQL that answers before its commits are written forgets jobs that were acknowledged. */
    @Test
    @EnabledIfSystemProperty(
            named = "chainrule.crash.controls",
            matches = "all",
            disabledReason = "takes a while: -Pcrash")
    void aDatabaseThatAnswersBeforeItHasWrittenForgetsAcknowledgedJobs() throws Exception {
        EmbeddedPostgres first = postgres(0, "off");
        Launch launch = Launch.of(
                folder.resolve("data"),
                "--spring.datasource.url=" + first.getJdbcUrl("postgres", "postgres"),
                "--spring.datasource.username=postgres",
                "--chainrule.role=server");
        try (ServiceProcess service = ServiceProcess.start(launch, folder.resolve("log/2.log"));
                Api api = new Api(service.port())) {
            checkpoint(first); // what came before stays
            for (int i = 0; i < BEFORE_THE_KILL; i++) {
                submit(api, "forgotten-" + i);
            }
            assertThat(acknowledged).hasSize(BEFORE_THE_KILL);
            ClusterIT.signal(ClusterIT.server(first), "KILL");
            first.close();
            try (EmbeddedPostgres second = postgres(first.getPort(), "off")) {
                assertThat(second.getPort()).isEqualTo(first.getPort());
                await(
                        "it answers",
                        Duration.ofMinutes(1),
                        () -> api.get("/jobs").filter(a -> a.status() == 200).isPresent());
                assertThat(acknowledged)
                        .anySatisfy(id -> assertThat(
                                        api.get("/jobs/" + id).orElseThrow().status())
                                .isEqualTo(404));
            }
        }
    }

    private void everythingEnds(Api api, String medium) {
        for (String id : acknowledged) {
            Answer end = Specs.awaitEnd(api, id, Duration.ofMinutes(3));
            assertThat(end.text("state")).as(end.body()).isEqualTo("SUCCEEDED");
            assertThat(Specs.trace(api, id, end.text("modelId"))).isEqualTo(specs.expected(Specs.QUICK));
        }
        Answer end = Specs.awaitEnd(api, medium, Duration.ofMinutes(3));
        assertThat(end.text("state")).as(end.body()).isEqualTo("SUCCEEDED");
        assertThat(Specs.trace(api, medium, end.text("modelId"))).isEqualTo(specs.expected(Specs.MEDIUM));
    }
}
