package dev.chainrule.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chainrule.RawHttp;
import dev.chainrule.RawHttp.Answer;
import dev.chainrule.ServiceTest;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.web.servlet.mvc.method.RequestMappingInfoHandlerMapping;

/** Walks over everything the running service maps, so that an endpoint made tomorrow is guarded like those of today. */
@ServiceTest
final class EveryMappingTest {

    /** What a caller without a key may see. */
    private static final Set<String> OPEN = Set.of(
            "/",
            "/index.html",
            "/actuator/health",
            "/actuator/health/**",
            "/livez",
            "/readyz",
            "/swagger-ui",
            "/swagger-ui/swagger-initializer.js",
            "/v3/api-docs",
            "/v3/api-docs.yaml",
            "/v3/api-docs/swagger-config");

    @LocalServerPort
    private int port;

    @Autowired
    private ObjectProvider<RequestMappingInfoHandlerMapping> mappings;

    private Set<String> patterns() {
        Set<String> patterns = mappings.stream()
                .flatMap(mapping -> mapping.getHandlerMethods().keySet().stream())
                .flatMap(info -> info.getPatternValues().stream())
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(patterns).contains("/api/v1/jobs/{id}", "/actuator/prometheus", "/error");
        return patterns;
    }

    @Test
    void withoutItsKeyOnlyWhatIsListedHereIsOpen() {
        KeyGate gate = KeyGateTest.gate("ab".repeat(32));
        Set<String> open = patterns().stream()
                .filter(pattern -> gate.refusal(new MockHttpServletRequest("GET", example(pattern))) == null)
                .collect(Collectors.toSet());

        assertThat(open).isSubsetOf(OPEN);
    }

    @Test
    void aStrangersNameIsServedNothing() {
        assertThat(patterns()).allSatisfy(pattern -> {
            Answer answer = new RawHttp(port).get(example(pattern), "Host: evil.com");
            assertThat(answer.status()).isEqualTo(421);
            assertThat(answer.json().get("code").stringValue()).isEqualTo("UNKNOWN_HOST");
        });
    }

    @Test
    void aForeignPageChangesNothingAnywhere() {
        assertThat(patterns())
                .allSatisfy(pattern -> assertThat(new RawHttp(port)
                                .send("POST", example(pattern), "Origin: http://evil.com", "Content-Length: 0")
                                .status())
                        .isEqualTo(403));
    }

    @Test
    void everyAnswerHasTheSecurityHeaders() {
        assertThat(patterns()).allSatisfy(pattern -> {
            Answer answer = new RawHttp(port).get(example(pattern));
            assertThat(answer.header("content-security-policy")).contains("default-src 'self'");
            assertThat(answer.header("x-content-type-options")).isEqualTo("nosniff");
            assertThat(answer.header("referrer-policy")).isEqualTo("no-referrer");
            if (pattern.startsWith("/api/")) {
                assertThat(answer.header("cache-control")).containsAnyOf("no-store", "no-cache");
            }
        });
    }

    private static String example(String pattern) {
        return pattern.replaceAll("\\{[^}]*}", "x").replace("/**", "/x");
    }
}
