package dev.chainrule.crash;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Many readers of one job's events: how far each is behind the first that has an event, and whether one misses rows. */
final class StreamReaders {

    private static final JsonMapper JSON = new JsonMapper();
    private static final int STALLED_BUFFER = 4096;

    private final Api api;
    private final int port;
    private final String job;
    /** Step to the time at which the first reader had it. */
    private final Map<Long, Long> firsts = new ConcurrentHashMap<>();

    private final Collection<Long> lags = new ConcurrentLinkedQueue<>();
    private final Collection<Reader> readers = new ConcurrentLinkedQueue<>();
    private volatile boolean measuring;

    StreamReaders(Api api, int port, String job) {
        this.api = api;
        this.port = port;
        this.job = job;
    }

    /** One who comes back when its stream ends. */
    private final class Reader {
        private final List<Long> steps = new ArrayList<>();
        private String place = "";
        private int connections;
        private volatile boolean leave;
        private volatile boolean over;

        void read() {
            while (!over) {
                connections++;
                leave = false;
                String from = place.isEmpty() ? "" : "&lastEventId=" + place;
                try (Stream<String> lines = api.events(job, "series=loss" + from)) {
                    String[] event = {"", ""};
                    lines.takeWhile(line -> !leave && !over).forEach(line -> line(event, line));
                } catch (IOException | UncheckedIOException e) {
                    over |= connections > 5;
                }
            }
        }

        private void line(String[] event, String line) {
            if (line.startsWith("id: ")) {
                event[0] = line.substring(4);
            } else if (line.startsWith("event: ")) {
                event[1] = line.substring(7);
            } else if (line.startsWith("data: ")) {
                if (event[1].equals("history")) {
                    note(JSON.readTree(line.substring(6)).path("steps"));
                }
                place = event[0];
            }
        }

        private void note(JsonNode told) {
            long now = System.nanoTime();
            for (JsonNode step : told) {
                steps.add(step.asLong());
            }
            if (!told.isEmpty() && measuring) {
                Long first = firsts.putIfAbsent(told.get(told.size() - 1).asLong(), now);
                lags.add(first == null ? 0 : now - first);
            }
        }
    }

    void add(int count) {
        for (int i = 0; i < count; i++) {
            Reader reader = new Reader();
            readers.add(reader);
            Thread.ofVirtual().start(reader::read);
        }
    }

    void measure(boolean on) {
        measuring = on;
    }

    /** So many close their connections and come back with the id of their last event. */
    void reconnect(int count) {
        readers.stream().limit(count).forEach(reader -> reader.leave = true);
    }

    /** Forgets the lags so far. */
    void forget() {
        lags.clear();
    }

    void stop() {
        readers.forEach(reader -> reader.over = true);
    }

    /** Seconds behind the first reader that had the same rows, at this share of all that was told. */
    double lag(double share) {
        long[] sorted = lags.stream().mapToLong(Long::longValue).sorted().toArray();
        return sorted.length == 0 ? Double.NaN : sorted[(int) Math.ceil(share * sorted.length) - 1] / 1e9;
    }

    int told() {
        return lags.size();
    }

    /** Readers that connected more than once. */
    long cameBack() {
        return readers.stream().filter(reader -> reader.connections > 1).count();
    }

    /** Readers that have no rows, miss one between two others, or have one twice. */
    long withGaps() {
        return readers.stream()
                .filter(reader -> hasGap(List.copyOf(reader.steps)))
                .count();
    }

    static boolean hasGap(List<Long> steps) {
        if (steps.size() < 3) {
            return true;
        }
        long every = steps.get(2) - steps.get(1); // the first step has a row of its own
        for (int i = 2; i < steps.size(); i++) {
            if (steps.get(i) - steps.get(i - 1) != every) {
                return true;
            }
        }
        return false;
    }

    /** One who asks and never reads. */
    Socket stalled() throws IOException {
        Socket socket = new Socket();
        socket.setReceiveBufferSize(STALLED_BUFFER);
        socket.connect(new java.net.InetSocketAddress("127.0.0.1", port));
        socket.getOutputStream()
                .write(("GET /api/v1/jobs/" + job + "/events HTTP/1.1\r\nHost: 127.0.0.1:" + port + "\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    /**
     * Whether the service still has the connection: the kernel says so of its own port's other end, without a byte being read, which would
     * let the service go on writing.
     */
    static boolean isOpen(Socket socket) {
        String local = "%04X".formatted(socket.getLocalPort());
        String remote = "%04X".formatted(socket.getPort());
        return connections("/proc/net/tcp").anyMatch(line -> established(line, remote, local))
                || connections("/proc/net/tcp6").anyMatch(line -> established(line, remote, local));
    }

    private static Stream<String> connections(String table) {
        try {
            return Files.readAllLines(Path.of(table)).stream().skip(1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** State 01 of the service's side; whatever it has closed is in another. */
    private static boolean established(String line, String local, String remote) {
        String[] words = line.strip().split(" +");
        return words[1].endsWith(":" + local) && words[2].endsWith(":" + remote) && words[3].equals("01");
    }
}
