package dev.chainrule.crash;

import dev.chainrule.crash.ServiceProcess.Launch;
import java.io.BufferedWriter;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** Large CSV files, one and then five at once. */
final class UploadLoad {

    private static final long BYTES = Long.getLong("chainrule.load.bytes", 95_000_000);
    private static final int AT_ONCE = 5;
    private static final double GOAL = 30;

    private final Path folder = Campaign.newFolder("load-uploads");
    private final LoadTable table;

    UploadLoad(LoadTable table) {
        this.table = table;
    }

    private static Path csv(Path file, int seed) {
        Random random = new Random(seed);
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            out.write("a,b,c,d,e,f,g,label\n");
            for (long written = 20; written < BYTES; ) {
                StringBuilder row = new StringBuilder();
                for (int i = 0; i < 7; i++) {
                    row.append(random.nextInt(1_000_000) / 1e3).append(',');
                }
                row.append(random.nextInt(3)).append('\n');
                out.write(row.toString());
                written += row.length();
            }
            return file;
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    void run() throws Exception {
        Launch launch =
                Launch.of(folder.resolve("data"), "--chainrule.workers=2").withJvm(LoadRun.jvm("-Xmx512m"));
        List<Path> files = IntStream.rangeClosed(0, AT_ONCE + 1)
                .mapToObj(i -> csv(folder.resolve(i + ".csv"), i))
                .toList();
        try (ServiceProcess service = LoadRun.start(launch, folder.resolve("log"));
                HttpClient http = HttpClient.newHttpClient()) {
            upload(http, service.port(), files.getFirst()); // compiled code
            double one = seconds(() -> upload(http, service.port(), files.get(1)));
            pace("a CSV of %.0f MB".formatted(BYTES / 1e6), BYTES / 1e6 / one);
            double five = seconds(() -> files.stream()
                    .skip(2)
                    .limit(AT_ONCE)
                    .parallel()
                    .forEach(file -> upload(http, service.port(), file)));
            int sent = files.size() - 2;
            table.note("L5", sent + " at once, together", "%.0f MB/s".formatted(sent * BYTES / 1e6 / five));
        }
    }

    private void pace(String what, double megabytes) {
        table.row("L5", what, "≥ %.0f MB/s".formatted(GOAL), "%.0f MB/s".formatted(megabytes), megabytes >= GOAL);
    }

    private static double seconds(Runnable what) {
        long start = System.nanoTime();
        what.run();
        return (System.nanoTime() - start) / 1e9;
    }

    private static void upload(HttpClient http, int port, Path file) {
        try {
            HttpRequest request = HttpRequest.newBuilder(
                            URI.create("http://127.0.0.1:" + port + "/api/v1/datasets?name=" + file.getFileName()))
                    .header("Content-Type", "text/csv")
                    .POST(HttpRequest.BodyPublishers.ofFile(file))
                    .build();
            HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() != 201) {
                throw new IllegalStateException(answer.statusCode() + " " + answer.body());
            }
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
