package dev.chainrule;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Requests exactly as written, which proper clients refuse to send: any Host, any path, any method, broken lines. */
public final class RawHttp {

    private final int port;

    public RawHttp(int port) {
        this.port = port;
    }

    /**
     * What came back.
     *
     * @param headers by name in lower case
     */
    public record Answer(int status, Map<String, List<String>> headers, String body) {

        /** Header set on an answer in chunks whose last chunk never came. */
        public static final String CUT = "x-test-cut";

        public JsonNode json() {
            return JsonMapper.shared().readTree(body);
        }

        /** The header's value; empty where there is none, joined by commas where there are several. */
        public String header(String name) {
            return String.join(",", headers.getOrDefault(name, List.of()));
        }
    }

    /** Sends a request to our own host name, without a body. */
    public Answer send(String method, String path, String... headers) {
        return exchange(head(method, path, headers) + "\r\n", new byte[0]);
    }

    public Answer get(String path, String... headers) {
        return send("GET", path, headers);
    }

    /** Sends a JSON body. */
    public Answer post(String path, String body, String... headers) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        String[] all = Stream.concat(
                        Stream.of("Content-Type: application/json", "Content-Length: " + bytes.length),
                        Stream.of(headers))
                .toArray(String[]::new);
        return exchange(head("POST", path, all) + "\r\n", bytes);
    }

    private String head(String method, String path, String... headers) {
        boolean ownHost = Stream.of(headers).noneMatch(h -> h.startsWith("Host:"));
        return Stream.concat(
                        Stream.of(
                                method + " " + path + " HTTP/1.1",
                                ownHost ? "Host: localhost:" + port : "Accept-Language: en",
                                "Connection: close"),
                        Stream.of(headers))
                .collect(Collectors.joining("\r\n", "", "\r\n"));
    }

    /** Sends text and bytes as they are, and reads until the server closes the connection. */
    public Answer exchange(String head, byte[] body) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write(head.getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().write(body);
            socket.getOutputStream().flush();
            return parse(socket.getInputStream().readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Answer parse(byte[] bytes) throws IOException {
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        int end = text.indexOf("\r\n\r\n");
        if (end < 0) {
            throw new IOException("no answer but \"" + text + "\"");
        }
        String[] lines = text.substring(0, end).split("\r\n", -1);
        Map<String, List<String>> headers = Stream.of(lines)
                .skip(1)
                .map(line -> line.split(": ?", 2))
                .collect(Collectors.groupingBy(
                        h -> h[0].toLowerCase(java.util.Locale.ROOT),
                        TreeMap::new,
                        Collectors.mapping(h -> h[1], Collectors.toList())));
        byte[] rest = text.substring(end + 4).getBytes(StandardCharsets.ISO_8859_1);
        boolean chunked = headers.getOrDefault("transfer-encoding", List.of()).contains("chunked");
        if (chunked && !text.endsWith("0\r\n\r\n")) {
            headers.put(Answer.CUT, List.of("true"));
        }
        String body = new String(chunked ? joined(rest) : rest, StandardCharsets.UTF_8);
        return new Answer(Integer.parseInt(lines[0].split(" ", 3)[1]), headers, body);
    }

    private static byte[] joined(byte[] chunks) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        InputStream in = new java.io.ByteArrayInputStream(chunks);
        for (int size = chunkSize(in); size > 0; size = chunkSize(in)) {
            body.write(in.readNBytes(size));
            in.readNBytes(2);
        }
        return body.toByteArray();
    }

    private static int chunkSize(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c != '\r' && c >= 0; c = in.read()) {
            line.append((char) c);
        }
        in.readNBytes(1);
        return line.isEmpty() ? 0 : Integer.parseInt(line.toString(), 16);
    }
}
