package dev.chainrule.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Talks to the service about datasets. */
final class Client {

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final String BOUNDARY = "----chainrule-boundary";

    private final String base;

    Client(int port) {
        base = "http://127.0.0.1:" + port + "/api/v1";
    }

    /** What came back. */
    record Answer(int status, String type, String location, String body) {

        JsonNode json() {
            return JsonMapper.shared().readTree(body);
        }

        Answer expect(int wanted) {
            assertThat(status).as(body).isEqualTo(wanted);
            return this;
        }

        String id() {
            return json().get("id").stringValue();
        }

        String code() {
            return json().get("code").stringValue();
        }
    }

    Answer get(String path) {
        return send(request(path).GET());
    }

    Answer delete(String path) {
        return send(request(path).DELETE());
    }

    Answer post(String path, String type, byte[] body) {
        return send(request(path).header("Content-Type", type).POST(BodyPublishers.ofByteArray(body)));
    }

    Answer post(String path, String type, String body) {
        return post(path, type, body.getBytes(StandardCharsets.UTF_8));
    }

    Answer json(String path, String body) {
        return post(path, "application/json", body.replace('\'', '"'));
    }

    /** Posts a form of parts. */
    Answer form(String path, Part... parts) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (Part part : parts) {
            body.writeBytes(part.bytes());
        }
        body.writeBytes(("--" + BOUNDARY + "--\r\n").getBytes(StandardCharsets.UTF_8));
        return post(path, "multipart/form-data; boundary=" + BOUNDARY, body.toByteArray());
    }

    /** One part of a form. */
    record Part(String name, String fileName, String type, byte[] content) {

        static Part file(String name, String fileName, byte[] content) {
            return new Part(name, fileName, "application/octet-stream", content);
        }

        static Part file(String name, String fileName, String content) {
            return file(name, fileName, content.getBytes(StandardCharsets.UTF_8));
        }

        static Part json(String name, String content) {
            return new Part(
                    name, "", "application/json", content.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
        }

        byte[] bytes() {
            String file = fileName.isEmpty() ? "" : "; filename=\"" + fileName + "\"";
            String head = "--" + BOUNDARY + "\r\nContent-Disposition: form-data; name=\"" + name + "\"" + file
                    + "\r\nContent-Type: " + type + "\r\n\r\n";
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            all.writeBytes(head.getBytes(StandardCharsets.UTF_8));
            all.writeBytes(content);
            all.writeBytes("\r\n".getBytes(StandardCharsets.UTF_8));
            return all.toByteArray();
        }
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(base + path));
    }

    private static Answer send(HttpRequest.Builder request) {
        try {
            HttpResponse<String> response = HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
            return new Answer(
                    response.statusCode(),
                    response.headers().firstValue("Content-Type").orElse(""),
                    response.headers().firstValue("Location").orElse(""),
                    response.body());
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
