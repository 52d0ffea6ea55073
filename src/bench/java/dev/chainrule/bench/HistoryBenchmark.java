package dev.chainrule.bench;

import dev.chainrule.Application;
import dev.chainrule.SeededRuns;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.util.FileSystemUtils;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Histories at scale, through the whole service: points a second of the writer, bytes a point of the database once the service has
 * stopped (levels, indexes and all other tables included), and charts of 500 points of any range over HTTP, compressed.
 *
 * <p>{@code bench.points} (10 million), {@code bench.series} and {@code bench.queries} change what is measured.
 */
public final class HistoryBenchmark {

    private static final int WARM = Integer.getInteger("bench.warm", 1_000);

    private final long points = Long.getLong("bench.points", 10_000_000);
    private final int layers = Integer.getInteger("bench.series", 22) - 2;
    private final int queries = Integer.getInteger("bench.queries", 1_000);
    private final long steps = points / (layers + 2);
    private final HttpClient client = HttpClient.newHttpClient();

    private HistoryBenchmark() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("history-benchmark");
        try {
            new HistoryBenchmark().measure(folder);
        } finally {
            FileSystemUtils.deleteRecursively(folder);
        }
    }

    private void measure(Path folder) throws IOException, InterruptedException {
        try (ServletWebServerApplicationContext service = start(folder)) {
            String base = "http://127.0.0.1:"
                    + Objects.requireNonNull(service.getWebServer()).getPort() + "/api/v1/jobs";
            String like = trained(base);
            SeededRuns seeded = new SeededRuns(service);
            seeded.run(like, steps / 10, layers); // compiles the writer
            long start = System.nanoTime();
            String id = seeded.run(like, steps, layers);
            double seconds = (System.nanoTime() - start) / 1e9;
            long written = steps * (layers + 2) + 2 * (steps / 100);
            System.out.printf(
                    Locale.ROOT, "writer: %,d points in %.2f s, %,.0f points/s%n", written, seconds, written / seconds);
            ask("one series, exact, extremes", base + "/" + id + "/history?series=loss&maxPoints=500");
            ask(
                    "a river of " + layers + " layers",
                    base + "/" + id
                            + "/history?series=gradientNorm.*&maxPoints=500&statistic=max&parts=axes,values&digits=5");
        }
        long bytes;
        try (var files = Files.walk(folder)) {
            bytes = files.filter(file -> file.toString().endsWith(".mv.db"))
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        }
        long all = (steps + steps / 10) * (layers + 2);
        System.out.printf(Locale.ROOT, "database: %,d bytes, %.2f bytes a point%n", bytes, (double) bytes / all);
    }

    private static ServletWebServerApplicationContext start(Path folder) {
        return (ServletWebServerApplicationContext) new SpringApplicationBuilder(Application.class)
                .properties("logging.level.root=warn", "spring.main.banner-mode=off")
                .run("--server.port=0", "--chainrule.data-dir=" + folder);
    }

    /** The id of a small run that has ended; the others are copies of its row. */
    private String trained(String base) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(base))
                .header("Content-Type", "application/json")
                .POST(
                        HttpRequest.BodyPublishers.ofString(
                                "{\"dataset\": {\"generator\": \"iris\"}, \"model\": {\"layers\": []}, \"training\": {\"epochs\": 1}}"))
                .build();
        String id = json(request).get("id").stringValue();
        HttpRequest look = HttpRequest.newBuilder(URI.create(base + "/" + id)).build();
        while (!json(look).get("state").stringValue().equals("SUCCEEDED")) {
            LockSupport.parkNanos(50_000_000);
        }
        return id;
    }

    private JsonNode json(HttpRequest request) throws IOException, InterruptedException {
        return JsonMapper.shared()
                .readTree(client.send(request, HttpResponse.BodyHandlers.ofString())
                        .body());
    }

    private void ask(String name, String question) throws IOException, InterruptedException {
        SplittableRandom random = new SplittableRandom(4);
        double[] millis = new double[queries];
        int largest = 0;
        for (int i = -WARM; i < queries; i++) {
            long span = (long) Math.exp(random.nextDouble() * Math.log((double) steps));
            long from = random.nextLong(steps - span + 1);
            String range = i % 10 == 0 ? "" : "&from=" + from + "&to=" + (from + span);
            HttpRequest request = HttpRequest.newBuilder(URI.create(question + range))
                    .header("Accept-Encoding", "gzip")
                    .build();
            long start = System.nanoTime();
            HttpResponse<byte[]> answer = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
            if (answer.statusCode() != 200) {
                throw new IllegalStateException(range + ": " + answer.statusCode());
            }
            if (i >= 0) {
                millis[i] = (System.nanoTime() - start) / 1e6;
                largest = Math.max(largest, answer.body().length);
            }
        }
        Arrays.sort(millis);
        System.out.printf(
                Locale.ROOT,
                "%s, 500 points: median %.1f ms, p99 %.1f ms, at most %,d bytes compressed%n",
                name,
                millis[queries / 2],
                millis[queries * 99 / 100],
                largest);
    }
}
