package dev.chainrule.bench.service;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/**
 * Data on its way into the service: large CSV files sent by curl to a service whose heap is small, from the first byte to the answer
 * that the dataset is kept; the MNIST digits until the first step of a job that trains on them; and minibatches, gathered.
 *
 * <p>Settings are system properties: {@code bench.parts}, {@code bench.bytes} (of the first CSV file; the others have a fifth),
 * {@code bench.rounds} (of the digits and minibatches), {@code bench.mnist}, {@code bench.jvm} and {@code bench.settings}.
 */
public final class DataBenchmark {

    private static final String HEAP = "jvm_memory_used_bytes";
    private static final double MEBIBYTE = 1 << 20;

    private final int rounds = Integer.getInteger("bench.rounds", 5);
    private final Path digits = Path.of(System.getProperty("bench.mnist", "../shared/data/mnist/raw"));

    private DataBenchmark() {}

    public static void main(String[] arguments) throws IOException {
        List<String> parts = List.of(System.getProperty("bench.parts", "decimals,doubles,mixed,digits,minibatches")
                .split(","));
        DataBenchmark benchmark = new DataBenchmark();
        long bytes = Long.getLong("bench.bytes", 1_000_000_000);
        if (parts.stream().anyMatch(part -> Sheets.find(part) != null)) {
            System.out.println(
                    "| CSV | MB | seconds | MB/s | processor s | heap at most (MiB) | resident at most (MiB) |");
            System.out.println("|---|---|---|---|---|---|---|");
            boolean first = true;
            for (String part : parts) {
                Sheets sheet = Sheets.find(part);
                if (sheet != null) {
                    upload(sheet, first ? bytes : bytes / 5);
                    first = false;
                }
            }
            System.out.println();
        }
        System.out.println("| what | median | least | greatest |");
        System.out.println("|---|---|---|---|");
        if (parts.contains("digits")) {
            benchmark.digits();
        }
        if (parts.contains("minibatches")) {
            new Gathering(benchmark.rounds).print();
        }
    }

    private static void upload(Sheets sheet, long least) throws IOException {
        Path file = Files.createTempFile(Files.createDirectories(Path.of("target/bench")), "sheet", ".csv");
        List<String> jvm = new ArrayList<>(List.of("-Xmx256m"));
        jvm.addAll(JobsBenchmark.words("bench.jvm"));
        List<String> settings = new ArrayList<>(List.of(
                "--chainrule.access.upload-limit=4GB",
                "--chainrule.dataset.max-upload=4GB",
                "--chainrule.dataset.max-unpacked=4GB"));
        settings.addAll(JobsBenchmark.words("bench.settings"));
        try {
            sheet.write(file, least);
            try (Service service = Service.start(jvm, Service.classPath(), settings);
                    HeapWatch heap = new HeapWatch(service.api())) {
                double cpu = service.processorSeconds();
                double seconds = curl(file, service.address());
                cpu = service.processorSeconds() - cpu;
                double size = Files.size(file) / 1e6;
                System.out.printf(
                        Locale.ROOT,
                        "| %s | %.0f | %.2f | %.1f | %.1f | %.0f | %.0f |%n",
                        sheet,
                        size,
                        seconds,
                        size / seconds,
                        cpu,
                        heap.most() / MEBIBYTE,
                        service.mostResidentMebibytes());
            }
        } finally {
            Files.delete(file);
        }
    }

    /** Seconds, as curl takes them. */
    private static double curl(Path file, String address) throws IOException {
        Process curl = new ProcessBuilder(
                        "curl",
                        "-sS",
                        "--fail-with-body",
                        "-X",
                        "POST",
                        "-H",
                        "Content-Type: text/csv",
                        "-H",
                        "Expect:",
                        "-T",
                        file.toString(),
                        "-w",
                        "\n%{time_total}",
                        address + "/api/v1/datasets?name=sheet.csv")
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String answer = new String(curl.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (curl.waitFor() != 0) {
                throw new IllegalStateException("curl ended with " + curl.exitValue() + ": " + answer);
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return Double.parseDouble(answer.substring(answer.lastIndexOf('\n') + 1));
    }

    private void digits() throws IOException {
        Path images = digits.resolve("train-images-idx3-ubyte.gz");
        Path labels = digits.resolve("train-labels-idx1-ubyte.gz");
        try (Service service = Service.start(JobsBenchmark.words("bench.jvm"), Service.classPath(), List.of())) {
            Api api = service.api();
            double[] upload = new double[rounds];
            double[] step = new double[rounds];
            for (int i = 0; i < rounds; i++) {
                long began = System.nanoTime();
                String dataset = api.upload(images, labels);
                long kept = System.nanoTime();
                String job = api.submit("""
                        {"name": "digits", "dataset": {"id": "%s"}, "model": {"layers": ["dense:8:relu"]},
                         "training": {"epochs": 1, "batchSize": 64, "seed": 1}}""".formatted(dataset));
                api.awaitEvent(job, "history");
                step[i] = (System.nanoTime() - began) / 1e9;
                upload[i] = (kept - began) / 1e9;
                api.awaitSuccess(job);
                api.delete("/jobs/" + job);
                api.delete("/datasets/" + dataset);
            }
            JobsBenchmark.row("MNIST, two IDX files, zipped: upload to dataset kept (s)", upload);
            JobsBenchmark.row("the same until a job's first row of history (s)", step);
        }
    }

    /** Looks at the service's heap ten times a second. */
    private static final class HeapWatch implements AutoCloseable {
        private final AtomicBoolean ended = new AtomicBoolean();
        private final Thread thread;
        private volatile double most;

        HeapWatch(Api api) {
            thread = new Thread(() -> {
                while (!ended.get()) {
                    most = Math.max(most, api.sum(HEAP + "{area=\"heap\""));
                    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
                }
            });
            thread.start();
        }

        double most() {
            return most;
        }

        @Override
        public void close() {
            ended.set(true);
            try {
                thread.join();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
