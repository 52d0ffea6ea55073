package dev.chainrule.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chainrule.ServiceTest;
import java.net.URI;
import java.net.http.HttpRequest;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

/** {@code Accept: text/plain}: pages for a terminal, and a line that is drawn while a job runs. */
@ServiceTest
class TextViewsTest {

    private static final String PLAIN = "text/plain;charset=UTF-8";

    private final Service service;

    TextViewsTest(@LocalServerPort int port) {
        service = Service.at(port);
    }

    private String submit(int epochs) {
        return service.submit("""
                {"name": "seen", "dataset": {"generator": {"type": "iris"}}, "model": {"layers": ["dense:6:tanh"]},
                 "training": {"epochs": %d, "optimizer": "adam:0.02"}}
                """.formatted(epochs));
    }

    private String text(Service.Answer answer) {
        assertThat(answer.response().headers().firstValue("Content-Type").orElse(""))
                .isEqualToIgnoringCase(PLAIN);
        return answer.expect(200).text();
    }

    @Test
    void jobsModelsAndEvaluationsArePages() {
        JsonNode job = service.awaitSuccess(submit(30));
        String model = job.get("modelId").stringValue();
        assertThat(text(service.getText("/jobs")))
                .contains("id ", "state", "done", job.get("id").stringValue(), "SUCCEEDED", "100%", "next");
        assertThat(text(service.getText("/jobs?pageSize=1&state=SUCCEEDED"))).startsWith("1 jobs");
        assertThat(text(service.getText("/jobs?q=nobody"))).startsWith("0 jobs");
        assertThat(text(service.getText("/models"))).contains("seen@", "species");
        assertThat(text(service.getText("/models/" + model)))
                .contains("answers", "species: setosa, versicolor, virginica", "dense:6:tanh  dense:3:softmax")
                .contains("/models/" + model + "/predict", "export?format=onnx");
        String evaluation =
                text(service.send(HttpRequest.newBuilder(URI.create(service.base() + "/models/" + model + "/evaluate"))
                        .header("Accept", "text/plain")
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(
                                "{\"dataset\": {\"generator\": {\"type\": \"iris\"}}, \"rows\": {\"hardest\": 3}}"))));
        assertThat(evaluation)
                .startsWith("150 rows")
                .contains("accuracy", "ROC AUC", "meant \\ answered", "precision", "hardest");
        assertThat(evaluation
                        .lines()
                        .filter(line -> line.strip().startsWith("virginica"))
                        .toList())
                .isNotEmpty()
                .allSatisfy(line -> assertThat(line).doesNotContain("null"));
    }

    @Test
    void aRunningJobIsOneLineThatEndsWithItsVerdict() {
        String job = submit(60);
        String drawn = text(service.getText("/jobs/" + job + "/events"));
        List<String> lines = List.of(drawn.split("\r"));
        assertThat(lines.size()).isGreaterThan(2);
        assertThat(drawn).contains("seen ", "█", "step 240 of 240", "loss ").endsWith("\n");
        assertThat(drawn.substring(drawn.indexOf('\n') + 1))
                .contains("SUCCEEDED  ", "of the validation examples are classified correctly");
        // a browser's EventSource, which asks for events, still gets them
        String events = service.send(HttpRequest.newBuilder(URI.create(service.base() + "/jobs/" + job + "/events"))
                        .header("Accept", "text/event-stream"))
                .text();
        assertThat(events).contains("event: done");
        assertThat(service.get("/jobs/" + job + "/events").text()).contains("event: done");
    }
}
