package dev.chainrule.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chainrule.RawHttp;
import dev.chainrule.RawHttp.Answer;
import dev.chainrule.ServiceTest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What is too large, too much, too slow or in the wrong place for the running service (S7, S10, S15, S19, S23, S24). */
@ServiceTest
final class LimitsHttpTest {

    private static final String DATASETS = "/api/v1/datasets";
    private static final int MIB = 1 << 20;

    /** The limit of uploads is 100 MiB. */
    private static final int TOO_MANY_MIB = 101;

    @LocalServerPort
    private int port;

    @Value("${chainrule.data-dir}")
    private Path folder;

    private RawHttp http;

    @BeforeEach
    void connect() {
        http = new RawHttp(port);
    }

    /** The first line of an answer to a body that is written by others. */
    private String statusOf(String head, BodyWriter body) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(30_000);
            OutputStream out = socket.getOutputStream();
            out.write(head.getBytes(StandardCharsets.ISO_8859_1));
            body.write(out);
            out.flush();
            return new String(socket.getInputStream().readNBytes(12), StandardCharsets.ISO_8859_1);
        }
    }

    private interface BodyWriter {
        void write(OutputStream out) throws IOException;
    }

    private static String head(String path, String... headers) {
        return "POST " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n" + String.join("\r\n", headers)
                + "\r\n\r\n";
    }

    private static BodyWriter chunked(byte[] first, byte[] chunk, int times, byte[] last) {
        return out -> {
            writeChunk(out, first);
            for (int i = 0; i < times; i++) {
                writeChunk(out, chunk);
            }
            writeChunk(out, last);
            out.write("0\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
        };
    }

    private static void writeChunk(OutputStream out, byte[] bytes) throws IOException {
        if (bytes.length > 0) {
            out.write((Integer.toHexString(bytes.length) + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
            out.write(bytes);
            out.write("\r\n".getBytes(StandardCharsets.ISO_8859_1));
        }
    }

    private static byte[] rows(int bytes) {
        return "1,2\n".repeat(bytes / 4).getBytes(StandardCharsets.ISO_8859_1);
    }

    private List<String> halfWritten() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.map(path -> path.getFileName().toString())
                    .filter(name -> name.contains(".tmp-"))
                    .toList();
        }
    }

    @Test
    void anUploadOverTheLimitIsRefusedWithAndWithoutItsLengthAndLeavesNothing() throws IOException {
        String csv = "Content-Type: text/csv";
        String form = "Content-Type: multipart/form-data; boundary=b";
        String length = "Content-Length: " + TOO_MANY_MIB * (long) MIB;
        byte[] none = {};
        byte[] part = "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.csv\"\r\n\r\n"
                .getBytes(StandardCharsets.ISO_8859_1);
        byte[] end = "\r\n--b--\r\n".getBytes(StandardCharsets.ISO_8859_1);

        assertThat(statusOf(head(DATASETS, csv, length), out -> {})).isEqualTo("HTTP/1.1 413");
        assertThat(statusOf(head(DATASETS, form, length), out -> {})).isEqualTo("HTTP/1.1 413");
        String chunks = "Transfer-Encoding: chunked";
        assertThat(statusOf(head(DATASETS, csv, chunks), chunked(none, rows(MIB), TOO_MANY_MIB, none)))
                .isEqualTo("HTTP/1.1 413");
        assertThat(statusOf(head(DATASETS, form, chunks), chunked(part, rows(MIB), TOO_MANY_MIB, end)))
                .isEqualTo("HTTP/1.1 413");

        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> halfWritten().isEmpty());
        assertThat(statusOf(head(DATASETS + "/preview", csv, chunks), chunked(none, rows(1_000), 1, none)))
                .as("one below the limit")
                .isEqualTo("HTTP/1.1 200");
    }

    @Test
    void tenPartsAreEnoughAndTwentyHeadersTooMany() throws IOException {
        long start = System.nanoTime();
        String many = "--b\r\nContent-Disposition: form-data; name=\"p\"\r\n\r\nx\r\n".repeat(10_000) + "--b--\r\n";
        String headed = "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.csv\"\r\n"
                + "X-Much: 0123456789012345678901234567890123456789\r\n".repeat(21) + "\r\na,b\n1,2\n\r\n--b--\r\n";
        for (String body : List.of(many, headed)) {
            String head =
                    head(DATASETS, "Content-Type: multipart/form-data; boundary=b", "Content-Length: " + body.length());
            assertThat(statusOf(head, out -> out.write(body.getBytes(StandardCharsets.ISO_8859_1))))
                    .startsWith("HTTP/1.1 4");
        }
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
    }

    /** A gzip file may have several parts, so that 10 MB hold 10 GB. */
    @Test
    void aGzipBombIsRefusedBeforeItIsLarge() throws IOException {
        ByteArrayOutputStream part = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(part)) {
            out.write(new byte[64 * MIB]);
        }
        ByteArrayOutputStream bomb = new ByteArrayOutputStream();
        for (int i = 0; i < 160; i++) {
            part.writeTo(bomb);
        }
        long before = Files.getFileStore(folder).getUsableSpace();
        long start = System.nanoTime();

        Answer answer = http.exchange(
                head(DATASETS + "/preview", "Content-Type: application/octet-stream", "Content-Length: " + bomb.size()),
                bomb.toByteArray());

        Duration took = Duration.ofNanos(System.nanoTime() - start);
        assertThat(bomb.size()).isGreaterThan(9_000_000);
        assertThat(answer.status()).as(answer.body()).isEqualTo(413);
        assertThat(answer.json().get("code").stringValue()).isEqualTo("GZIP_BOMB");
        // All of it would take ten times as long as up to the limit: 10 s beside another test process.
        assertThat(took).isLessThan(Duration.ofSeconds(40));
        assertThat(before - Files.getFileStore(folder).getUsableSpace()).isLessThan(1L << 30);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "`{\"epochs\": %d}`, 1000000",
                "`{\"maxSeconds\": %d}`, 86400",
                "`{\"batchSize\": %d}`, 10000000",
            })
    void aLimitOfAJobIsExact(String training, long most) {
        for (long value = most - 1; value <= most + 1; value++) {
            String job = """
                    {"dataset": {"generator": {"type": "xor", "rows": 8, "seed": 1}}, "model": {"layers": []}, "training": %s}""".formatted(training.formatted(value));
            Answer answer = http.post("/api/v1/jobs?validateOnly=true", job);
            assertThat(answer.status()).as(value + ": " + answer.body()).isEqualTo(value > most ? 422 : 200);
        }
    }

    @Test
    void aNameWithLineEndsMakesNoEventOfItsOwn() {
        String forged = "a\r\nevent: forged\r\ndata: {}\r\n\r\nid: 7";
        String csv = "\"" + forged + "\",y\n1,p\n2,q\n3,p\n4,q\n5,p\n6,q\n";
        Answer uploaded = http.exchange(
                head(DATASETS, "Content-Type: text/csv", "Content-Length: " + csv.length()),
                csv.getBytes(StandardCharsets.ISO_8859_1));
        assertThat(uploaded.status()).as(uploaded.body()).isIn(200, 201);
        Answer job = http.post(
                "/api/v1/jobs", """
                {"dataset": {"id": "%s", "target": "y"}, "model": {"layers": ["dense:2:tanh"]}, "training": {"epochs": 2}}""".formatted(uploaded.json().get("id").stringValue()));
        assertThat(job.status()).as(job.body()).isEqualTo(202);

        String events = http.get(
                        "/api/v1/jobs/" + job.json().get("id").stringValue() + "/events", "Accept: text/event-stream")
                .body();

        List<String> names = new ArrayList<>();
        for (String line : events.split("\r\n|\r|\n", -1)) {
            if (line.startsWith("event: ")) {
                names.add(line.substring("event: ".length()));
            } else if (line.startsWith("data: ")) {
                assertThat(JsonMapper.shared().readTree(line.substring("data: ".length())))
                        .isInstanceOf(JsonNode.class);
            } else {
                assertThat(line).matches("|:.*|id: .*|retry: .*").isNotEqualTo("id: 7");
            }
        }
        assertThat(names).contains("state", "done").doesNotContain("forged");
        assertThat(uploaded.body()).as("the name is there, escaped").contains("\\r\\nevent: forged");
    }

    /** But for the file in which H2 notes its errors, which it makes when it has one: nobody else gets into the folder. */
    @Test
    void theFolderAndAllInItAreItsOwnersAlone() throws IOException {
        Answer kept = http.post(DATASETS, "{\"generator\": {\"type\": \"xor\", \"rows\": 9, \"seed\": 3}}");
        assertThat(kept.status()).as(kept.body()).isIn(200, 201);
        List<String> open = new ArrayList<>();
        List<String> seen = new ArrayList<>();
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path path : paths.toList()) {
                String mode;
                try {
                    mode = PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
                } catch (java.nio.file.NoSuchFileException e) {
                    continue; // another test's, gone meanwhile
                }
                seen.add(folder.relativize(path).toString());
                boolean trace = path.endsWith("chainrule.trace.db");
                if (!trace && !mode.equals(Files.isDirectory(path) ? "rwx------" : "rw-------")) {
                    open.add(path + " " + mode);
                }
            }
        }
        assertThat(seen).contains("", "datasets", "chainrule.mv.db").hasSizeGreaterThan(4);
        assertThat(open).isEmpty();
    }

    @Test
    void fiveHundredHalfOpenConnectionsKeepNobodyWaiting() throws IOException {
        List<Socket> half = new ArrayList<>();
        try {
            for (int i = 0; i < 500; i++) {
                Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
                half.add(socket);
                socket.getOutputStream()
                        .write("POST /api/v1/jobs HTTP/1.1\r\nHost: localhost\r\nX-Slow: "
                                .getBytes(StandardCharsets.ISO_8859_1));
            }
            List<Long> millis = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                long start = System.nanoTime();
                assertThat(http.get("/api/v1/jobs?pageSize=1").status()).isEqualTo(200);
                millis.add(Duration.ofNanos(System.nanoTime() - start).toMillis());
            }
            Collections.sort(millis);
            System.getLogger(LimitsHttpTest.class.getName())
                    .log(System.Logger.Level.INFO, "beside 500 half-open connections: {0} ms", millis);
            assertThat(millis.get(45))
                    .as("of 50 calls the fifth slowest, ms: %s", millis)
                    .isLessThan(500);
        } finally {
            for (Socket socket : half) {
                socket.close();
            }
        }
    }
}
