package dev.chainrule.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chainrule.RawHttp;
import dev.chainrule.RawHttp.Answer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.bind.annotation.ResponseBody;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.RequestMappingInfoHandlerMapping;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/** Every method of every path the running service maps, as asked by those who may not. */
@KeyedServiceTest
final class ScopeWalkTest {

    /** What a caller without a key may see: pages, the description of the API, and probes. */
    private static final List<String> OPEN =
            List.of("/", "/index.html", "/livez", "/readyz", "/swagger-ui", "/v3/api-docs");

    private static final Set<String> UNSAFE = Set.of("POST", "PUT", "PATCH", "DELETE");

    @LocalServerPort
    private int port;

    @Autowired
    private ObjectProvider<RequestMappingInfoHandlerMapping> mappings;

    private RawHttp http;

    @BeforeEach
    void connect() {
        http = new RawHttp(port);
    }

    private record Call(String method, String path) {

        boolean open() {
            return OPEN.stream().anyMatch(open -> path.equals(open) || (open.length() > 1 && path.startsWith(open)));
        }

        boolean unsafe() {
            return UNSAFE.contains(method);
        }
    }

    /** Each mapped path with each of its methods, or with all where it names none. */
    private List<Call> calls() {
        List<Call> calls = mappings.stream()
                .flatMap(mapping -> mapping.getHandlerMethods().keySet().stream())
                .flatMap(ScopeWalkTest::calls)
                .distinct()
                .toList();
        assertThat(calls)
                .contains(
                        new Call("DELETE", "/api/v1/jobs/x"),
                        new Call("POST", "/api/v1/datasets"),
                        new Call("PUT", "/api/v1/models/x/aliases/x"),
                        new Call("GET", "/api/v1/jobs/x/events"),
                        new Call("POST", "/api/v1/keys"),
                        new Call("GET", "/readyz"));
        return calls;
    }

    private static Stream<Call> calls(RequestMappingInfo info) {
        Collection<RequestMethod> named = info.getMethodsCondition().getMethods();
        Collection<RequestMethod> methods = named.isEmpty() ? List.of(RequestMethod.values()) : named;
        return info.getPatternValues().stream()
                .map(pattern -> pattern.replaceAll("\\{[^}]*}", "x").replace("/**", "/x"))
                .flatMap(path -> methods.stream().map(method -> new Call(method.name(), path)));
    }

    private Answer ask(Call call, String... headers) {
        String[] all = Stream.concat(Stream.of("Content-Length: 0"), Stream.of(headers))
                .toArray(String[]::new);
        return http.send(call.method(), call.path(), all);
    }

    /** Calls of this kind that are answered otherwise. */
    private List<String> wrong(List<Call> calls, BiFunction<Call, Answer, Boolean> right, String... headers) {
        assertThat(calls).isNotEmpty();
        List<String> wrong = new ArrayList<>();
        for (Call call : calls) {
            Answer answer = ask(call, headers);
            if (!right.apply(call, answer)) {
                wrong.add(call + ": " + answer.status() + " " + answer.body());
            }
        }
        return wrong;
    }

    private static boolean refused(Call call, Answer answer, int status, String code) {
        boolean traced = call.method().equals("TRACE"); // the server refuses that itself
        return traced
                ? answer.status() == 405 || answer.status() == status
                : answer.status() == status
                        && (call.method().equals("HEAD") || answer.body().contains(code));
    }

    @Test
    void withoutAKeyNothingButTheOpenPathsAnswers() {
        List<Call> closed = calls().stream().filter(call -> !call.open()).toList();

        assertThat(wrong(closed, (call, answer) -> refused(call, answer, 401, "KEY_NEEDED")))
                .isEmpty();
        assertThat(wrong(closed, (call, answer) -> refused(call, answer, 401, "KEY_NEEDED"), "Authorization: Bearer x"))
                .isEmpty();
    }

    @Test
    void aKeyForReadingChangesNothing() {
        List<Call> changes =
                calls().stream().filter(call -> call.unsafe() && !call.open()).toList();

        assertThat(wrong(
                        changes,
                        (call, answer) -> refused(call, answer, 403, "SCOPE_NEEDED"),
                        Keys.make(http, "read").header()))
                .isEmpty();
    }

    @Test
    void aKeyForWritingSeesNeitherKeysNorAudit() {
        List<Call> keys = calls().stream()
                .filter(call ->
                        call.path().startsWith("/api/v1/keys") || call.path().startsWith("/api/v1/audit"))
                .toList();
        assertThat(keys).contains(new Call("GET", "/api/v1/audit"), new Call("DELETE", "/api/v1/keys/x"));

        assertThat(wrong(
                        keys,
                        (call, answer) -> refused(call, answer, 403, "SCOPE_NEEDED"),
                        Keys.make(http, "write").header()))
                .isEmpty();
    }

    @Test
    void theRightKeyFromAForeignPageChangesNothing() {
        List<Call> changes = calls().stream().filter(Call::unsafe).toList();

        for (String header : List.of("Origin: http://evil.com", "Origin: null", "Sec-Fetch-Site: cross-site")) {
            assertThat(wrong(
                            changes,
                            (call, answer) -> refused(call, answer, 403, "FOREIGN_ORIGIN"),
                            KeyedServiceTest.ADMIN,
                            header))
                    .isEmpty();
        }
    }

    @Test
    void theRightKeyUnderAStrangersNameIsServedNothing() {
        assertThat(wrong(
                        calls(),
                        (call, answer) -> refused(call, answer, 421, "UNKNOWN_HOST"),
                        KeyedServiceTest.ADMIN,
                        "Host: evil.com"))
                .isEmpty();
    }

    /** What a careless hand might add tomorrow. */
    static final class Planted {

        @ResponseBody
        public String tell() {
            return "everything";
        }
    }

    @Test
    void theWalkSeesAControllerOnAnOpenPathAndThoseOfTheApiAreClosedFromTheStart() throws NoSuchMethodException {
        RequestMappingHandlerMapping planted = mappings.stream()
                .filter(RequestMappingHandlerMapping.class::isInstance)
                .map(RequestMappingHandlerMapping.class::cast)
                .filter(mapping -> mapping.getHandlerMethods().keySet().stream()
                        .anyMatch(info -> info.getPatternValues().contains("/api/v1/jobs")))
                .findFirst()
                .orElseThrow();
        RequestMappingInfo info = RequestMappingInfo.paths("/planted", "/api/v1/planted")
                .methods(RequestMethod.GET)
                .options(planted.getBuilderConfiguration())
                .build();
        planted.registerMapping(info, new Planted(), Planted.class.getMethod("tell"));
        try {
            List<Call> closed = calls().stream().filter(call -> !call.open()).toList();
            assertThat(closed).contains(new Call("GET", "/api/v1/planted"));
            assertThat(wrong(closed, (call, answer) -> refused(call, answer, 401, "KEY_NEEDED")))
                    .singleElement()
                    .asString()
                    .contains("/planted", "200 everything");
        } finally {
            planted.unregisterMapping(info);
        }
    }

    @Test
    void theWalkSeesWhatIsLetIn() {
        List<Call> jobs = List.of(new Call("GET", "/api/v1/jobs"));

        assertThat(wrong(jobs, (call, answer) -> refused(call, answer, 401, "KEY_NEEDED"), KeyedServiceTest.ADMIN))
                .singleElement()
                .asString()
                .contains("200");
        assertThat(wrong(
                        List.of(new Call("DELETE", "/api/v1/jobs/x")),
                        (call, answer) -> refused(call, answer, 403, "SCOPE_NEEDED"),
                        Keys.make(http, "write").header()))
                .singleElement()
                .asString()
                .contains("404");
    }
}
