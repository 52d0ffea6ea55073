package dev.chainrule.crash;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The service over HTTP, by a client who must live with its sudden silence. */
final class Api implements AutoCloseable {

    private static final JsonMapper JSON = new JsonMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int PAGE = 100;

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1) // else each request asks for another protocol
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    private final String base;

    Api(int port) {
        base = "http://127.0.0.1:" + port;
    }

    record Answer(int status, String body) {
        JsonNode json() {
            return JSON.readTree(body);
        }

        String text(String field) {
            return json().path(field).asString();
        }
    }

    /** An answer; empty where the connection broke before there was one. */
    Optional<Answer> send(String method, String path, String body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + path))
                .timeout(PATIENCE)
                .method(method, HttpRequest.BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            HttpResponse<String> response = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
            return Optional.of(new Answer(response.statusCode(), response.body()));
        } catch (IOException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    Optional<Answer> get(String path) {
        return send("GET", "/api/v1" + path, "");
    }

    /** All items of a list by their ids, as far as they came. */
    Map<String, JsonNode> all(String list) {
        Map<String, JsonNode> items = new HashMap<>();
        String next = "";
        do {
            Optional<Answer> page = get(list + "?pageSize=" + PAGE + next).filter(answer -> answer.status() == 200);
            JsonNode json = page.map(Answer::json).orElseGet(JSON::createObjectNode);
            json.path("items").forEach(item -> items.put(item.path("id").asString(), item));
            String token = json.path("nextPageToken").asString("");
            next = token.isEmpty() ? "" : "&pageToken=" + URLEncoder.encode(token, StandardCharsets.UTF_8);
        } while (!next.isEmpty());
        return items;
    }

    Optional<Answer> post(String path, String body, String... headers) {
        String[] all = new String[headers.length + 2];
        System.arraycopy(headers, 0, all, 2, headers.length);
        all[0] = "Content-Type";
        all[1] = "application/json";
        return send("POST", "/api/v1" + path, body, all);
    }

    Optional<Answer> delete(String path) {
        return send("DELETE", "/api/v1" + path, "");
    }

    Optional<Answer> csv(String job) {
        return send("GET", "/api/v1/jobs/" + job + "/history", "", "Accept", "text/csv");
    }

    Optional<Answer> health() {
        return send("GET", "/actuator/health", "");
    }

    /** The lines of an event stream, until it breaks. */
    Stream<String> events(String job, String query) throws IOException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(base + "/api/v1/jobs/" + job + "/events?" + query))
                .GET()
                .build();
        try {
            return http.send(request, HttpResponse.BodyHandlers.ofLines()).body();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Does not wait for streams that may never end. */
    @Override
    public void close() {
        http.shutdown();
    }
}
