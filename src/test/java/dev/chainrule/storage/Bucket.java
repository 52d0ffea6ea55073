package dev.chainrule.storage;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Executors;

/**
 * One bucket of a store that speaks S3's language, in memory: objects are put, got, deleted and listed, two to a page. Whoever does not
 * sign as {@link #KEY} is refused. It can be away, cut what it sends, and counts what is asked of it.
 */
public final class Bucket implements AutoCloseable {

    /** The bucket's name. */
    public static final String NAME = "chainrule-files";
    /** Who may use it; the store looks at the name only, not at the signature's digits. */
    public static final String KEY = "key-of-the-test";

    private static final int PAGE = 2;

    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    private record Item(byte[] bytes, Instant since) {}

    /** Deleted while the list was made. */
    private static final Item GONE = new Item(new byte[0], Instant.EPOCH);

    private final ConcurrentSkipListMap<String, Item> items = new ConcurrentSkipListMap<>();
    private final HttpServer server;
    private final Queue<String> read = new ConcurrentLinkedQueue<>();
    volatile boolean away;
    volatile boolean cuts;

    public Bucket() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
    }

    /** Where it answers. */
    public URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** Names of what it holds. */
    public List<String> names() {
        return List.copyOf(items.keySet());
    }

    /** Names of what was asked for, in order. */
    public List<String> read() {
        return List.copyOf(read);
    }

    /** Makes everything look as if it had been put so much earlier. */
    void age(Instant since) {
        items.replaceAll((name, item) -> new Item(item.bytes, since));
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            String signed = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
            String path = exchange.getRequestURI().getPath();
            if (away) {
                problem(exchange, 500, "InternalError");
            } else if (!signed.startsWith("AWS4-HMAC-SHA256 Credential=" + KEY + "/")) {
                problem(exchange, 403, "AccessDenied");
            } else if (!path.startsWith("/" + NAME)) {
                problem(exchange, 404, "NoSuchBucket");
            } else if (path.length() <= NAME.length() + 2) {
                list(exchange);
            } else {
                object(exchange, path.substring(NAME.length() + 2), body);
            }
        }
    }

    private void object(HttpExchange exchange, String name, byte[] body) throws IOException {
        switch (exchange.getRequestMethod()) {
            case "PUT" -> {
                items.put(name, new Item(body, Instant.now()));
                exchange.sendResponseHeaders(200, -1);
            }
            case "DELETE" -> {
                items.remove(name);
                exchange.sendResponseHeaders(204, -1);
            }
            case "GET" -> {
                read.add(name);
                Item item = items.get(name);
                if (item == null) {
                    problem(exchange, 404, "NoSuchKey");
                } else {
                    exchange.sendResponseHeaders(200, item.bytes.length);
                    exchange.getResponseBody().write(item.bytes, 0, cuts ? item.bytes.length / 2 : item.bytes.length);
                }
            }
            default -> problem(exchange, 405, "MethodNotAllowed");
        }
    }

    private void list(HttpExchange exchange) throws IOException {
        Map<String, String> asked = new ConcurrentSkipListMap<>();
        for (String one : exchange.getRequestURI().getQuery().split("&", -1)) {
            String[] parts = one.split("=", 2);
            asked.put(parts[0], parts.length == 2 ? parts[1] : "");
        }
        String after = asked.getOrDefault("continuation-token", "");
        List<String> rest = items.tailMap(after, false).keySet().stream()
                .filter(name -> name.startsWith(asked.getOrDefault("prefix", "")))
                .toList();
        List<String> page = rest.subList(0, Math.min(PAGE, rest.size()));
        StringBuilder xml = new StringBuilder("<ListBucketResult><Name>" + NAME + "</Name>");
        boolean more = rest.size() > page.size();
        xml.append("<IsTruncated>").append(more).append("</IsTruncated>");
        if (more) {
            xml.append("<NextContinuationToken>").append(page.getLast()).append("</NextContinuationToken>");
        }
        for (String name : page) {
            Item item = items.getOrDefault(name, GONE);
            xml.append("<Contents><Key>").append(name).append("</Key><LastModified>");
            xml.append(item.since).append("</LastModified></Contents>");
        }
        send(exchange, 200, xml.append("</ListBucketResult>").toString());
    }

    private static void problem(HttpExchange exchange, int status, String code) throws IOException {
        send(exchange, status, "<Error><Code>" + code + "</Code><Message>" + code + "</Message></Error>");
    }

    private static void send(HttpExchange exchange, int status, String xml) throws IOException {
        byte[] bytes = xml.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/xml");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
