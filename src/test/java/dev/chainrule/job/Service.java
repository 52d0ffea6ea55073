package dev.chainrule.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chainrule.Application;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The whole service on a free port and a folder of its own, spoken to over HTTP. */
final class Service implements AutoCloseable {

    static final JsonMapper JSON = new JsonMapper();
    private static final Set<String> ENDED = Set.of("SUCCEEDED", "FAILED", "CANCELLED");

    private final HttpClient http = HttpClient.newHttpClient();
    private final @Nullable ConfigurableApplicationContext context;
    private final String base;

    private Service(@Nullable ConfigurableApplicationContext context, int port) {
        this.context = context;
        this.base = "http://127.0.0.1:" + port + "/api/v1";
    }

    /** A service that runs already. */
    static Service at(int port) {
        return new Service(null, port);
    }

    /** Starts another one. */
    static Service start(Path data, String... settings) {
        List<String> arguments = new ArrayList<>(List.of(
                "--server.port=0",
                "--chainrule.data-dir=" + data,
                "--chainrule.job.warm-up=false",
                "--spring.main.banner-mode=off"));
        arguments.addAll(Arrays.asList(settings));
        var context = new SpringApplicationBuilder(Application.class).run(arguments.toArray(String[]::new));
        String port = Objects.requireNonNull(context.getEnvironment().getProperty("local.server.port"));
        return new Service(context, Integer.parseInt(port));
    }

    static Path newFolder() {
        try {
            return Files.createTempDirectory("chainrule-job");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    <T> T bean(Class<T> type) {
        return Objects.requireNonNull(context).getBean(type);
    }

    String base() {
        return base;
    }

    /** An answer with its body as JSON, where it is JSON. */
    record Answer(int status, HttpResponse<String> response) {

        JsonNode json() {
            return JSON.readTree(response.body());
        }

        String text() {
            return response.body();
        }

        Answer expect(int expected) {
            assertThat(status).as(response.body()).isEqualTo(expected);
            return this;
        }
    }

    Answer get(String path) {
        return send(HttpRequest.newBuilder(URI.create(base + path)).GET());
    }

    Answer actuator(String path) {
        return send(HttpRequest.newBuilder(URI.create(base.replace("/api/v1", "/actuator") + path))
                .GET());
    }

    Answer getText(String path) {
        return send(HttpRequest.newBuilder(URI.create(base + path))
                .header("Accept", "text/plain")
                .GET());
    }

    Answer post(String path, String body, String... headers) {
        return send("POST", path, body, headers);
    }

    Answer send(String method, String path, String body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + path))
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .header("Content-Type", "application/json");
        if (headers.length > 0) {
            request.headers(headers);
        }
        return send(request);
    }

    Answer send(HttpRequest.Builder request) {
        try {
            HttpResponse<String> response = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
            return new Answer(response.statusCode(), response);
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Submits a job and gives its id. */
    String submit(String body) {
        return post("/jobs", body).expect(202).json().get("id").stringValue();
    }

    JsonNode job(String id) {
        return get("/jobs/" + id).expect(200).json();
    }

    String state(String id) {
        return job(id).get("state").stringValue();
    }

    JsonNode awaitEnd(String id) {
        JobDatabase.await("job " + id + " ends", () -> ENDED.contains(state(id)));
        return job(id);
    }

    /** Waits for an end, which must be a success. */
    JsonNode awaitSuccess(String id) {
        JsonNode job = awaitEnd(id);
        assertThat(job.get("state").stringValue()).as(job.toString()).isEqualTo("SUCCEEDED");
        return job;
    }

    /** Forks a job and waits for the fork's success. */
    JsonNode fork(String id, String body) {
        Answer fork = post("/jobs/" + id + "/fork", body).expect(202);
        return awaitSuccess(fork.json().get("id").stringValue());
    }

    void awaitState(String id, String state) {
        JobDatabase.await("job " + id + " is " + state, () -> state(id).equals(state));
    }

    /** A job's series as it was recorded, row by row. */
    String csv(String id) {
        return send(HttpRequest.newBuilder(URI.create(base + "/jobs/" + id + "/history"))
                        .header("Accept", "text/csv")
                        .GET())
                .expect(200)
                .text();
    }

    @Nullable
    String modelId(JsonNode job) {
        return job.get("modelId").isNull() ? null : job.get("modelId").stringValue();
    }

    @Override
    public void close() {
        if (context != null) {
            context.close();
        }
        http.close();
    }
}
