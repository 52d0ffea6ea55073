package dev.chainrule.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.chainrule.RawHttp;
import dev.chainrule.RawHttp.Answer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/** What a call leaves in the audit table. A row is written once its answer is, so it is waited for. */
@KeyedServiceTest
final class AuditHttpTest {

    private static final String AUDIT = "/api/v1/audit";
    private static final Set<RequestMethod> CHANGING =
            Set.of(RequestMethod.POST, RequestMethod.PUT, RequestMethod.PATCH, RequestMethod.DELETE);
    private static final Pattern TOUCHES = Pattern.compile(
            "(?is)(update|delete\\s+from|truncate(\\s+table)?|alter\\s+table|drop\\s+table)\\s+audit\\b");

    @LocalServerPort
    private int port;

    @Autowired
    @Qualifier("requestMappingHandlerMapping")
    private RequestMappingHandlerMapping mappings;

    @Autowired
    private AuditTable table;

    private RawHttp http;
    private long before;

    @BeforeEach
    void connect() {
        http = new RawHttp(port);
        before = settled();
    }

    /** Number of the newest row, once the rows of earlier calls are there: that of a marker sent last. */
    private long settled() {
        Keys marker = Keys.make(http, "read");
        return Awaitility.await()
                .until(
                        () -> table.page(Long.MAX_VALUE, 1_000).stream()
                                .filter(row -> marker.id().equals(row.resource()))
                                .mapToLong(AuditEntry::entry)
                                .findFirst()
                                .orElse(0),
                        entry -> entry > 0);
    }

    /** Rows of this test, oldest first, once there are that many and a marker behind them; the marker is left out. */
    private List<AuditEntry> rows() {
        long after = settled();
        return table.page(after, 1_000).stream()
                .filter(row -> row.entry() > before)
                .toList()
                .reversed();
    }

    @Test
    void eachChangingEndpointLeavesOneRow() {
        Map<String, Long> asked = new TreeMap<>();
        mappings.getHandlerMethods().keySet().forEach(info -> {
            String pattern = info.getPatternValues().iterator().next();
            for (RequestMethod method : info.getMethodsCondition().getMethods()) {
                if (CHANGING.contains(method) && asked.putIfAbsent(method + " " + pattern, 1L) == null) {
                    String path = pattern.replaceAll("\\{[^}]*}", "x");
                    http.send(
                            method.name(),
                            path,
                            KeyedServiceTest.ADMIN,
                            "Content-Type: application/json",
                            "Content-Length: 0");
                }
            }
        });
        assertThat(asked).hasSizeGreaterThan(20).containsKeys("DELETE /api/v1/jobs/{id}", "POST /api/v1/keys");

        List<AuditEntry> rows = rows();
        assertThat(rows).hasSameSizeAs(asked.keySet());
        assertThat(rows).allSatisfy(row -> {
            assertThat(row.caller()).isEqualTo("configured");
            assertThat(row.status()).isBetween(400, 499);
            assertThat(row.address()).isIn("127.0.0.1", "0:0:0:0:0:0:0:1");
            assertThat(row.resource()).isNull();
        });
        // one row each, though a body that is missing may be refused before its endpoint is known
        assertThat(rows)
                .extracting(AuditEntry::action)
                .filteredOn(action -> !action.endsWith("at the door"))
                .isSubsetOf(asked.keySet());
    }

    @Test
    void whatIsMadeAndChangedIsNamedWithItsKey() {
        Keys writer = Keys.make(http, "write");
        String job =
                http.post("/api/v1/jobs", """
                        {"dataset": {"generator": {"type": "iris"}}, "model": {"layers": ["dense:4:tanh"]}, "training": {"epochs": 2}}""", writer.header()).json().get("id").stringValue();
        http.send("DELETE", "/api/v1/keys/" + writer.id(), KeyedServiceTest.ADMIN);

        assertThat(rows())
                .extracting(AuditEntry::action, AuditEntry::resource, AuditEntry::status, AuditEntry::keyPrefix)
                .containsExactly(
                        tuple("POST /api/v1/keys", writer.id(), 201, null),
                        tuple("POST /api/v1/jobs", job, 202, writer.key().substring(3, 15)),
                        tuple("DELETE /api/v1/keys/{id}", writer.id(), 204, null));
    }

    @Test
    void readersAndStrangersLeaveNoneButAKnownKeyThatIsRefusedDoes() {
        Keys reader = Keys.make(http, "read");
        http.get("/api/v1/jobs", reader.header());
        http.post("/api/v1/jobs", "{}");
        http.post("/api/v1/jobs", "{}", "Authorization: Bearer a guess");
        http.post("/api/v1/jobs", "{}", reader.header());

        assertThat(rows())
                .extracting(AuditEntry::action, AuditEntry::status)
                .containsExactly(tuple("POST /api/v1/keys", 201), tuple("POST refused at the door", 403));
    }

    @Test
    void neitherKeysNorDataAreInIt() {
        Keys made = Keys.make(http, "write");
        http.send("DELETE", "/api/v1/jobs/" + made.key() + "?note=" + made.key(), KeyedServiceTest.ADMIN);
        http.post("/api/v1/gradients", "{\"expression\": \"" + made.key() + "\"}", made.header());
        http.send(made.key(), "/api/v1/jobs", made.header(), "Content-Length: 0");

        List<AuditEntry> rows = rows();
        assertThat(rows).hasSize(4);
        assertThat(rows.toString())
                .contains(made.id())
                .doesNotContain(made.key().substring(16));
    }

    @Test
    void itIsReadInPages() {
        Keys.make(http, "read");
        Answer first = http.get(AUDIT + "?pageSize=2", KeyedServiceTest.ADMIN);
        String token = first.json().get("nextPageToken").stringValue();
        Answer second = http.get(AUDIT + "?pageSize=2&pageToken=" + token, KeyedServiceTest.ADMIN);

        assertThat(first.json().at("/items/1/entry").longValue())
                .isEqualTo(Long.parseLong(token))
                .isGreaterThan(second.json().at("/items/0/entry").longValue());
        assertThat(http.get(AUDIT + "?pageSize=0", KeyedServiceTest.ADMIN).status())
                .isEqualTo(422);
        assertThat(http.get(AUDIT + "?pageToken=x", KeyedServiceTest.ADMIN).status())
                .isEqualTo(422);
    }

    @Test
    void nothingInTheSourceChangesOrRemovesARow() throws IOException {
        List<String> touching = new ArrayList<>();
        try (Stream<Path> files = Files.walk(Path.of("src/main"))) {
            for (Path file : files.filter(path -> path.toString().matches(".*\\.(java|sql)"))
                    .toList()) {
                if (TOUCHES.matcher(Files.readString(file)).find()) {
                    touching.add(file.toString());
                }
            }
        }

        assertThat(touching).isEmpty();
        assertThat(List.of(
                        "delete from audit where true",
                        "UPDATE audit SET x",
                        "truncate table audit",
                        "drop table audit"))
                .allSatisfy(sql -> assertThat(TOUCHES.matcher(sql).find()).isTrue());
        assertThat(TOUCHES.matcher("insert into audit (at)").find()).isFalse();
    }
}
