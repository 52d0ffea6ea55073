package dev.chainrule.bench.service;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a caller of the service does, over HTTP. */
final class Api {

    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final String BOUNDARY = "----benchmark";

    private final String base;

    Api(int port) {
        base = "http://127.0.0.1:" + port;
    }

    boolean isReady() {
        try {
            return HTTP.send(request("/actuator/health").GET().build(), BodyHandlers.discarding())
                            .statusCode()
                    == 200;
        } catch (ConnectException e) {
            return false;
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(base + path));
    }

    private static <T> T send(HttpRequest request, BodyHandler<T> handler) {
        try {
            HttpResponse<T> response = HTTP.send(request, handler);
            if (response.statusCode() >= 300) {
                throw new IllegalStateException(request.uri() + ": " + response.statusCode() + " " + response.body());
            }
            return response.body();
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    JsonNode get(String path) {
        return JSON.readTree(send(request("/api/v1" + path).GET().build(), BodyHandlers.ofString()));
    }

    private JsonNode post(String path, String type, BodyPublisher body) {
        HttpRequest request = request("/api/v1" + path)
                .header("Content-Type", type)
                .POST(body)
                .build();
        return JSON.readTree(send(request, BodyHandlers.ofString()));
    }

    /** Uploads a file as the body, gives the id of its dataset. */
    String upload(Path file, String type) throws IOException {
        String path = "/datasets?name=" + file.getFileName();
        return post(path, type, BodyPublishers.ofFile(file)).get("id").stringValue();
    }

    /** Uploads images and labels as a form. */
    String upload(Path images, Path labels) throws IOException {
        List<BodyPublisher> parts = new ArrayList<>();
        addPart(parts, "file", images);
        addPart(parts, "labels", labels);
        parts.add(BodyPublishers.ofString("--" + BOUNDARY + "--\r\n"));
        BodyPublisher body = BodyPublishers.concat(parts.toArray(BodyPublisher[]::new));
        return post("/datasets", "multipart/form-data; boundary=" + BOUNDARY, body)
                .get("id")
                .stringValue();
    }

    private static void addPart(List<BodyPublisher> parts, String name, Path file) throws IOException {
        parts.add(BodyPublishers.ofString("--" + BOUNDARY + "\r\nContent-Disposition: form-data; name=\"" + name
                + "\"; filename=\"" + file.getFileName() + "\"\r\nContent-Type: application/octet-stream\r\n\r\n"));
        parts.add(BodyPublishers.ofFile(file));
        parts.add(BodyPublishers.ofString("\r\n"));
    }

    /** Submits a job, gives its id. */
    String submit(String spec) {
        return post("/jobs", "application/json", BodyPublishers.ofString(spec))
                .get("id")
                .stringValue();
    }

    /** Reads a job's events up to the first that has this name; it is an error where they end before. */
    void awaitEvent(String job, String name) throws IOException {
        if (!anyEvent(job, name)) {
            throw new IllegalStateException("job " + job + " ended without " + name);
        }
    }

    private boolean anyEvent(String job, String name) throws IOException {
        HttpRequest request = request("/api/v1/jobs/" + job + "/events").GET().build();
        try (InputStream events = send(request, BodyHandlers.ofInputStream())) {
            return new BufferedReader(new InputStreamReader(events, StandardCharsets.UTF_8))
                    .lines()
                    .anyMatch(line -> line.equals("event:" + name) || line.equals("event: " + name));
        }
    }

    /** Waits for a job's success; a stream that was cut off is read again, as any client of such events does. */
    void awaitSuccess(String job) throws IOException {
        while (!anyEvent(job, "done")) {
            LockSupport.parkNanos(1_000_000);
        }
        String state = get("/jobs/" + job).get("state").stringValue();
        if (!state.equals("SUCCEEDED")) {
            throw new IllegalStateException("job " + job + " is " + state);
        }
    }

    void delete(String path) {
        send(request("/api/v1" + path).DELETE().build(), BodyHandlers.ofString());
    }

    /** Waits until a metric of the service has at least a value. */
    void awaitMetric(String line, double atLeast) {
        while (metric(line) < atLeast) {
            LockSupport.parkNanos(100_000_000); // each look costs the service all its metrics
        }
    }

    /** A metric by its name and labels, as Prometheus writes them; 0 where it is not there yet. */
    double metric(String line) {
        return send(request("/actuator/prometheus").GET().build(), BodyHandlers.ofString())
                .lines()
                .filter(l -> l.startsWith(line + " "))
                .mapToDouble(l -> Double.parseDouble(l.substring(line.length() + 1)))
                .findFirst()
                .orElse(0);
    }

    /** Sum over all metrics whose lines begin so. */
    double sum(String beginning) {
        return send(request("/actuator/prometheus").GET().build(), BodyHandlers.ofString())
                .lines()
                .filter(l -> l.startsWith(beginning))
                .mapToDouble(l -> Double.parseDouble(l.substring(l.lastIndexOf(' ') + 1)))
                .sum();
    }
}
