package dev.chainrule.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chainrule.RawHttp;
import dev.chainrule.RawHttp.Answer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;

@KeyedServiceTest
final class StreamRateTest {

    private static final int MOST = 20;
    private static final String JOBS = "/api/v1/jobs";
    private static final String JOB = """
            {"dataset": {"generator": {"type": "iris"}}, "model": {"layers": ["dense:64:tanh"]}, "training": {"epochs": 1000000}}""";

    @LocalServerPort
    private int port;

    private RawHttp http;

    @BeforeEach
    void connect() {
        http = new RawHttp(port);
    }

    @Test
    void aKeyHasTwentyStreamsAndOneThatIsClosedMakesRoom() throws IOException {
        String key = Keys.make(http, "write").header();
        String job = JOBS + "/" + http.post(JOBS, JOB, key).json().get("id").stringValue();
        List<Socket> open = new ArrayList<>();
        try {
            for (int i = 0; i < MOST; i++) {
                open.add(stream(job, key));
                assertThat(statusOf(open.getLast())).isEqualTo(200);
            }
            Answer another = http.get(job + "/events", key);
            assertThat(another.status()).isEqualTo(429);
            assertThat(another.header("retry-after")).isEqualTo("10");

            open.removeLast().close();

            Awaitility.await().untilAsserted(() -> {
                Socket again = stream(job, key);
                open.add(again);
                assertThat(statusOf(again)).isEqualTo(200);
            });
            for (int i = 0; i < MOST + 5; i++) {
                assertThat(http.send("HEAD", job + "/events", KeyedServiceTest.ADMIN)
                                .status())
                        .as("one that is over at once leaves its place")
                        .isEqualTo(200);
            }
        } finally {
            for (Socket socket : open) {
                socket.close();
            }
            http.send("POST", job + "/cancel", KeyedServiceTest.ADMIN, "Content-Length: 0");
        }
    }

    private Socket stream(String job, String key) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(20_000);
        socket.getOutputStream()
                .write(("GET " + job + "/events?series=loss HTTP/1.1\r\nHost: localhost\r\n" + key + "\r\n\r\n")
                        .getBytes(StandardCharsets.ISO_8859_1));
        return socket;
    }

    private static int statusOf(Socket socket) throws IOException {
        byte[] start = socket.getInputStream().readNBytes(12);
        return Integer.parseInt(new String(start, StandardCharsets.ISO_8859_1).substring(9));
    }
}
