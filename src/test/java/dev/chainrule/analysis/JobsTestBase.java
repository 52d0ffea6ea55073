package dev.chainrule.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.awaitility.Awaitility;
import tools.jackson.databind.JsonNode;

/** The service, with jobs to ask about. */
abstract class JobsTestBase extends MathematicsTestBase {

    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final Set<String> ENDED = Set.of("SUCCEEDED", "FAILED", "CANCELLED");

    Answer get(String path) {
        return send("GET", path, "");
    }

    Answer send(String method, String path, String body) {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/api/v1" + path))
                .header("Content-Type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build();
        try {
            HttpResponse<String> response = CLIENT.send(request, HttpResponse.BodyHandlers.ofString());
            String type = response.headers().firstValue("Content-Type").orElse("");
            JsonNode json = response.body().isEmpty() ? JSON.nullNode() : JSON.readTree(response.body());
            return new Answer(response.statusCode(), type, json);
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Submits a job and gives its id. */
    String submit(String body) {
        Answer answer = post("/jobs", body);
        assertThat(answer.status()).as(answer.body().toString()).isEqualTo(202);
        return answer.body().get("id").stringValue();
    }

    /** Submits a job and waits for its end. */
    String train(String body) {
        String id = submit(body);
        awaitEnd(id);
        return id;
    }

    JsonNode awaitEnd(String id) {
        Awaitility.await()
                .atMost(Duration.ofMinutes(2))
                .pollInterval(Duration.ofMillis(20))
                .until(() ->
                        ENDED.contains(get("/jobs/" + id).body().get("state").stringValue()));
        return get("/jobs/" + id).body();
    }

    /** The stored values of a step by series, as the history has them. */
    Map<String, Double> stored(String job, long step) {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + port + "/api/v1/jobs/" + job + "/history"))
                .header("Accept", "text/csv")
                .build();
        try {
            List<String> rows = CLIENT.send(request, HttpResponse.BodyHandlers.ofString())
                    .body()
                    .lines()
                    .toList();
            String[] names = rows.getFirst().split(",", -1);
            String[] cells = rows.stream()
                    .filter(row -> row.startsWith(step + ","))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("no row of step " + step))
                    .split(",", -1);
            Map<String, Double> values = new HashMap<>();
            for (int i = 2; i < names.length; i++) {
                if (!cells[i].isEmpty()) {
                    values.put(names[i], Double.valueOf(cells[i]));
                }
            }
            return values;
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
