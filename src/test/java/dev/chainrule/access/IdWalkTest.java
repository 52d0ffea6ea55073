package dev.chainrule.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chainrule.RawHttp;
import dev.chainrule.RawHttp.Answer;
import dev.chainrule.ServiceTest;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.regex.Matcher;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/** No id leads to a file: every path with a variable is asked for a canary, beside the data folder and inside it, in many spellings. */
@ServiceTest
final class IdWalkTest {

    private static final String CANARY = "canary-8d0f4b";

    @LocalServerPort
    private int port;

    @Value("${chainrule.data-dir}")
    private Path folder;

    @Autowired
    @Qualifier("requestMappingHandlerMapping")
    private RequestMappingHandlerMapping mappings;

    private record Call(String method, String pattern) {}

    private List<Call> calls() {
        List<Call> calls = mappings.getHandlerMethods().keySet().stream()
                .flatMap(info -> {
                    Collection<RequestMethod> named = info.getMethodsCondition().getMethods();
                    Collection<RequestMethod> methods = named.isEmpty() ? List.of(RequestMethod.GET) : named;
                    return info.getPatternValues().stream()
                            .filter(pattern -> pattern.startsWith("/api/") && pattern.contains("{"))
                            .flatMap(pattern -> methods.stream().map(method -> new Call(method.name(), pattern)));
                })
                .distinct()
                .toList();
        assertThat(calls)
                .contains(
                        new Call("GET", "/api/v1/datasets/{id}/rows"),
                        new Call("DELETE", "/api/v1/models/{id}"),
                        new Call("GET", "/api/v1/models/{id}/export"))
                .hasSizeGreaterThan(25);
        return calls;
    }

    private static String escaped(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static List<String> ids(Path outside, Path inside) {
        return Stream.concat(
                        Stream.of(
                                        "../" + outside.getFileName(),
                                        "../../" + outside.getFileName(),
                                        "..\\" + outside.getFileName(),
                                        outside.toString(),
                                        "file://" + outside,
                                        inside.getFileName().toString(),
                                        "datasets/" + inside.getFileName(),
                                        "x/../" + inside.getFileName(),
                                        "C:\\" + outside.getFileName(),
                                        "http://127.0.0.1/" + CANARY,
                                        "x".repeat(5_000))
                                .map(IdWalkTest::escaped),
                        Stream.of(
                                "%252e%252e%252f" + outside.getFileName(),
                                "..%5c" + outside.getFileName(),
                                "%00",
                                outside.getFileName() + "%00.json",
                                "../" + outside.getFileName()))
                .toList();
    }

    @Test
    void noIdLeadsToAFile() throws IOException {
        Answer kept = new RawHttp(port)
                .post("/api/v1/datasets", "{\"generator\": {\"type\": \"xor\", \"rows\": 10, \"seed\": 4}}");
        assertThat(kept.status()).as("a dataset, so that its folder is there").isIn(200, 201);
        Path outside = Files.writeString(folder.resolveSibling(CANARY), CANARY + " sings");
        Path inside = Files.writeString(folder.resolve("datasets").resolve(CANARY), CANARY + " sings");
        List<String> wrong = new ArrayList<>();
        int asked = 0;
        try {
            for (Call call : calls()) {
                for (String id : ids(outside, inside)) {
                    String path = call.pattern().replaceFirst("\\{[^}]*}", Matcher.quoteReplacement(id));
                    Answer answer = new RawHttp(port)
                            .exchange(
                                    call.method() + " " + path.replaceAll("\\{[^}]*}", "1")
                                            + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}",
                                    new byte[0]);
                    asked++;
                    if (answer.status() < 400
                            || answer.status() >= 500
                            || answer.body().contains("sings")) {
                        wrong.add(call + " " + id + ": " + answer.status() + " " + answer.body());
                    }
                }
            }
            assertThat(Files.exists(outside) && Files.exists(inside))
                    .as("nothing was deleted")
                    .isTrue();
        } finally {
            Files.deleteIfExists(outside);
            Files.deleteIfExists(inside);
        }
        assertThat(wrong).isEmpty();
        assertThat(asked).isGreaterThan(400);
    }
}
