package dev.chainrule.input;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chainrule.RawHttp;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.function.Supplier;
import org.awaitility.Awaitility;
import org.springframework.context.ApplicationContext;
import tools.jackson.databind.JsonNode;

/** Speaks to a running service; connections are kept. */
final class Talk {

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final Set<String> ENDED = Set.of("SUCCEEDED", "FAILED", "CANCELLED");

    private final int port;
    private final ApplicationContext service;

    Talk(int port, ApplicationContext service) {
        this.port = port;
        this.service = service;
    }

    /** Its beans: for runs that nobody waits for. */
    ApplicationContext service() {
        return service;
    }

    RawHttp raw() {
        return new RawHttp(port);
    }

    int port() {
        return port;
    }

    Reply get(String path, String... headers) {
        return send("GET", path, BodyPublishers.noBody(), headers);
    }

    Reply delete(String path) {
        return send("DELETE", path, BodyPublishers.noBody());
    }

    Reply json(String path, String body, String... headers) {
        return json(path, body.getBytes(StandardCharsets.UTF_8), headers);
    }

    Reply json(String path, byte[] body, String... headers) {
        return post(path, "application/json", BodyPublishers.ofByteArray(body), headers);
    }

    /** Uploads a file; its name follows from the type. */
    Reply upload(byte[] file) {
        return post("/datasets?name=file", "application/octet-stream", BodyPublishers.ofByteArray(file));
    }

    Reply csv(String text) {
        return upload(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Uploads what is made as it is sent. */
    Reply upload(Supplier<InputStream> file) {
        return post("/datasets?name=file", "application/octet-stream", BodyPublishers.ofInputStream(file));
    }

    Reply post(String path, String type, BodyPublisher body, String... headers) {
        String[] all = new String[headers.length + 2];
        System.arraycopy(headers, 0, all, 2, headers.length);
        all[0] = "Content-Type";
        all[1] = type;
        return send("POST", path, body, all);
    }

    Reply send(String method, String path, BodyPublisher body, String... headers) {
        URI address = URI.create("http://127.0.0.1:" + port + (path.startsWith("/actuator") ? "" : "/api/v1") + path);
        HttpRequest.Builder request =
                HttpRequest.newBuilder(address).method(method, body).timeout(Duration.ofMinutes(3));
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            HttpResponse<String> answer = HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
            String type = answer.headers().firstValue("Content-Type").orElse("");
            return new Reply(answer.statusCode(), type, answer.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Uploads, then submits a use of it: {@code %s} in the text stands for its id. */
    Reply job(String csv, String use) {
        return json("/jobs", use.formatted(csv(csv).expect(201, 200).id()));
    }

    /** Waits for the end of a job that was accepted. */
    JsonNode end(Reply submission) {
        String id = submission.expect(202).id();
        Awaitility.await()
                .atMost(Duration.ofMinutes(3))
                .pollInterval(Duration.ofMillis(50))
                .until(() -> ENDED.contains(job(id).get("state").stringValue()));
        return job(id);
    }

    /** The job, which must have succeeded. */
    JsonNode success(Reply submission) {
        JsonNode job = end(submission);
        assertThat(job.get("state").stringValue()).as(job.toString()).isEqualTo("SUCCEEDED");
        return job;
    }

    JsonNode job(String id) {
        return get("/jobs/" + id).expect(200).json();
    }

    int health() {
        return get("/actuator/health").status();
    }
}
