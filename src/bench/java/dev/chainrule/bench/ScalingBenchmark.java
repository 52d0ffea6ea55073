package dev.chainrule.bench;

import dev.chainrule.engine.array.Blas;
import dev.chainrule.engine.network.NetworkSpec;
import dev.chainrule.engine.optimize.Momentum;
import dev.chainrule.engine.train.ExampleWriter;
import dev.chainrule.engine.train.Precision;
import dev.chainrule.engine.train.TrainingData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.stream.DoubleStream;

/**
 * How the cost of a step grows with width, depth and batch, and the throughput with jobs side by side: the service's own trainer,
 * float32, momentum, ReLU, every series of every step reported, minibatches of {@value #EXAMPLES} shuffled examples, one thread a
 * product. The points of a sweep take turns, block by block. Prints tables and writes plots.
 *
 * <p>Settings are system properties: {@code bench.sweeps} (width, depth, batch, jobs), {@code bench.rounds}, {@code bench.seconds}
 * (of a block), {@code bench.warmup} (seconds a point) and {@code bench.images} (the folder of the plots).
 */
public final class ScalingBenchmark {

    private static final int EXAMPLES = 32 * 1024;

    /** So small that the net stays as it was drawn: learned by heart, its gradients would end among subnormal numbers. */
    private static final double RATE = 1e-8;

    private final int rounds = Integer.getInteger("bench.rounds", 9);
    private final double seconds = Double.parseDouble(System.getProperty("bench.seconds", "0.25"));
    private final double warmup = Double.parseDouble(System.getProperty("bench.warmup", "2"));
    private final Path images = Path.of(System.getProperty("bench.images", "src/docs/images"));
    private final LargeProduct product = new LargeProduct(Precision.FLOAT32.dataType());

    private ScalingBenchmark() {}

    public static void main(String[] arguments) throws IOException {
        System.out.printf(
                "Java %s, %d cores, %s%n",
                Runtime.version(), Runtime.getRuntime().availableProcessors(), Blas.describe());
        ScalingBenchmark benchmark = new ScalingBenchmark();
        for (String name :
                System.getProperty("bench.sweeps", "width,depth,batch,jobs").split(",")) {
            benchmark.run(Sweep.valueOf(name.toUpperCase(Locale.ROOT)));
        }
    }

    private void run(Sweep sweep) throws IOException {
        TrainingData data = data(sweep.net(1));
        List<Point> points = new ArrayList<>();
        try {
            for (int value : sweep.grid()) {
                Net net = sweep.net(value);
                NetworkSpec network = Net.network(net.activation(), net.sizes());
                points.add(new Point(
                        value,
                        net,
                        sweep.trainers(value),
                        Net.endless(network, new Momentum(RATE, 0.9), net.batch(), true, Precision.FLOAT32, 1),
                        data));
            }
            double limit = measure(points);
            System.out.printf("%nBy %s (%s):%n%n", sweep.what(), sweep.rest());
            Plot plot = sweep == Sweep.JOBS ? jobs(sweep, points) : cost(sweep, points, limit);
            String file = "cost-" + sweep.name().toLowerCase(Locale.ROOT) + ".svg";
            Files.writeString(Files.createDirectories(images).resolve(file), plot.svg());
        } finally {
            points.forEach(Point::close);
            data.training().x().close();
            data.training().y().close();
        }
    }

    /** Noise with labels by lot: only shapes matter here. */
    private static TrainingData data(Net net) {
        SplittableRandom random = new SplittableRandom(1);
        ExampleWriter writer = new ExampleWriter(net.inputs(), net.classes(), EXAMPLES, Precision.FLOAT32);
        for (int j = 0; j < EXAMPLES; j++) {
            writer.inputs(j, random.doubles(net.inputs(), -1, 1).toArray());
            writer.target(j, random.nextInt(net.classes()), 1);
        }
        return new TrainingData(writer.examples(), null, true);
    }

    /** Warms all points, then lets them take turns, and a large product with them, of which it tells the GFLOP/s. */
    private double measure(List<Point> points) {
        points.forEach(point -> point.warm(warmup));
        double[] limits = new double[rounds];
        for (int i = 0; i < rounds; i++) {
            points.forEach(point -> point.block(seconds));
            limits[i] = Ours.PRODUCT_FLOPS / product.nanos();
        }
        return Row.median(limits);
    }

    private static Plot cost(Sweep sweep, List<Point> points, double limit) {
        System.out.printf(
                Locale.ROOT,
                "| %s | us a step | least-greatest | us an example | GFLOP/s | share of %.0f |%n|---|---|---|---|---|---|%n",
                sweep.what(),
                limit);
        for (Point point : points) {
            double[] micros = Arrays.stream(point.rates())
                    .map(rate -> 1e6 / rate)
                    .sorted()
                    .toArray();
            System.out.printf(
                    Locale.ROOT,
                    "| %d | %s | %s-%s | %s | %.1f | %.0f %% |%n",
                    point.value(),
                    digits(point.micros()),
                    digits(micros[0]),
                    digits(micros[micros.length - 1]),
                    digits(point.micros() / point.net().batch()),
                    point.gigaflops(),
                    100 * point.gigaflops() / limit);
        }
        double[] xs = points.stream().mapToDouble(Point::value).toArray();
        double[] steps = points.stream().mapToDouble(Point::micros).toArray();
        double[] least =
                points.stream().mapToDouble(p -> p.net().flops() / limit / 1e3).toArray();
        List<String> rates = points.stream()
                .map(p -> String.format(Locale.ROOT, "%.0f", p.gigaflops()))
                .toList();
        List<Plot.Line> lines = new ArrayList<>();
        lines.add(new Plot.Line("a step (beside it GFLOP/s)", Plot.Look.FIRST, xs, steps, rates));
        if (sweep == Sweep.BATCH) {
            lines.add(new Plot.Line("an example", Plot.Look.SECOND, xs, byBatch(steps, points)));
            lines.add(new Plot.Line("", Plot.Look.LIMIT, xs, byBatch(least, points)));
        }
        lines.add(new Plot.Line("products alone at %.0f GFLOP/s".formatted(limit), Plot.Look.LIMIT, xs, least));
        Axis y = Axis.logarithmic("microseconds", lines.stream().flatMapToDouble(line -> DoubleStream.of(line.ys())));
        return plot("Cost of a step", sweep, Axis.logarithmic(title(sweep), sweep.grid()), y, lines);
    }

    private static double[] byBatch(double[] values, List<Point> points) {
        double[] quotients = values.clone();
        Arrays.setAll(quotients, i -> values[i] / points.get(i).net().batch());
        return quotients;
    }

    private static Plot jobs(Sweep sweep, List<Point> points) {
        System.out.printf(
                "| %s | steps/s together | over one: median (least-greatest) |%n|---|---|---|%n", sweep.what());
        double[] one = points.getFirst().rates();
        double[] xs = points.stream().mapToDouble(Point::value).toArray();
        double[] over = new double[xs.length];
        for (int i = 0; i < xs.length; i++) {
            double[] ratios = points.get(i).rates();
            Arrays.setAll(ratios, round -> ratios[round] / one[round]);
            Arrays.sort(ratios);
            over[i] = Row.median(ratios);
            System.out.printf(
                    Locale.ROOT,
                    "| %d | %.0f | %.2f (%.2f-%.2f) |%n",
                    points.get(i).value(),
                    Row.median(points.get(i).rates()),
                    over[i],
                    ratios[0],
                    ratios[ratios.length - 1]);
        }
        int cores = Runtime.getRuntime().availableProcessors();
        List<String> labels = DoubleStream.of(over)
                .mapToObj(ratio -> String.format(Locale.ROOT, "%.2f", ratio))
                .toList();
        List<Plot.Line> lines = List.of(
                new Plot.Line("steps a second of all jobs over those of one", Plot.Look.FIRST, xs, over, labels),
                new Plot.Line(
                        "a core a job, %d cores".formatted(cores),
                        Plot.Look.LIMIT,
                        xs,
                        DoubleStream.of(xs).map(n -> Math.min(n, cores)).toArray()));
        Axis y = Axis.linear("throughput over one job's", List.of(0, 1, 2, 3, 4).subList(0, Math.min(cores, 4) + 1));
        return plot("Throughput", sweep, Axis.linear(title(sweep), sweep.grid()), y, lines);
    }

    private static String title(Sweep sweep) {
        return "%s (%s)".formatted(sweep.what(), sweep.rest());
    }

    private static Plot plot(String what, Sweep sweep, Axis x, Axis y, List<Plot.Line> lines) {
        Plot plot = new Plot("%s by %s".formatted(what, sweep.what()), x, y);
        lines.forEach(plot::line);
        return plot;
    }

    /** Three significant digits, without an exponent. */
    private static String digits(double value) {
        return String.format(Locale.ROOT, value >= 100 ? "%,.0f" : value >= 10 ? "%.1f" : "%.2f", value)
                .replace(',', ' ');
    }
}
