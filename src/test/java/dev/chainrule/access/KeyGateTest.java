package dev.chainrule.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.bucket4j.TimeMeter;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.util.unit.DataSize;

final class KeyGateTest {

    /** SHA-256 of {@code open sesame}, by sha256sum. */
    private static final String DIGEST = "41ef4bb0b23661e66301aac36066912dac037827b4ae63a7b1165a5aa93ed4eb";

    private final KeyGate gate = gate("00".repeat(32), DIGEST);

    @Test
    void withoutConfiguredKeysEveryoneMayCall() {
        assertThat(gate().refusal(request("/api/v1/jobs", null))).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bearer open sesame", "bearer open sesame", "Bearer  open sesame "})
    void theKeyOpens(String header) {
        assertThat(gate.refusal(request("/api/v1/jobs", header))).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bearer open", "Bearer ", "Basic open sesame", "open sesame", "Bearer " + DIGEST, ""})
    void anythingElseDoesNot(String header) {
        assertThat(gate.refusal(request("/api/v1/jobs", header))).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api",
                "/api/v1/jobs",
                "/api/v1/jobs/1/events",
                "/actuator",
                "/actuator/prometheus",
                "/actuator/healthy",
                "//api/v1/jobs",
                "/%61pi/v1/jobs",
                "/x/../api/v1/jobs",
                "/x/%2e%2e/api/v1/jobs",
                "/;a=b/api/v1/jobs",
                "/api;x/v1/jobs",
                "/actuator/health/../prometheus",
                "/actuator/health;/../prometheus",
                "/actuator/health%2f..%2fprometheus",
                "\\api\\v1\\jobs",
                "/error",
            })
    void theseNeedAKeyInAnySpelling(String path) {
        assertThat(gate.refusal(request(path, null))).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/index.html",
                "/js/app.js",
                "/webjars/uplot/1.6.30/dist/uPlot.esm.js",
                "/actuator/health",
                "/actuator/health/readiness",
                "/swagger-ui/index.html",
                "/v3/api-docs"
            })
    void theseDoNot(String path) {
        assertThat(gate.refusal(request(path, null))).isNull();
    }

    @Test
    void aKeyInsteadOfItsDigestIsRefusedAtStart() {
        assertThatThrownBy(() -> new AccessProperties(
                        List.of(),
                        List.of(),
                        List.of("open sesame"),
                        DataSize.ofMegabytes(1),
                        DataSize.ofMegabytes(1),
                        List.of(),
                        new Rates(1, 1, 1, 1),
                        new Crowd(1, 1, Duration.ofSeconds(1)),
                        new Pace(DataSize.ofBytes(1), Duration.ofSeconds(1))))
                .hasMessageContaining("SHA-256")
                .hasMessageNotContaining("sesame");
    }

    /** A gate without a database: no key here has the form of those that are looked up. */
    static KeyGate gate(String... digests) {
        JdbcClient nobodyAsks = (JdbcClient) Proxy.newProxyInstance(
                JdbcClient.class.getClassLoader(), new Class<?>[] {JdbcClient.class}, (proxy, method, arguments) -> {
                    throw new AssertionError("the database was asked for a key that cannot be one");
                });
        return new KeyGate(
                new KeyRing(List.of(digests), new KeyTable(nobodyAsks)),
                new Limiter(1_000, Duration.ofMinutes(1), TimeMeter.SYSTEM_MILLISECONDS));
    }

    @Test
    void whatHasTheFormOfAKeyIsLookedUpAndNothingElseIs() {
        String shaped = "cr_" + "a".repeat(12) + "_" + "b".repeat(64);

        assertThatThrownBy(() -> gate.refusal(request("/api/v1/jobs", "Bearer " + shaped)))
                .isInstanceOf(AssertionError.class);
        assertThat(gate.refusal(request("/api/v1/jobs", "Bearer " + shaped + "b")))
                .isNotNull();
        assertThat(gate.refusal(request("/api/v1/jobs", "Bearer " + shaped.toUpperCase(Locale.ROOT))))
                .isNotNull();
    }

    private static MockHttpServletRequest request(String path, @Nullable String header) {
        MockHttpServletRequest request = new MockHttpServletRequest("GET", path);
        if (header != null) {
            request.addHeader("Authorization", header);
        }
        return request;
    }
}
