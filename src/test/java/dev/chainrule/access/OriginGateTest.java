package dev.chainrule.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.mock.web.MockHttpServletRequest;

/** A configured origin is that origin and no other. */
final class OriginGateTest {

    private final OriginGate gate = new OriginGate(List.of("https://lab.example"));

    private boolean passes(String method, String origin) {
        MockHttpServletRequest request = new MockHttpServletRequest(method, "/api/v1/jobs");
        request.addHeader("Host", "localhost:8080");
        request.addHeader("Origin", origin);
        request.addHeader("Access-Control-Request-Method", "POST");
        return gate.refusal(request) == null;
    }

    @Test
    void theConfiguredOriginPassesAndSoDoesOurOwn() {
        assertThat(passes("POST", "https://lab.example")).isTrue();
        assertThat(passes("POST", "HTTPS://LAB.example")).isTrue();
        assertThat(passes("OPTIONS", "https://lab.example")).isTrue();
        assertThat(passes("POST", "http://localhost:8080")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://lab.example",
                "https://lab.example:8443",
                "https://lab.example.evil.com",
                "https://evil-lab.example",
                "https://lab.example/",
                "https://lab.example https://evil.com",
                "null",
                "",
                "*"
            })
    void whatOnlyLooksLikeItDoesNot(String origin) {
        assertThat(passes("POST", origin)).isFalse();
        assertThat(passes("OPTIONS", origin)).isFalse();
    }
}
