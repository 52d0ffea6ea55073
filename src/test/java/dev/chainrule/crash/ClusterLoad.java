package dev.chainrule.crash;

import dev.chainrule.crash.Api.Answer;
import dev.chainrule.crash.ServiceProcess.Launch;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

/** Tiny jobs by three processes on one PostgreSQL. */
final class ClusterLoad {

    private static final int PROCESSES = 3;
    private static final int JOBS = Integer.getInteger("chainrule.load.cluster.jobs", 10_000);
    private static final int GOAL = 300;
    private static final Duration LOOK = Duration.ofMillis(100);

    private final Path folder = Campaign.newFolder("load-cluster");
    private final LoadTable table;

    ClusterLoad(LoadTable table) {
        this.table = table;
    }

    void run() throws Exception {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start()) {
            run(postgres.getJdbcUrl("postgres", "postgres"));
        }
    }

    private void run(String url) throws Exception {
        Launch launch = Launch.of(
                        folder.resolve("data"),
                        "--spring.datasource.url=" + url,
                        "--spring.datasource.username=postgres",
                        "--spring.datasource.hikari.maximum-pool-size=6")
                .withJvm(LoadRun.jvm("-Xmx320m"));
        List<ServiceProcess> services = new ArrayList<>();
        try (Connection database = DriverManager.getConnection(url, "postgres", "")) {
            for (int i = 0; i < PROCESSES; i++) {
                services.add(LoadRun.launch(launch, folder.resolve("log/" + i + ".log")));
            }
            services.forEach(LoadRun::ready);
            List<Api> apis =
                    services.stream().map(service -> new Api(service.port())).toList();
            submit(apis, 0, JOBS / 10); // compiled code
            awaitSuccess(database, JOBS / 10, Duration.ofMinutes(5));
            long start = System.nanoTime();
            submit(apis, JOBS / 10, JOBS);
            double submitted = (System.nanoTime() - start) / 1e9;
            long waiting = count(database, "state = 'QUEUED'");
            awaitSuccess(database, JOBS + JOBS / 10, Duration.ofMinutes(9));
            double seconds = (System.nanoTime() - start) / 1e9;
            double pace = JOBS / seconds;
            table.row(
                    "L9",
                    PROCESSES + " processes, PostgreSQL, " + JOBS + " tiny jobs, submissions included",
                    "≥ " + GOAL + " a second",
                    "%.0f a second".formatted(pace),
                    pace >= GOAL);
            double rest = waiting / (seconds - submitted);
            table.row(
                    "L9",
                    "the same from the last submission on",
                    "≥ " + GOAL + " a second",
                    "%.0f a second (%d jobs)".formatted(rest, waiting),
                    rest >= GOAL);
            long twice = count(database, "attempt <> 1");
            table.row("L9", "jobs done twice", "0", String.valueOf(twice), twice == 0);
        } finally {
            services.forEach(ServiceProcess::close);
        }
    }

    private static void submit(List<Api> apis, int first, int jobs) {
        AtomicLong refused = new AtomicLong();
        IntStream.range(first, first + jobs).parallel().forEach(i -> {
            Optional<Answer> answer = apis.get(i % PROCESSES)
                    .post("/jobs", ClusterIT.TINY.formatted("tiny-" + i), "Idempotency-Key", "tiny-" + i);
            if (answer.filter(a -> a.status() == 202).isEmpty()) {
                refused.incrementAndGet();
            }
        });
        if (refused.get() > 0) {
            throw new IllegalStateException(refused + " submissions were not accepted");
        }
    }

    /** One connection and an answer from the queue's index: what looks on shares the cores with those it looks at. */
    private static void awaitSuccess(Connection database, long jobs, Duration patience) {
        StopIT.await("all end", patience, () -> {
            LockSupport.parkNanos(LOOK.toNanos());
            return number(
                            database,
                            "select count(*) from (select 1 from job where state in ('QUEUED', 'RUNNING') limit 1) open")
                    == 0;
        });
        long succeeded = count(database, "state = 'SUCCEEDED'");
        if (succeeded != jobs) {
            throw new IllegalStateException(succeeded + " of " + jobs + " jobs succeeded");
        }
    }

    private static long count(Connection database, String condition) {
        return number(database, "select count(*) from job where " + condition);
    }

    private static long number(Connection database, String query) {
        try (Statement statement = database.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            rows.next();
            return rows.getLong(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
