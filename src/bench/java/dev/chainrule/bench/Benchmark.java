package dev.chainrule.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * Trains each net by every contender, block by block in turn, and prints microseconds a step and each contender's time over ours.
 *
 * <p>A machine that others use speeds up and slows down by itself; a ratio of two blocks that ran one after the other does not
 * care. Settings are system properties: {@code bench.nets}, {@code bench.optimizers}, {@code bench.precisions}, {@code
 * bench.threads}, {@code bench.rounds}, {@code bench.warmup} (seconds each).
 */
public final class Benchmark {

    /** Blocks after which losses are compared. */
    private static final int COMPARED = 4;

    private final int rounds = Integer.getInteger("bench.rounds", 9);
    private final double warmup = Double.parseDouble(System.getProperty("bench.warmup", "6"));
    private final List<Peers.Command> peers;
    private final Path log;

    private Benchmark() throws IOException {
        peers = Peers.all();
        log = Files.createDirectories(Path.of("target/bench")).resolve("contenders.log");
    }

    public static void main(String[] arguments) throws IOException {
        Benchmark benchmark = new Benchmark();
        System.out.println(
                "| net | contender | us a step | samples/s | cores busy | time over ours: median (min-max) of the blocks | loss after %d blocks |"
                        .formatted(COMPARED));
        System.out.println("|---|---|---|---|---|---|---|");
        for (String threads : asked("threads", "1")) {
            for (String precision : asked("precisions", "float32")) {
                for (String optimizer : asked("optimizers", "momentum")) {
                    for (String net : asked(
                            "nets",
                            String.join(",", Net.ALL.stream().map(Net::name).toList()))) {
                        benchmark.run(new Task(Net.named(net), optimizer, precision, Integer.parseInt(threads)));
                    }
                }
            }
        }
    }

    private static List<String> asked(String name, String fallback) {
        return List.of(System.getProperty("bench." + name, fallback).split(","));
    }

    private void run(Task task) throws IOException {
        Path folder = Files.createTempDirectory("bench");
        task.write(folder);
        List<Row> rows = new ArrayList<>();
        Row product = null;
        try {
            Map<String, String> environment = Peers.environment(task.threads());
            product = new Row(Objects.requireNonNull(
                    Contender.start("product", Peers.ours("product").in(folder), environment, log)));
            List<Peers.Command> all =
                    new ArrayList<>(List.of(Peers.ours("trainer"), Peers.ours("step"), Peers.ours("unwatched")));
            all.addAll(peers);
            for (Peers.Command command : all) {
                Contender contender = Contender.start(command.name(), command.in(folder), environment, log);
                if (contender == null) {
                    System.out.println("left out: " + command.name() + " does not start here; see " + log);
                } else {
                    rows.add(new Row(contender));
                }
            }
            blocks(task, rows, product);
            print(task, rows, product);
        } finally {
            if (product != null) {
                product.contender().close();
            }
            for (Row row : rows) {
                row.contender().close();
            }
            delete(folder);
        }
    }

    /** All train equally far, so that their losses can be compared; then each warms up by its own clock; then they take turns. */
    private void blocks(Task task, List<Row> rows, Row product) throws IOException {
        int epochs = task.net().epochs();
        for (Row row : rows) {
            row.compare(row.contender().block(COMPARED * epochs));
            for (long spent = 0; spent < warmup * 1e9; ) {
                spent += row.contender().block(epochs).nanos();
            }
        }
        for (int round = 0; round < rounds; round++) {
            product.add(product.contender().block(1));
            for (Row row : rows) {
                row.add(row.contender().block(epochs));
            }
        }
    }

    private static void print(Task task, List<Row> rows, Row product) {
        Row ours = rows.getFirst();
        double tolerance = task.precision().equals("float32") ? 2e-3 : 1e-6;
        rows.forEach(row -> System.out.println(row.line(task, ours, tolerance)));
        double rate = task.net().flops() / ours.micros(task.net().epochs()) / 1e3;
        double limit = Ours.PRODUCT_FLOPS / product.micros(1) / Net.BATCHES / 1e3;
        System.out.printf(
                Locale.ROOT,
                "%s: matrix products at %.1f GFLOP/s, %.0f %% of the %.1f of a product of %d x %d matrices on as many threads%n",
                task,
                rate,
                100 * rate / limit,
                limit,
                Ours.PRODUCT,
                Ours.PRODUCT);
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).forEach(file -> {
                try {
                    Files.delete(file);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
    }
}
