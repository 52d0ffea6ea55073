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
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Several processes on one PostgreSQL and one folder. */
@EnabledOnOs(
        value = OS.LINUX,
        architectures = "amd64",
        disabledReason = "the PostgreSQL on the test class path is for linux-amd64")
@Timeout(600)
class ClusterIT {

    /** {@code -Dchainrule.cluster.jobs=10000} is the whole of it. */
    private static final int JOBS = Integer.getInteger("chainrule.cluster.jobs", 300);

    private static final int OUTAGE_SECONDS = Integer.getInteger("chainrule.cluster.outage", 20);
    private static final int MEDIUM_EPOCHS = 1200;
    private static final int TRIES = 5;
    private static final Set<String> PAUSED_OR_THROUGH = Set.of("PAUSED", "SUCCEEDED");

    /** What undisturbed runs leave is the same in every test: the first that asks measures it. */
    private static final Specs SPECS = new Specs(MEDIUM_EPOCHS);

    private static EmbeddedPostgres postgres;

    private final Path folder = Campaign.newFolder("cluster");
    private String url;
    private int starts;

    @BeforeAll
    static void startPostgres() throws IOException {
        postgres = EmbeddedPostgres.start();
    }

    @AfterAll
    static void stopPostgres() throws IOException {
        postgres.close();
    }

    @BeforeEach
    void newDatabase() throws Exception {
        String name = "cluster" + System.nanoTime();
        try (var connection = postgres.getPostgresDatabase().getConnection();
                var statement = connection.createStatement()) {
            statement.execute("create database " + name);
        }
        url = postgres.getJdbcUrl("postgres", name);
    }

    private Launch launch(String role) {
        return Launch.of(
                folder.resolve("data"),
                "--spring.datasource.url=" + url,
                "--spring.datasource.username=postgres",
                "--spring.datasource.hikari.maximum-pool-size=6",
                "--chainrule.job.lease=3s",
                "--chainrule.job.renewal=1s",
                "--chainrule.role=" + role);
    }

    private ServiceProcess start(Launch launch) {
        return ServiceProcess.launch(launch, folder.resolve("log/" + ++starts + ".log"));
    }

    private static Api ready(ServiceProcess service) {
        assertThat(service.awaitReady()).as(service.log()).isTrue();
        return new Api(service.port());
    }

    private String submit(Api api, String spec, String name) {
        return api.post("/jobs", SPECS.body(spec, name)).orElseThrow().text("id");
    }

    private List<String> remains() {
        try (Remains remains = Remains.of(folder.resolve("data"), url)) {
            return remains.audit();
        }
    }

    /** A server that trains nothing, a worker that answers nobody: cancel, pause and events go through the database. */
    @Test
    void oneInstanceAnswersForWhatAnotherTrains() throws Exception {
        try (ServiceProcess server = start(launch("server"));
                Api api = ready(server);
                ServiceProcess worker = start(launch("worker"));
                Api closed = ready(worker)) {
            assertThat(closed.get("/jobs").map(Answer::status)).contains(503);
            assertThat(closed.health().map(Answer::status)).contains(200);
            String endless = submit(api, Specs.ENDLESS, "endless");
            await(
                    "another process runs it",
                    Duration.ofSeconds(20),
                    () -> state(api, endless).equals("RUNNING"));
            CompletableFuture<Long> told = CompletableFuture.supplyAsync(() -> lines(api, endless));
            await("rows", Duration.ofSeconds(20), () -> steps(api, endless) > 0);
            long before = System.nanoTime();
            assertThat(api.post("/jobs/" + endless + "/cancel", "").map(Answer::status))
                    .contains(202);
            await("it stops", Duration.ofSeconds(5), () -> state(api, endless).equals("CANCELLED"));
            System.out.printf("cancelled from another process in %d ms%n", (System.nanoTime() - before) / 1_000_000);
            assertThat(told.join()).isPositive();
        }
        assertThat(remains()).isEmpty();
    }

    /** Events named history, to the end of the stream. */
    private static long lines(Api api, String id) {
        try (Stream<String> lines = api.events(id, "series=loss&every=10")) {
            return lines.filter("event: history"::equals).count();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void aWorkerThatWasFrozenForTwoLeasesChangesNothingAfterwards() {
        assertThat(freeze(null, null)).isEmpty();
    }

    @Test
    void aWorkerThatWakesWhenItsJobIsPausedWritesNothing() {
        assertThat(freeze(null, Duration.ofSeconds(3))).isEmpty();
    }

    /**
     * The control: without tokens the frozen worker writes on. It is looked at while the job is paused: two that compute the same
     * side by side may leave what one would have left.
     */
    @Test
    void withoutFencingTheFrozenWorkerBreaksWhatTheOtherWrites() {
        Path patched = new Patch()
                .replace(
                        "job/LeasedWrites.java",
                        " where id = :id and token = :token and",
                        " where id = :id and :token > 0 and")
                .replace("job/JobStateTable.java", "(:token = -1 or token = :token)", "(:token > -2)")
                .replace("job/LeaseKeeper.java", "state == null || state ==", "state ==")
                .replace(
                        "job/LeaseKeeper.java",
                        "!writes.renew(run.lease())",
                        "!writes.renew(run.lease()) && renewalNanos < 0")
                .replace("history/RunTable.java", "and token <= :token\"", "and :token > 0\"")
                .replace(
                        "history/RunTable.java",
                        "run_no = :runNo and token = :token for update",
                        "run_no = :runNo and :token > 0 for update")
                .replace(
                        "history/Histories.java",
                        ".filter(run -> run.token() == token)",
                        ".filter(run -> run.token() > 0)")
                .compile();
        List<String> wrong = List.of();
        for (int i = 0;
                i < TRIES && wrong.isEmpty();
                i++) { // frozen within a transaction, it may be through with it by then
            wrong = freeze(patched, Duration.ofSeconds(20));
        }
        assertThat(wrong).isNotEmpty();
    }

    /**
     * What is wrong after the first worker was frozen while it held a job, and woke when a second one had it.
     *
     * @param paused how long the first is awake while the job is paused; null: it wakes while the second works
     */
    private List<String> freeze(
            @org.jspecify.annotations.Nullable Path patched, @org.jspecify.annotations.Nullable Duration paused) {
        Launch all = patched == null ? launch("all") : launch("all").withPatch(patched);
        List<String> wrong = new ArrayList<>();
        try (ServiceProcess first = start(all.with("--chainrule.workers=1"));
                Api api = ready(first);
                ServiceProcess second = start(launchSecond(all))) {
            SPECS.measure(api);
            String id = submit(api, Specs.MEDIUM, "frozen");
            await("a checkpoint", Duration.ofSeconds(30), () -> steps(api, id) > 2000);
            first.signal("STOP");
            try (Api other = ready(second)) {
                await("taken over", Duration.ofSeconds(60), () -> attempt(other, id) == 2);
                if (paused != null) {
                    wrong.addAll(wakeWhilePaused(first, api, other, id, paused));
                    if (!wrong.isEmpty()) {
                        return wrong;
                    }
                } else {
                    first.signal("CONT");
                }
                Specs.awaitEnd(other, id, Duration.ofSeconds(120));
                Answer end = other.get("/jobs/" + id).orElseThrow();
                if (!end.text("state").equals("SUCCEEDED")) {
                    wrong.add("it ended as " + end.body());
                } else if (other.csv(id).isEmpty()) {
                    wrong.add("its history cannot be read");
                } else if (!Specs.trace(other, id, end.text("modelId")).equals(SPECS.expected(Specs.MEDIUM))) {
                    wrong.add("it left something else");
                }
                await(
                        "the woken one works on",
                        Duration.ofSeconds(30),
                        () -> api.health()
                                .filter(answer -> answer.status() == 200)
                                .isPresent());
                if (first.log().contains(" ERROR ") || second.log().contains(" ERROR ")) {
                    wrong.add("an error was logged");
                }
            }
        }
        wrong.addAll(remains());
        return wrong;
    }

    /** What changes while the job is paused and the first worker is awake again; leaves it going on where nothing does. */
    private static List<String> wakeWhilePaused(
            ServiceProcess first, Api woken, Api other, String id, Duration patience) {
        other.post("/jobs/" + id + "/pause", "");
        if (!within(Duration.ofSeconds(15), () -> state(other, id).equals("PAUSED"))) {
            // Frozen within a transaction, it holds a row that the other one waits for: the two can only go on
            // together.
            first.signal("CONT");
            if (!within(Duration.ofSeconds(60), () -> PAUSED_OR_THROUGH.contains(state(other, id)))) {
                return List.of("it is " + state(other, id) + " and not paused");
            }
            if (!state(other, id).equals("PAUSED")) {
                return List.of(); // it was through before: its end tells
            }
        }
        Optional<Answer> before = other.csv(id);
        assertThat(before).isPresent();
        first.signal("CONT");
        await("it is awake", Duration.ofSeconds(30), () -> woken.health().isPresent());
        long end = System.nanoTime() + patience.toNanos();
        while (System.nanoTime() < end) {
            if (!state(other, id).equals("PAUSED")) {
                return List.of("it is " + state(other, id));
            }
            if (!other.csv(id).equals(before)) {
                return List.of("the history of a paused job has changed, or cannot be read any more");
            }
            LockSupport.parkNanos(100_000_000L);
        }
        Answer resumed = other.post("/jobs/" + id + "/resume", "").orElseThrow();
        assertThat(resumed.status()).as(resumed.body()).isEqualTo(202);
        return List.of();
    }

    private static boolean within(Duration patience, BooleanSupplier condition) {
        long end = System.nanoTime() + patience.toNanos();
        while (!condition.getAsBoolean() && System.nanoTime() < end) {
            LockSupport.parkNanos(20_000_000L);
        }
        return condition.getAsBoolean();
    }

    private static Launch launchSecond(Launch all) {
        return all.with("--chainrule.workers=1", "--chainrule.job.poll=500ms");
    }

    private static int attempt(Api api, String id) {
        return api.get("/jobs/" + id).orElseThrow().json().path("attempt").asInt();
    }

    @Test
    void threeProcessesShareTheQueueAndNoJobIsDoneTwiceOrLost() {
        try (ServiceProcess first = start(launch("all"));
                ServiceProcess second = start(launch("all"));
                ServiceProcess third = start(launch("all"));
                Api api = ready(first);
                Api ignored = ready(second);
                Api ignoredToo = ready(third)) {
            List<String> keys =
                    IntStream.range(0, JOBS).mapToObj(i -> "tiny-" + i).toList();
            long before = System.nanoTime();
            List<Optional<Answer>> answers = keys.parallelStream()
                    .map(key -> api.post("/jobs", TINY.formatted(key), "Idempotency-Key", key))
                    .toList();
            assertThat(answers)
                    .allMatch(answer -> answer.isPresent() && answer.get().status() == 202);
            double submitted = (System.nanoTime() - before) / 1e9;
            await("all succeed", Duration.ofMinutes(9), () -> count("state = 'SUCCEEDED'") == JOBS);
            double seconds = (System.nanoTime() - before) / 1e9;
            System.out.printf(
                    "%d jobs, 3 processes: submitted in %.1f s, all done in %.1f s: %.0f a second%n",
                    JOBS, submitted, seconds, JOBS / seconds);
            assertThat(count("attempt <> 1")).isZero();
        }
        assertThat(remains()).isEmpty();
    }

    static final String TINY = """
            {"name": "%s", "dataset": {"generator": {"type": "xor"}}, "model": {"layers": ["dense:4:tanh"]},
             "training": {"optimizer": "sgd", "epochs": 5, "seed": 1}}
            """;

    private long count(String condition) {
        try (var connection = java.sql.DriverManager.getConnection(url, "postgres", "");
                var statement = connection.createStatement();
                var rows = statement.executeQuery("select count(*) from job where " + condition)) {
            rows.next();
            return rows.getLong(1);
        } catch (java.sql.SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aDatabaseThatIsAwayForAWhileLosesNothingAndNeedsNoRestart() throws Exception {
        try (ServiceProcess service = start(launch("all").with("--chainrule.workers=1"));
                Api api = ready(service)) {
            SPECS.measure(api);
            String id = submit(api, Specs.MEDIUM, "through the outage");
            await("it runs", Duration.ofSeconds(20), () -> steps(api, id) > 1000);
            List<Long> server = server(postgres);
            signal(server, "STOP");
            try {
                service.awaitExit(Duration.ofSeconds(OUTAGE_SECONDS));
                Optional<Answer> answer = api.get("/jobs/" + id);
                assertThat(answer.map(Answer::status).orElse(503)).isEqualTo(503);
            } finally {
                signal(server, "CONT");
            }
            await(
                    "it answers",
                    Duration.ofSeconds(15),
                    () -> api.get("/jobs/" + id)
                            .filter(answer -> answer.status() == 200)
                            .isPresent());
            Answer end = Specs.awaitEnd(api, id, Duration.ofSeconds(120));
            assertThat(end.text("state")).as(end.body()).isEqualTo("SUCCEEDED");
            assertThat(Specs.trace(api, id, end.text("modelId"))).isEqualTo(SPECS.expected(Specs.MEDIUM));
            System.out.printf("database away for %d s: attempt %d%n", OUTAGE_SECONDS, attempt(api, id));
        }
        assertThat(remains()).isEmpty();
    }

    static void signal(List<Long> processes, String signal) throws IOException, InterruptedException {
        for (long process : processes) {
            new ProcessBuilder("kill", "-" + signal, Long.toString(process))
                    .start()
                    .waitFor();
        }
    }

    /** All processes of the database server. */
    static List<Long> server(EmbeddedPostgres postgres) {
        ProcessHandle postmaster = ProcessHandle.of(postmaster(postgres)).orElseThrow();
        return Stream.concat(Stream.of(postmaster), postmaster.descendants())
                .map(ProcessHandle::pid)
                .toList();
    }

    /** The first line of the lock file of the server on our port. */
    private static long postmaster(EmbeddedPostgres postgres) {
        try (var connection = postgres.getPostgresDatabase().getConnection();
                var statement = connection.createStatement();
                var rows = statement.executeQuery("select split_part(pg_read_file('postmaster.pid'), e'\\n', 1)")) {
            rows.next();
            return Long.parseLong(rows.getString(1).strip());
        } catch (java.sql.SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
