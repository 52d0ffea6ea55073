package dev.chainrule.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chainrule.Application;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;

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

        AnalysisTable table() {
            return context.getBean(AnalysisTable.class);
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
            assertThat(service.table().claim("first")).isPresent();
            service.table().rescue("second", true);
            assertThat(service.table().claim("second")).isPresent();
            assertThat(service.table().renew(id, "first", 0.5)).isFalse();
            service.table().succeed(id, "first", "{}");
            assertThat(service.analysis(id).get("state").stringValue()).isEqualTo("RUNNING");
            assertThat(service.table().renew(id, "second", 0.25)).isTrue();
            assertThat(service.analysis(id).get("progress").doubleValue()).isEqualTo(0.25);
            service.table().succeed(id, "second", "{}");
            assertThat(service.analysis(id).get("state").stringValue()).isEqualTo("SUCCEEDED");
        }
    }
}
