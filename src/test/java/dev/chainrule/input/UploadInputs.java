package dev.chainrule.input;

import static dev.chainrule.input.BadInput.file;
import static dev.chainrule.input.BadInput.request;
import static org.assertj.core.api.Assertions.assertThat;

import dev.chainrule.Hygiene;
import dev.chainrule.dataset.format.Npy;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.awaitility.Awaitility;
import tools.jackson.databind.JsonNode;

/** B61 to B67: files that are something else, and uploads that go wrong. */
final class UploadInputs {

    private static final byte[] CSV = "a,b\n1,2\n3,4\n".getBytes(StandardCharsets.UTF_8);

    private UploadInputs() {}

    static List<BadInput> all() {
        return Stream.of(contents(), zipped(), names(), transfers())
                .flatMap(List::stream)
                .toList();
    }

    private static List<BadInput> contents() {
        byte[] npy = Npy.file(1, "<f8", false, new long[] {1}, new byte[8]);
        return List.of(
                request(
                        61,
                        "CSV named .npy",
                        talk -> named(talk, "x.npy", CSV),
                        415,
                        "CONTENT_MISMATCH",
                        "file",
                        "said to be npy, but its content is csv"),
                request(
                        61,
                        "NPY named .csv",
                        talk -> named(talk, "x.csv", npy),
                        415,
                        "CONTENT_MISMATCH",
                        "file",
                        "said to be csv, but its content is npy"),
                file(61, "PNG", latin("\u0089PNG\r\n\u001a\n"), 415, "UNKNOWN_FORMAT", "file", "a PNG picture"),
                file(61, "PDF", latin("%PDF-1.7\n"), 415, "UNKNOWN_FORMAT", "file", "a PDF document"),
                file(61, "ELF", latin("\u007fELF\u0002\u0001"), 415, "UNKNOWN_FORMAT", "file", "a program"),
                new BadInput(61, "gzip that does not say so", talk -> {
                    String id = talk.upload(gzip(CSV)).expect(200, 201).id();
                    assertThat(TextInputs.rows(talk, id).toString()).isEqualTo("[[1,2],[3,4]]");
                }));
    }

    private static byte[] latin(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static Reply named(Talk talk, String name, byte[] file) {
        String path = "/datasets?name=" + URLEncoder.encode(name, StandardCharsets.UTF_8);
        return talk.post(path, "application/octet-stream", BodyPublishers.ofByteArray(file));
    }

    private static List<BadInput> zipped() {
        byte[] good = gzip(CSV);
        byte[] cut = Arrays.copyOf(good, good.length - 10);
        byte[] wrong = good.clone();
        wrong[wrong.length - 6] ^= 1;
        return List.of(
                file(62, "a gzip bomb", gzip(new byte[64 << 20]), 413, "GZIP_BOMB", "file", "unzips to more than"),
                file(62, "gzip cut", cut, 422, "TRUNCATED", "file", "ends in the middle"),
                file(62, "gzip with a wrong checksum", wrong, 422, "BAD_GZIP", "file", "damaged"));
    }

    private static byte[] gzip(byte[] content) {
        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(zipped)) {
            out.write(content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return zipped.toByteArray();
    }

    private static List<BadInput> names() {
        return Stream.of("../../etc/passwd", "a\0b", "CON", "x".repeat(4_000))
                .map(name -> new BadInput(
                        63,
                        "a file called "
                                + name.substring(0, Math.min(20, name.length())).replace('\0', '0'),
                        talk -> nameIsOnlyShown(talk, name)))
                .toList();
    }

    private static void nameIsOnlyShown(Talk talk, String name) {
        Reply reply = named(talk, name, ("n,m\n1," + name.hashCode() + "\n").getBytes(StandardCharsets.UTF_8));
        String shown = BadInput.accepted(reply).expect(201).json().get("name").stringValue();
        assertThat(shown).hasSizeLessThanOrEqualTo(200).doesNotContain("\0");
        assertThat(reply.id()).matches("[0-9a-f-]{36}");
    }

    private static List<BadInput> transfers() {
        return List.of(
                new BadInput(64, "the same file twice", UploadInputs::sameContentIsOneDataset),
                new BadInput(65, "a client that goes in the middle", UploadInputs::cutUploadLeavesNoRow),
                new BadInput(66, "Content-Length too large", talk -> length(talk, 1_000)),
                new BadInput(66, "Content-Length too small", talk -> length(talk, 5)),
                new BadInput(66, "Content-Length no number", talk -> length(talk, -7)),
                new BadInput(67, "a dataset in use, deleted", UploadInputs::usedDatasetIsKept));
    }

    private static void sameContentIsOneDataset(Talk talk) {
        String text = "twice,b\n1,2\n3,9\n";
        String first = talk.csv(text).expect(200, 201).id();
        Reply second = talk.csv(text).expect(200);
        assertThat(second.id()).isEqualTo(first);
        assertThat(talk.get("/datasets/" + first).expect(200).json().get("sha256"))
                .isEqualTo(second.json().get("sha256"));
    }

    private static int datasets(Talk talk) {
        return talk.get("/datasets?pageSize=100")
                .expect(200)
                .json()
                .get("items")
                .toString()
                .split("cut-in-the-middle")
                .length;
    }

    private static void cutUploadLeavesNoRow(Talk talk) {
        int before = datasets(talk);
        String head = head(talk.port(), "/api/v1/datasets?name=cut-in-the-middle", 1_000_000);
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), talk.port())) {
            socket.getOutputStream().write((head + "a,b\n1,2\n").getBytes(StandardCharsets.UTF_8));
            socket.getOutputStream().flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Awaitility.await().until(() -> talk.health() == 200);
        assertThat(datasets(talk)).isEqualTo(before);
    }

    private static String head(int port, String path, int length) {
        return "POST " + path + " HTTP/1.1\r\nHost: 127.0.0.1:" + port
                + "\r\nContent-Type: text/csv\r\nConnection: close\r\nContent-Length: " + length + "\r\n\r\n";
    }

    /** A body shorter than said is waited for until the client closes its side, here at once. */
    private static void length(Talk talk, int length) {
        String text = head(talk.port(), "/api/v1/datasets/preview", length) + "a,b\n1,2\n";
        String answer = halfClosed(talk.port(), text);
        assertThat(answer).startsWith("HTTP/1.1 4").containsIgnoringCase("connection: close");
        String body = answer.substring(answer.indexOf("\r\n\r\n") + 4);
        assertThat(Hygiene.complaint(400, "application/problem+json", body)).isEmpty();
    }

    private static String halfClosed(int port, String text) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(60_000);
            socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
            socket.shutdownOutput();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void usedDatasetIsKept(Talk talk) {
        String endless = """
                {"dataset": {"id": "%s", "target": "y"}, "model": {"layers": ["dense:8:tanh"]},
                 "training": {"epochs": 1000000, "seed": 1}, "monitor": {"every": 1000}}""";
        Reply job = talk.job(ColumnInputs.table("%d", null) + "99,1\n", endless).expect(202);
        String dataset = job.json().at("/spec/dataset/id").stringValue();
        Reply refused = talk.delete("/datasets/" + dataset);
        BadInput.check(refused, 409, "IN_USE", "", "");
        assertThat(refused.json().at("/jobs/0").stringValue()).isEqualTo(job.id());
        talk.json("/jobs/" + job.id() + "/cancel", "{}").expect(202);
        JsonNode ended = talk.end(job);
        assertThat(ended.get("state").stringValue()).isEqualTo("CANCELLED");
    }
}
