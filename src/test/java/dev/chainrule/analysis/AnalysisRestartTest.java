package dev.chainrule.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chainrule.Application;
import dev.chainrule.analysis.AnalysisTable.Claim;
import dev.chainrule.job.DatabaseKind;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DelegatingDataSource;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What was acknowledged is answered, whatever happens to the process in between. */
class AnalysisRestartTest {

    private static final String IRIS = """
            {"dataset": {"generator": {"type": "iris"}}, "model": {"layers": ["dense:300:tanh"]},
             "training": {"epochs": 5, "seed": 5}}
            """;

    @TempDir
    Path data;

    /** The service on the folder, with so many workers for analyses. */
    private final class Service extends JobsTestBase implements AutoCloseable {

        private final ConfigurableApplicationContext context;

        Service(int workers) {
            context = new SpringApplicationBuilder(Application.class)
                    .run(
                            "--server.port=0",
                            "--chainrule.data-dir=" + data,
                            "--chainrule.job.warm-up=false",
                            "--chainrule.analysis.workers=" + workers,
                            "--spring.main.banner-mode=off");
            port = Integer.parseInt(
                    Objects.requireNonNull(context.getEnvironment().getProperty("local.server.port")));
        }

        String ask(String request) {
            Answer answer = post("/analyses", request);
            assertThat(answer.status()).as(answer.body().toString()).isEqualTo(202);
            return answer.body().get("id").stringValue();
        }

        JsonNode analysis(String id) {
            return get("/analyses/" + id).body();
        }

        JsonNode awaitDone(String id) {
            Awaitility.await()
                    .atMost(Duration.ofMinutes(2))
                    .until(() -> analysis(id).get("done").booleanValue());
            return analysis(id);
        }

        <T> T bean(Class<T> type) {
            return context.getBean(type);
        }

        AnalysisTable table() {
            return bean(AnalysisTable.class);
        }

        /** A worker whose every look at the database begins with this. */
        AnalysisWorkers worker(Runnable before) {
            DataSource source = new DelegatingDataSource(bean(DataSource.class)) {
                @Override
                public Connection getConnection() throws SQLException {
                    if (Thread.currentThread().getName().equals("analysis-0")) {
                        before.run();
                    }
                    return super.getConnection();
                }
            };
            AnalysisTable faulty = new AnalysisTable(
                    JdbcClient.create(source), new TransactionTemplate(new JdbcTransactionManager(source)));
            return new AnalysisWorkers(
                    faulty, bean(Analyses.class), bean(JsonMapper.class), bean(DatabaseKind.class), 1);
        }

        @Override
        public void close() {
            context.close();
        }
    }

    @Test
    void whatWaitedOrWasBeingComputedIsAnsweredAfterARestart() {
        String waited;
        String lost;
        String doomed;
        String unwanted;
        try (Service first = new Service(0)) {
            String job = first.train(IRIS);
            String request = "{\"type\": \"gradient_check\", \"job\": \"%s\"}".formatted(job);
            doomed = first.ask(request);
            for (int i = 0; i < AnalysisTable.ATTEMPTS; i++) {
                assertThat(first.table().claim("gone").orElseThrow().id()).isEqualTo(doomed);
                if (i < AnalysisTable.ATTEMPTS - 1) {
                    assertThat(first.table().rescue("other", true)).isEqualTo(1);
                }
            }
            lost = first.ask(request);
            assertThat(first.table().claim("gone").orElseThrow().id()).isEqualTo(lost);
            unwanted = first.ask(request);
            assertThat(first.table().claim("gone").orElseThrow().id()).isEqualTo(unwanted);
            first.post("/analyses/" + unwanted + "/cancel", "");
            waited = first.ask(request);
        }
        try (Service second = new Service(1)) {
            assertThat(second.awaitDone(waited).get("state").stringValue()).isEqualTo("SUCCEEDED");
            JsonNode again = second.awaitDone(lost);
            assertThat(again.get("state").stringValue()).isEqualTo("SUCCEEDED");
            assertThat(again.at("/result/agrees").booleanValue()).isTrue();
            JsonNode given = second.awaitDone(doomed);
            assertThat(given.get("state").stringValue()).isEqualTo("FAILED");
            assertThat(given.at("/error/code").stringValue()).isEqualTo("CRASHED");
            assertThat(second.awaitDone(unwanted).get("state").stringValue()).isEqualTo("CANCELLED");
        }
        try (Service third = new Service(0)) {
            assertThat(third.analysis(waited).at("/result/verdict").stringValue())
                    .startsWith("Back-propagation gives the derivative");
        }
    }

    @Test
    void aStopHandsBackWhatWasBeingComputed() {
        String id;
        try (Service first = new Service(1)) {
            String job = first.train(IRIS);
            id = first.ask(
                    "{\"type\": \"landscape\", \"job\": \"%s\", \"points\": 101, \"examples\": 10000}".formatted(job));
            Awaitility.await().until(() -> first.analysis(id).get("progress").doubleValue() > 0);
        }
        try (Service second = new Service(0)) {
            JsonNode waiting = second.analysis(id);
            assertThat(waiting.get("state").stringValue()).isEqualTo("QUEUED");
            assertThat(second.table().claim("me").orElseThrow().attempt()).isEqualTo(1);
        }
    }

    @Test
    void whoHasLostAnAnalysisWritesNothingMore() {
        try (Service service = new Service(0)) {
            String id = service.ask("{\"type\": \"gradient_check\", \"job\": \"%s\"}".formatted(service.train(IRIS)));
            Claim first = Claim.of(service.table().claim("first").orElseThrow(), "first");
            service.table().rescue("second", true);
            Claim second = Claim.of(service.table().claim("second").orElseThrow(), "second");
            assertThat(service.table().renew(first, 0.5)).isFalse();
            service.table().succeed(first, "{}");
            assertThat(service.analysis(id).get("state").stringValue()).isEqualTo("RUNNING");
            assertThat(service.table().renew(second, 0.25)).isTrue();
            assertThat(service.analysis(id).get("progress").doubleValue()).isEqualTo(0.25);
            service.table().succeed(second, "{}");
            assertThat(service.analysis(id).get("state").stringValue()).isEqualTo("SUCCEEDED");
        }
    }

    @Test
    void whatItsOwnProcessHasLostIsComputedAgain() {
        try (Service service = new Service(0)) {
            String id = service.ask("{\"type\": \"gradient_check\", \"job\": \"%s\"}".formatted(service.train(IRIS)));
            assertThat(service.table().claim("lost")).isPresent();
            service.bean(JdbcClient.class)
                    .sql("update analysis set lease_until = current_timestamp - interval '1' second")
                    .update();
            Awaitility.await()
                    .until(() -> service.analysis(id).get("state").stringValue().equals("QUEUED"));
        }
    }

    @Test
    void anAnalysisWhoseEndMeetsAnOutageIsComputedAgainAfterIt() {
        try (Service service = new Service(0)) {
            String id = service.ask("{\"type\": \"gradient_check\", \"job\": \"%s\"}".formatted(service.train(IRIS)));
            AtomicInteger refused = new AtomicInteger();
            AtomicBoolean away = new AtomicBoolean(true);
            AnalysisWorkers worker = service.worker(() -> {
                if (away.get()
                        && !service.analysis(id).get("state").stringValue().equals("QUEUED")) {
                    refused.incrementAndGet();
                    throw new DataAccessResourceFailureException("an outage of the test");
                }
            });
            worker.start();
            try {
                Awaitility.await().until(() -> refused.get() > 3);
                away.set(false);
                assertThat(service.awaitDone(id).get("state").stringValue()).isEqualTo("SUCCEEDED");
                assertThat(service.bean(JdbcClient.class)
                                .sql("select attempt from analysis")
                                .query(Integer.class)
                                .single())
                        .isEqualTo(1);
            } finally {
                worker.stop();
            }
        }
    }

    @Test
    void anErrorFailsTheAnalysisAlone() {
        try (Service service = new Service(0)) {
            String request = "{\"type\": \"gradient_check\", \"job\": \"%s\"}".formatted(service.train(IRIS));
            String id = service.ask(request);
            AtomicBoolean broken = new AtomicBoolean();
            AnalysisWorkers worker = service.worker(() -> {
                if (!service.analysis(id).get("state").stringValue().equals("QUEUED")
                        && broken.compareAndSet(false, true)) {
                    throw new StackOverflowError("an error of the test");
                }
            });
            worker.start();
            try {
                assertThat(service.awaitDone(id).at("/error/code").stringValue())
                        .isEqualTo("INTERNAL");
                assertThat(service.awaitDone(service.ask(request)).get("state").stringValue())
                        .isEqualTo("SUCCEEDED");
            } finally {
                worker.stop();
            }
        }
    }
}
