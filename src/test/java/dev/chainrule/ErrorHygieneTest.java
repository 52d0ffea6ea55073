package dev.chainrule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chainrule.RawHttp.Answer;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.core.MethodParameter;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Every endpoint there is, found in the running service, is asked for nonsense: no answer is a 5xx, every refusal is a
 * problem document, and none tells of classes, files or SQL. Seeded, so a failure comes back.
 */
@ServiceTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ErrorHygieneTest {

    private static final int REQUESTS_PER_ENDPOINT = 25;

    private static final List<String> IDS = List.of(
            "0b0e4e0e-0000-4000-8000-000000000000",
            "x",
            "-1",
            "null",
            "..",
            "%2e%2e%2f%2e%2e%2fetc%2fpasswd",
            "..%5c..%5cwindows",
            "%252e%252e%252fetc",
            "%00",
            "a%0d%0aX-Injected:%20yes",
            "file:%2f%2f%2fetc%2fpasswd",
            "C:%5C",
            "%27%20OR%201=1--",
            "%F0%9F%98%80",
            "%ff",
            "x".repeat(5000));

    private static final List<String> VALUES = List.of(
            "",
            "x",
            "-1",
            "0",
            "1e9",
            "99999999999999999999",
            "NaN",
            "true",
            "null",
            "../../etc/passwd",
            "a\u0000b",
            "a,b,*",
            "%",
            "'",
            "loss",
            "json",
            "name desc",
            "\ud83d\ude00",
            "y".repeat(3000));

    private static final List<String> HEADERS = List.of(
            "Accept: application/json",
            "Accept: application/xml",
            "Accept: text/plain",
            "Accept: text/csv",
            "Accept: text/event-stream",
            "Accept: nonsense",
            "Idempotency-Key: " + "k".repeat(600),
            "Last-Event-ID: nonsense",
            "Range: bytes=5-1",
            "If-None-Match: *",
            "X-HTTP-Method-Override: DELETE");

    private static final List<String> TYPES = List.of(
            "application/json",
            "application/json",
            "application/json",
            "application/json;charset=utf-16",
            "application/merge-patch+json",
            "text/csv",
            "text/plain",
            "application/x-npy",
            "application/octet-stream",
            "multipart/form-data; boundary=x",
            "application/x-www-form-urlencoded",
            "nonsense");

    /** Bodies that would do, to be broken at one place; any endpoint may get any of them. */
    private static final List<String> BODIES = List.of("""
            {"dataset": {"generator": {"type": "xor", "rows": 8, "seed": 1}},
             "model": {"layers": ["dense:2:tanh"]}, "training": {"epochs": 1, "optimizer": {"type": "sgd"}}}""", """
            {"expression": "log(1+exp(-x))", "at": {"x": 0.5}}""", """
            {"rows": [{"a": 1, "b": "x"}]}""", """
            {"name": "n", "columns": ["a", "b"], "rows": [[1, 2], [3, 4], [5, 7]]}""", """
            {"dataset": {"columns": ["a", "b"], "rows": [[1, 2], [3, 4], [5, 7]]}, "target": "b", "lambda": 0}""", """
            {"generator": {"type": "spiral", "rows": 20, "seed": 7}}""", """
            {"type": "gradient_check", "job": "x", "points": 3}""", """
            {"model": {"layers": [{"type": "dense", "units": 1, "initialWeights": [[1, 2]]}]}, "loss": "mean_squared_error",
             "rows": [[1, 2]], "targets": [[1]]}""", """
            {"atStep": 1, "patch": {"training": {"epochs": 2}}, "name": "x", "tags": ["t"], "priority": 1, "notes": "n"}""");

    private static final List<String> GARBAGE = List.of(
            "", "{", "[[[[[[", "null", "\"x\"", "{\"a\":NaN}", "a,b\n1\n", "\u0000\u0001", "--x\r\n", "[1e999]");

    @LocalServerPort
    private int port;

    @Autowired
    @Qualifier("requestMappingHandlerMapping")
    private RequestMappingHandlerMapping mappings;

    private final Random random = new Random(20_26);
    private String job = "";
    private String model = "";

    /** Something to ask about: a job that has run, and its model. */
    @BeforeAll
    void train() {
        Answer submitted = new RawHttp(port).post("/api/v1/jobs", BODIES.getFirst());
        assertThat(submitted.status()).as(submitted.body()).isEqualTo(202);
        job = submitted.json().get("id").stringValue();
        Awaitility.await().atMost(Duration.ofMinutes(2)).until(() -> state().equals("SUCCEEDED"));
        model = new RawHttp(port)
                .get("/api/v1/jobs/" + job)
                .json()
                .get("modelId")
                .stringValue();
    }

    private String state() {
        return new RawHttp(port).get("/api/v1/jobs/" + job).json().get("state").stringValue();
    }

    @Test
    void nonsenseIsRefusedInPlainWordsByEveryEndpoint() {
        List<String> wrong = new ArrayList<>();
        Set<Integer> seen = new TreeSet<>();
        int asked = 0;
        for (Map.Entry<RequestMappingInfo, HandlerMethod> endpoint : endpoints()) {
            for (int i = 0; i < REQUESTS_PER_ENDPOINT; i++) {
                String request = request(endpoint.getKey(), endpoint.getValue());
                Answer answer = new RawHttp(port).exchange(request, new byte[0]);
                complaint(answer).ifPresent(what -> wrong.add(what + "\n  to " + start(request)));
                seen.add(answer.status());
                asked++;
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(asked).isGreaterThan(500);
        assertThat(seen).contains(400, 404, 405, 406, 415, 422);
    }

    @Test
    void badAnswersAreSeen() {
        Map<String, List<String>> problem = Map.of("content-type", List.of("application/problem+json"));
        assertThat(complaint(new Answer(500, problem, "{}"))).isPresent();
        assertThat(complaint(new Answer(404, Map.of("content-type", List.of("text/html")), "<html>")))
                .isPresent();
        assertThat(complaint(new Answer(400, problem, "{\"detail\":\"java.lang.NullPointerException\"}")))
                .isPresent();
        assertThat(complaint(new Answer(400, problem, "{\"instance\":\"/tmp\",\"detail\":\"Bad.\"}")))
                .isEmpty();
        assertThat(complaint(new Answer(200, Map.of(), "{}"))).isEmpty();
    }

    private List<Map.Entry<RequestMappingInfo, HandlerMethod>> endpoints() {
        return mappings.getHandlerMethods().entrySet().stream()
                .filter(e -> path(e.getKey()).startsWith("/api/"))
                .sorted(Comparator.comparing(e -> e.getKey().toString()))
                .toList();
    }

    private static String path(RequestMappingInfo info) {
        return info.getPatternValues().iterator().next();
    }

    private String request(RequestMappingInfo info, HandlerMethod handler) {
        Set<RequestMethod> methods = info.getMethodsCondition().getMethods();
        String method = methods.isEmpty() || random.nextInt(12) == 0
                ? oneOf(List.of("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "BREW"))
                : oneOf(List.copyOf(new TreeSet<>(methods))).name();
        String path = path(info).replaceAll("\\{[^}]*}", Matcher.quoteReplacement(id(method, path(info))));
        String body = method.equals("GET") || method.equals("HEAD") ? "" : body();
        String headers = Stream.of(
                        "Host: localhost",
                        "Connection: close",
                        random.nextInt(3) == 0 ? oneOf(HEADERS) : "Accept-Language: en",
                        body.isEmpty() ? "Accept-Encoding: identity" : "Content-Type: " + oneOf(TYPES),
                        "Content-Length: " + body.length())
                .collect(Collectors.joining("\r\n"));
        return method + " " + path + query(method, path, handler) + " HTTP/1.1\r\n" + headers + "\r\n\r\n" + body;
    }

    /** Every other time an id that exists, unless that would delete it, start a run or open an endless stream. */
    private String id(String method, String pattern) {
        boolean harmless = !method.equals("DELETE") && !pattern.endsWith("/fork") && !pattern.endsWith("/events");
        String real = pattern.contains("/models/") ? model : job;
        return harmless && random.nextBoolean() ? real : oneOf(IDS);
    }

    /** Odd values for the parameters the endpoint knows; a job is only checked, never started. */
    private String query(String method, String path, HandlerMethod handler) {
        List<String> query = new ArrayList<>();
        for (MethodParameter parameter : handler.getMethodParameters()) {
            if (parameter.hasParameterAnnotation(RequestParam.class) && random.nextInt(3) > 0) {
                String name = parameter.getParameter().getName();
                query.add(name + "=" + URLEncoder.encode(oneOf(VALUES), StandardCharsets.UTF_8));
            }
        }
        if (method.equals("POST") && path.equals("/api/v1/jobs")) {
            query.add(0, "validateOnly=true");
        }
        return query.isEmpty() ? "" : "?" + String.join("&", query);
    }

    private String body() {
        if (random.nextInt(4) == 0) {
            return oneOf(GARBAGE);
        }
        JsonNode body = JsonMapper.shared().readTree(oneOf(BODIES));
        for (int i = random.nextInt(3); i >= 0; i--) {
            JsonBreaker.breakSomething(body, random);
        }
        return body.toString();
    }

    private <T> T oneOf(List<T> values) {
        return values.get(random.nextInt(values.size()));
    }

    private static Optional<String> complaint(Answer answer) {
        if (answer.headers().containsKey("x-injected")) {
            return Optional.of("a header was injected");
        }
        return Hygiene.complaint(answer.status(), answer.header("content-type"), answer.body());
    }

    private static String start(String request) {
        return request.length() <= 400 ? request : request.substring(0, 400) + "…";
    }
}
