package dev.chainrule.bench.service;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;

/**
 * Whole jobs through HTTP: how soon an idle service makes a job's first step, what a job on the MNIST digits takes beside the bare
 * trainer, what two at once take, and how many tiny jobs end in a second. Each figure is the median of its rounds, with the least and
 * the greatest.
 *
 * <p>Settings are system properties: {@code bench.parts}, {@code bench.rounds}, {@code bench.jobs} (tiny ones a round), {@code
 * bench.mnist} (folder with the four files of the digits), {@code bench.jvm} and {@code bench.settings} (for the service).
 */
public final class JobsBenchmark {

    private static final String FIRST_STEP = "chainrule_jobs_first_step_seconds_sum";
    private static final String SUCCEEDED = "chainrule_jobs_ended_total{state=\"SUCCEEDED\"}";

    private static final int CALLERS = 4;

    private final Path digits = Path.of(System.getProperty("bench.mnist", "../shared/data/mnist/raw"));
    private final int rounds = Integer.getInteger("bench.rounds", 5);
    private final int tiny = Integer.getInteger("bench.jobs", 1000);
    private final Service service;
    private final Api api;

    private JobsBenchmark(Service service) {
        this.service = service;
        this.api = service.api();
    }

    public static void main(String[] arguments) throws IOException {
        List<String> parts =
                List.of(System.getProperty("bench.parts", "first,tiny,digits").split(","));
        try (Service service = Service.start(words("bench.jvm"), Service.classPath(), words("bench.settings"))) {
            JobsBenchmark benchmark = new JobsBenchmark(service);
            System.out.println("| what | median | least | greatest |");
            System.out.println("|---|---|---|---|");
            if (parts.contains("first")) {
                benchmark.firstSteps();
            }
            if (parts.contains("tiny")) {
                benchmark.tinyJobs();
            }
            if (parts.contains("digits")) {
                benchmark.digits();
            }
        }
    }

    static List<String> words(String property) {
        String text = System.getProperty(property, "").strip();
        return text.isEmpty() ? List.of() : List.of(text.split(" +"));
    }

    private void firstSteps() throws IOException {
        String spec = iris();
        double[] steps = new double[20 * rounds];
        double[] told = new double[steps.length];
        double[] whole = new double[steps.length];
        run(spec); // Whoever comes first pays for the classes that are loaded.
        for (int i = 0; i < steps.length; i++) {
            LockSupport.parkNanos(100_000_000); // idle
            double before = api.metric(FIRST_STEP);
            long began = System.nanoTime();
            String job = api.submit(spec);
            api.awaitEvent(job, "history");
            told[i] = (System.nanoTime() - began) / 1e6;
            api.awaitSuccess(job);
            whole[i] = (System.nanoTime() - began) / 1e6;
            steps[i] = 1e3 * (api.metric(FIRST_STEP) - before);
        }
        row("submission to first step, idle (ms)", steps);
        row("submission to first row read by a client (ms)", told);
        row("submission of a tiny job to its end seen by a client (ms)", whole);
    }

    private String iris() {
        return """
                {"name": "iris", "dataset": {"generator": {"type": "iris"}}, "model": {"layers": ["dense:16:tanh"]},
                 "training": {"epochs": 10}}""";
    }

    private double run(String spec) throws IOException {
        long began = System.nanoTime();
        api.awaitSuccess(api.submit(spec));
        return (System.nanoTime() - began) / 1e9;
    }

    private void tinyJobs() {
        String spec = iris();
        double[] rates = new double[rounds + 1];
        double ended = api.metric(SUCCEEDED);
        for (int i = 0; i < rates.length; i++) {
            long began = System.nanoTime();
            submit(spec, tiny);
            ended += tiny;
            api.awaitMetric(SUCCEEDED, ended);
            rates[i] = tiny / ((System.nanoTime() - began) / 1e9);
        }
        System.out.printf(Locale.ROOT, "| %d tiny jobs after a fresh start, jobs/s | %.1f | | |%n", tiny, rates[0]);
        row(tiny + " tiny jobs, jobs/s", Arrays.copyOfRange(rates, 1, rates.length));
    }

    private void submit(String spec, int jobs) {
        try (ExecutorService callers = Executors.newFixedThreadPool(CALLERS)) {
            for (int j = 0; j < jobs; j++) {
                callers.execute(() -> api.submit(spec));
            }
        }
    }

    private void digits() throws IOException {
        Path images = digits.resolve("train-images-idx3-ubyte.gz");
        Path labels = digits.resolve("train-labels-idx1-ubyte.gz");
        BareTrainer trainer = new BareTrainer(images, labels);
        String spec = digits(api.upload(images, labels));
        trainer.seconds();
        run(spec);
        double[] bare = new double[rounds];
        double[] one = new double[rounds];
        double[] two = new double[rounds];
        for (int i = 0; i < rounds; i++) {
            bare[i] = trainer.seconds();
            one[i] = run(spec);
            two[i] = both(spec);
        }
        row("MNIST, 784-128-10, 10 epochs, bare trainer (s)", bare);
        row("the same as a job, submission to end (s)", one);
        row("two such jobs at once, submission to both ends (s)", two);
        row("job over bare trainer", ratios(one, bare, 1));
        row("two jobs' throughput over one's", ratios(one, two, 2));
    }

    private String digits(String dataset) {
        return """
                {"name": "digits", "dataset": {"id": "%s", "split": {"validation": 0}},
                 "model": {"layers": ["dense:128:relu"]},
                 "training": {"epochs": %d, "batchSize": %d, "seed": 1,
                              "optimizer": {"type": "momentum", "learningRate": 0.01}}}""".formatted(dataset, BareTrainer.EPOCHS, BareTrainer.BATCH);
    }

    private double both(String spec) throws IOException {
        long began = System.nanoTime();
        List<String> jobs = new ArrayList<>(List.of(api.submit(spec), api.submit(spec)));
        for (String job : jobs) {
            api.awaitSuccess(job);
        }
        return (System.nanoTime() - began) / 1e9;
    }

    private static double[] ratios(double[] above, double[] below, double factor) {
        double[] ratios = new double[above.length];
        Arrays.setAll(ratios, i -> factor * above[i] / below[i]);
        return ratios;
    }

    static void row(String what, double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        System.out.printf(
                Locale.ROOT,
                "| %s | %.3g | %.3g | %.3g |%n",
                what,
                sorted[sorted.length / 2],
                sorted[0],
                sorted[sorted.length - 1]);
    }
}
