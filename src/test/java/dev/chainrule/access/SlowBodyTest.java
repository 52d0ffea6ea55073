package dev.chainrule.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.web.server.LocalServerPort;

/** A body that trickles is ended, whatever is to read it; one that is only as long comes through. */
@KeyedServiceTest
final class SlowBodyTest {

    private static final String PART =
            "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.csv\"\r\n\r\n";

    @LocalServerPort
    private int port;

    private String answer(String path, String type, String first, long pauseNanos) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(60_000);
            String lines = type.equals("application/json") ? "   \n" : "1,2\n";
            String rest = lines.repeat(500) + (first.isEmpty() ? "" : "\r\n--b--\r\n");
            String head = "POST " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                    + KeyedServiceTest.ADMIN + "\r\nContent-Type: " + type + "\r\nContent-Length: "
                    + (first.length() + rest.length()) + "\r\n\r\n" + first;
            OutputStream out = socket.getOutputStream();
            out.write(head.getBytes(StandardCharsets.ISO_8859_1));
            CompletableFuture<Void> sender = CompletableFuture.runAsync(() -> trickle(out, rest, pauseNanos));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            socket.close();
            sender.join();
            return answer;
        }
    }

    /** One byte after the other, until the other side has heard enough. */
    private static void trickle(OutputStream out, String text, long pauseNanos) {
        try {
            for (byte next : text.getBytes(StandardCharsets.ISO_8859_1)) {
                out.write(next);
                LockSupport.parkNanos(pauseNanos);
            }
        } catch (IOException e) {
            // It is closed.
        }
    }

    @ParameterizedTest
    @CsvSource({
        "/api/v1/datasets, text/csv, false",
        "/api/v1/datasets/preview, multipart/form-data; boundary=b, true",
        "/api/v1/jobs, application/json, false"
    })
    void isAnswered408AndCutOff(String path, String type, boolean form) throws IOException {
        long start = System.nanoTime();
        String answer = answer(path, type, form ? PART : "", 100_000_000);

        assertThat(answer)
                .startsWith("HTTP/1.1 408")
                .containsIgnoringCase("connection: close")
                .contains("TOO_SLOW");
        assertThat((System.nanoTime() - start) / 1e9)
                .as("seconds; all of it would take 200")
                .isLessThan(60);
    }

    /** The control: the same bytes at once. */
    @ParameterizedTest
    @CsvSource({
        "/api/v1/datasets/preview, text/csv, false",
        "/api/v1/datasets/preview, multipart/form-data; boundary=b, true"
    })
    void isReadWhereItIsOnlyAsLong(String path, String type, boolean form) throws IOException {
        assertThat(answer(path, type, form ? PART : "", 0)).startsWith("HTTP/1.1 200");
    }
}
