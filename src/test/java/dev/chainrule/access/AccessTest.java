package dev.chainrule.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chainrule.RawHttp;
import dev.chainrule.RawHttp.Answer;
import dev.chainrule.web.WebTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.web.server.LocalServerPort;

@WebTest
final class AccessTest {

    private static final String ECHO = "/api/v1/trouble/echo";

    @LocalServerPort
    private int port;

    private RawHttp http;

    @BeforeEach
    void connect() {
        http = new RawHttp(port);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "evil.com",
                "localhost.evil.com",
                "evil.com:8080",
                "localhost.",
                "127.0.0.1.nip.io",
                "127.1",
                "0.0.0.0",
                "[::]",
                "localhost:99999999",
            })
    void aStrangersNameIsNotServedAnywhere(String host) {
        for (String path :
                new String[] {"/", "/api/v1/trouble/infinite", "/actuator/health", "/v3/api-docs", "/nothing"}) {
            Answer answer = http.get(path, "Host: " + host);
            assertThat(answer.status()).as(path).isIn(400, 421);
            assertThat(answer.header("content-type")).isEqualTo("application/problem+json");
            assertThat(answer.body()).doesNotContain("openapi", "UP");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "LOCALHOST:80", "127.0.0.1:1234", "[::1]", "[::1]:8080"})
    void ourOwnNamesAreServed(String host) {
        assertThat(http.get("/api/v1/trouble/infinite", "Host: " + host).status())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET / HTTP/1.1\r\n\r\n",
                "GET / HTTP/1.0\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: localhost\r\nHost: evil.com\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: 127.0.0.1:80@evil.com\r\nConnection: close\r\n\r\n",
                "GET / HTTP/1.1\r\nHost:\r\nConnection: close\r\n\r\n",
                "GET http://evil.com/ HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
                "GET http://evil.com/ HTTP/1.1\r\nHost: evil.com\r\nConnection: close\r\n\r\n",
            })
    void aMissingDoubledOrDisguisedHostIsRefused(String request) {
        assertThat(http.exchange(request, new byte[0]).status()).isIn(400, 421);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Origin: http://evil.com",
                "Origin: null",
                "Origin: http://localhost",
                "Origin: https://localhost:PORT",
                "Origin: http://localhost.evil.com:PORT",
                "Sec-Fetch-Site: cross-site",
                "Sec-Fetch-Site: same-site",
            })
    void aForeignPageChangesNothing(String header) {
        Answer answer = http.post(ECHO, "{}", header.replace("PORT", "" + port));

        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.json().get("code").stringValue()).isEqualTo("FOREIGN_ORIGIN");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"Origin: http://localhost:PORT", "Sec-Fetch-Site: same-origin", "Sec-Fetch-Site: none", "X: y"})
    void ourOwnPageAndPlainClientsMay(String header) {
        assertThat(http.post(ECHO, "{}", header.replace("PORT", "" + port)).status())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://evil.com", "http://localhost.evil.com", "null", "https://localhost"})
    void aForeignPageMayNotAskWhetherItMay(String origin) {
        Answer answer = http.send("OPTIONS", ECHO, "Origin: " + origin, "Access-Control-Request-Method: POST");

        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.header("access-control-allow-origin")).isEmpty();
        assertThat(http.get("/api/v1/trouble/infinite", "Origin: " + origin).header("access-control-allow-origin"))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "/, ",
        "/api/v1/trouble/infinite, no-store",
        "/api/v1/nothing, no-store",
        "/api/v1/trouble/unexpected, no-store",
        "/api/v1/trouble/sent, no-store",
        "/actuator/health, ",
    })
    void everyAnswerHasTheSecurityHeaders(String path, String cache) {
        Answer answer = http.get(path);

        assertThat(answer.header("content-security-policy"))
                .contains("default-src 'self'", "script-src 'self';", "object-src 'none'", "frame-ancestors 'none'")
                .doesNotContain("unsafe");
        assertThat(answer.header("x-content-type-options")).isEqualTo("nosniff");
        assertThat(answer.header("referrer-policy")).isEqualTo("no-referrer");
        if (cache != null) {
            assertThat(answer.header("cache-control")).isEqualTo(cache);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "auditevents",
                "beans",
                "caches",
                "conditions",
                "configprops",
                "env",
                "flyway",
                "heapdump",
                "loggers",
                "logfile",
                "mappings",
                "metrics",
                "quartz",
                "scheduledtasks",
                "sessions",
                "shutdown",
                "startup",
                "threaddump",
                "httpexchanges",
                "sbom",
                "h2-console",
            })
    void nothingElseOfTheActuatorIsThere(String endpoint) {
        assertThat(http.get("/actuator/" + endpoint).status()).isEqualTo(404);
        assertThat(http.get("/" + endpoint).status()).isEqualTo(404);
    }

    @Test
    void healthAndMetricsAreThere() {
        assertThat(http.get("/actuator/health").body()).contains("UP");
        assertThat(http.get("/actuator/prometheus").body()).contains("jvm_memory_used_bytes");
    }
}
