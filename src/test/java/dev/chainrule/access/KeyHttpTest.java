package dev.chainrule.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chainrule.RawHttp;
import dev.chainrule.RawHttp.Answer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

@KeyedServiceTest
@ExtendWith(OutputCaptureExtension.class)
final class KeyHttpTest {

    private static final String KEYS = "/api/v1/keys";
    private static final String JOBS = "/api/v1/jobs";

    /** So many steps that it is running still when the test is over. */
    private static final String LONG_JOB = """
            {"dataset": {"generator": {"type": "iris"}}, "model": {"layers": ["dense:64:tanh", "dense:64:tanh"]},
             "training": {"epochs": 1000000}}""";

    /** Forty times what a stream may take to end. */
    private static final Duration PATIENCE = Duration.ofSeconds(40);

    @LocalServerPort
    private int port;

    @Autowired
    private DataSource database;

    private RawHttp http;

    @BeforeEach
    void connect() {
        http = new RawHttp(port);
    }

    @Test
    void aKeyIsShownOnceAndIsNowhereInTheDatabase(@TempDir Path folder) throws IOException {
        Keys made = Keys.make(http, "read");
        String secret = made.key().substring(made.key().lastIndexOf('_') + 1);

        assertThat(http.get(KEYS, KeyedServiceTest.ADMIN).body())
                .contains(made.id())
                .doesNotContain(secret);
        assertThat(http.get(KEYS + "/" + made.id(), KeyedServiceTest.ADMIN)
                        .json()
                        .get("key")
                        .isNull())
                .isTrue();
        Path dump = folder.resolve("dump.sql"); // other tests may have left millions of steps
        JdbcClient.create(database).sql("script to '" + dump + "'").query().listOfRows();
        assertThat(lineWith(sha256(made.key()), dump)).contains(made.id());
        assertThat(lineWith(secret, dump)).isEqualTo("nowhere");
    }

    private static String lineWith(String text, Path file) throws IOException {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.filter(line -> line.contains(text)).findFirst().orElse("nowhere");
        }
    }

    private static String sha256(String key) {
        return HexFormat.of().formatHex(Digests.sha256(key));
    }

    @Test
    void aKeyIsInNoLineOfTheLogWhateverItsLevel(CapturedOutput log) {
        Keys made = Keys.make(http, "read");
        LoggingSystem system = LoggingSystem.get(getClass().getClassLoader());
        try {
            system.setLogLevel(LoggingSystem.ROOT_LOGGER_NAME, LogLevel.TRACE);
            assertThat(http.get(JOBS, made.header()).status()).isEqualTo(200);
            assertThat(http.get(JOBS + "/x", made.header()).status()).isEqualTo(404);
            assertThat(http.get(JOBS, made.header() + "0").status()).isEqualTo(401);
            assertThat(http.post(JOBS, "{}", made.header()).status()).isEqualTo(403);
            Keys.make(http, "write");
        } finally {
            system.setLogLevel(LoggingSystem.ROOT_LOGGER_NAME, LogLevel.INFO);
        }
        assertThat(log.getAll()).contains("TRACE").contains("/api/v1/jobs/x");
        assertThat(log.getAll())
                .doesNotContain(made.key(), made.key().substring(0, 40), "open sesame")
                .doesNotContainPattern("cr_[0-9a-f]{12}_[0-9a-f]{8}");
    }

    @Test
    void aCallerIsToldWhatItsKeyOpens() {
        for (String scope : List.of("read", "write", "admin")) {
            Keys made = Keys.make(http, scope);
            Answer told = http.get("/api/v1/caller", made.header());
            assertThat(told.json().get("scope").stringValue()).isEqualTo(scope);
            assertThat(told.json().get("name").stringValue()).isEqualTo("a test");
            assertThat(told.json().get("owner").stringValue()).isEqualTo(scope.equals("admin") ? "" : made.id());
            assertThat(told.json().get("keyNeeded").booleanValue()).isTrue();
            assertThat(told.body()).doesNotContain(made.key());
        }
        assertThat(http.get("/api/v1/caller").status()).isEqualTo(401);
    }

    @Test
    void eachScopeOpensWhatThoseBeforeItDo() {
        String check = JOBS + "?validateOnly=true";
        for (String scope : List.of("read", "write", "admin")) {
            String header = Keys.make(http, scope).header();
            assertThat(http.get(JOBS, header).status()).as(scope).isEqualTo(200);
            assertThat(http.post(check, LONG_JOB, header).status())
                    .as(scope)
                    .isEqualTo(scope.equals("read") ? 403 : 200);
            assertThat(http.get(KEYS, header).status()).as(scope).isEqualTo(scope.equals("admin") ? 200 : 403);
        }
    }

    @Test
    void aRefusalSaysWhichScopeIsNeeded() {
        Answer answer = http.post(JOBS, LONG_JOB, Keys.make(http, "read").header());

        assertThat(answer.json().get("code").stringValue()).isEqualTo("SCOPE_NEEDED");
        assertThat(answer.json().get("detail").stringValue()).contains("scope write", "has read");
    }

    @Test
    void aRevokedKeyOpensNothingAnywhere() {
        Keys made = Keys.make(http, "write");
        KeyRing otherInstance =
                new KeyRing(List.of(KeyedServiceTest.DIGEST), new KeyTable(JdbcClient.create(database)));
        assertThat(http.get(JOBS, made.header()).status()).isEqualTo(200);
        assertThat(otherInstance.holder(made.key())).isPresent();

        assertThat(http.send("DELETE", KEYS + "/" + made.id(), KeyedServiceTest.ADMIN)
                        .status())
                .isEqualTo(204);

        assertThat(http.get(JOBS, made.header()).status()).isEqualTo(401);
        assertThat(otherInstance.holder(made.key())).isEmpty();
        assertThat(http.get(KEYS + "/" + made.id(), KeyedServiceTest.ADMIN)
                        .json()
                        .get("revokedAt")
                        .isString())
                .isTrue();
    }

    @Test
    void anEventStreamBreaksOffWhenItsKeyIsRevoked() throws IOException {
        Keys made = Keys.make(http, "write");
        String job = JOBS + "/"
                + http.post(JOBS, LONG_JOB, made.header()).json().get("id").stringValue();
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(60_000);
            socket.getOutputStream()
                    .write(("GET " + job
                                    + "/events?series=loss HTTP/1.1\r\nHost: localhost\r\nAccept: text/event-stream\r\n"
                                    + made.header() + "\r\n\r\n")
                            .getBytes(StandardCharsets.ISO_8859_1));
            BufferedReader events =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            awaitHistory(events);
            awaitHistory(events);

            http.send("DELETE", KEYS + "/" + made.id(), KeyedServiceTest.ADMIN);

            long deadline = System.nanoTime() + PATIENCE.toNanos();
            while (events.readLine() != null) {
                assertThat(System.nanoTime()).as("the stream goes on").isLessThan(deadline);
            }
        } finally {
            String state =
                    http.get(job, KeyedServiceTest.ADMIN).json().get("state").stringValue();
            http.send("POST", job + "/cancel", KeyedServiceTest.ADMIN, "Content-Length: 0");
            assertThat(state).as("state of the job while its stream ended").isEqualTo("RUNNING");
        }
    }

    private static void awaitHistory(BufferedReader events) throws IOException {
        for (String line = events.readLine(); !"event: history".equals(line); line = events.readLine()) {
            assertThat(line).as("a line of a stream that goes on").isNotNull();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"name\": \"\"}",
                "{\"name\": \" \"}",
                "{\"name\": \"x\", \"scope\": \"root\"}",
                "{\"name\": \"x\", \"key\": \"mine\"}",
                "[]"
            })
    void whatIsWrongIsSaid(String body) {
        assertThat(http.post(KEYS, body, KeyedServiceTest.ADMIN).status()).isEqualTo(422);
    }

    @Test
    void anUnknownKeyCannotBeShownOrRevoked() {
        assertThat(http.get(KEYS + "/x", KeyedServiceTest.ADMIN).status()).isEqualTo(404);
        assertThat(http.send("DELETE", KEYS + "/x", KeyedServiceTest.ADMIN).status())
                .isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/v1/keys",
                "/api/v1/keys/",
                "/api/v1/%6beys",
                "/api/v1/keys;a=b",
                "/api;x/v1/keys",
                "//api/v1/keys"
            })
    void noSpellingOpensTheKeysToAWriter(String path) {
        Answer answer = http.get(path, Keys.make(http, "write").header());

        assertThat(answer.status()).as(answer.body()).isIn(400, 403, 404);
        assertThat(answer.body()).doesNotContain("items");
    }
}
