package dev.chainrule.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.chainrule.RawHttp;
import dev.chainrule.RawHttp.Answer;
import java.io.IOException;
import java.net.ConnectException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.actuate.endpoint.web.PathMappedEndpoints;
import org.springframework.boot.test.web.server.LocalManagementPort;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.mock.env.MockEnvironment;

/** Once keys are asked for, the actuator is on a loopback port of its own and nothing of it but the two probes at the service's. */
@KeyedServiceTest
final class ActuatorPortTest {

    private static final List<String> SHOWN = List.of("health", "info", "prometheus");

    /** Every endpoint Spring Boot has, and some that others add. */
    private static final List<String> KNOWN = List.of(
            "auditevents",
            "beans",
            "caches",
            "conditions",
            "configprops",
            "env",
            "flyway",
            "health",
            "heapdump",
            "httpexchanges",
            "info",
            "integrationgraph",
            "jolokia",
            "liquibase",
            "logfile",
            "loggers",
            "mappings",
            "metrics",
            "prometheus",
            "quartz",
            "restart",
            "sbom",
            "scheduledtasks",
            "sessions",
            "shutdown",
            "startup",
            "threaddump");

    @LocalServerPort
    private int port;

    @LocalManagementPort
    private int own;

    @Autowired
    private PathMappedEndpoints endpoints;

    private static List<String> found(int port, String method) {
        List<String> found = new ArrayList<>();
        for (String name : KNOWN) {
            for (String path : List.of("/actuator/" + name, "/" + name, "/actuator/" + name + "/x")) {
                int status = new RawHttp(port)
                        .send(method, path, KeyedServiceTest.ADMIN, "Content-Length: 0")
                        .status();
                if (status != 404 && status != 405) {
                    found.add(path);
                }
            }
        }
        return found;
    }

    @Test
    void atTheServicesPortNothingOfItIsThereEvenForAnAdmin() {
        assertThat(own).isNotEqualTo(port);
        assertThat(found(port, "GET")).isEmpty();
        assertThat(found(port, "POST")).isEmpty();
        assertThat(new RawHttp(port).get("/actuator", KeyedServiceTest.ADMIN).status())
                .isEqualTo(404);
    }

    @Test
    void atItsOwnPortThereAreThreeAndNoMore() {
        assertThat(found(own, "GET")).containsExactly("/actuator/health", "/actuator/info", "/actuator/prometheus");
        assertThat(found(own, "POST")).isEmpty();
        assertThat(endpoints.getAllPaths()).allMatch(path -> SHOWN.contains(path.replace("/actuator/", "")));
        assertThat(new RawHttp(own).get("/api/v1/jobs", KeyedServiceTest.ADMIN).status())
                .isEqualTo(404);
    }

    @Test
    void itsOwnPortIsGuardedLikeTheServices() {
        RawHttp http = new RawHttp(own);
        for (String path : List.of("/actuator", "/actuator/info", "/actuator/prometheus", "/actuator/x")) {
            Answer closed = http.get(path);
            assertThat(closed.status()).as(path).isEqualTo(401);
            assertThat(closed.json().get("code").stringValue()).isEqualTo("KEY_NEEDED");
            assertThat(closed.header("content-security-policy")).contains("default-src 'self'");
            assertThat(http.get(path, KeyedServiceTest.ADMIN, "Host: evil.com").status())
                    .as(path)
                    .isEqualTo(421);
        }
        String reader = Keys.make(new RawHttp(port), "read").header();
        assertThat(http.get("/actuator/prometheus", reader).body()).contains("jvm_memory_used_bytes");
        assertThat(http.get("/actuator/health").body()).contains("UP");
        Answer absent = http.get("/actuator/env", KeyedServiceTest.ADMIN);
        assertThat(absent.status()).isEqualTo(404);
        assertThat(absent.body()).doesNotContain("org.", "Exception");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/livez", "/readyz"})
    void probesNeedNoKeyAtTheServicesPortButOneOfItsNames(String probe) {
        Answer answer = new RawHttp(port).get(probe);
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().get("status").stringValue()).isEqualTo("UP");
        assertThat(answer.json().size()).isEqualTo(1);
        assertThat(new RawHttp(port).get(probe, "Host: 10.1.2.3:8080").status()).isEqualTo(421);
    }

    @Test
    void nobodyElseOnTheNetworkReachesIt() throws IOException {
        Optional<InetAddress> outer = NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .filter(address -> address instanceof Inet4Address && !address.isLoopbackAddress())
                .findFirst();
        assumeTrue(outer.isPresent(), "this machine has no address but loopback");

        for (int closed : List.of(own, port)) {
            assertThatThrownBy(() -> new Socket(outer.get(), closed).close()).isInstanceOf(ConnectException.class);
        }
        try (ServerSocket open = new ServerSocket()) {
            open.bind(new InetSocketAddress("0.0.0.0", 0));
            new Socket(outer.get(), open.getLocalPort()).close(); // which shows that the address can be called at all
        }
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "-, 8080, -, -, -, -",
                "KEY, 8080, -, -, 8081, 127.0.0.1",
                "KEY, -, -, -, 8081, 127.0.0.1",
                "KEY, 0, -, -, 0, 127.0.0.1",
                "KEY, 8080, 9000, -, 9000, 127.0.0.1",
                "KEY, 8080, -, 10.0.0.1, 8081, 10.0.0.1",
                "KEY, 8080, 8080, -, 8080, -",
                "-, 8080, 9000, -, 9000, 127.0.0.1",
                "-, 0, -, -, -, -",
                "-, 0, 0, -, 0, 127.0.0.1",
            })
    void whereItIs(
            @Nullable String key,
            @Nullable String port,
            @Nullable String named,
            @Nullable String address,
            @Nullable String expectedPort,
            @Nullable String expectedAddress) {
        MockEnvironment environment = new MockEnvironment();
        set(environment, "chainrule.access.api-keys", key == null ? null : "ab".repeat(32));
        set(environment, "server.port", port);
        set(environment, "management.server.port", named);
        set(environment, "management.server.address", address);

        new ActuatorPort().postProcessEnvironment(environment, new SpringApplication());

        assertThat(environment.getProperty("management.server.port")).isEqualTo(expectedPort);
        assertThat(environment.getProperty("management.server.address")).isEqualTo(expectedAddress);
    }

    private static void set(MockEnvironment environment, String name, @Nullable String value) {
        if (value != null) {
            environment.setProperty(name, value);
        }
    }
}
