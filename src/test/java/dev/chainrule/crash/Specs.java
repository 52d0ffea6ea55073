package dev.chainrule.crash;

import dev.chainrule.crash.Api.Answer;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The jobs of the crash test, and what each leaves when nothing disturbs it. */
final class Specs {

    static final String QUICK = "quick";
    static final String MEDIUM = "medium";
    static final String ENDLESS = "endless";
    static final Set<String> TERMINAL = Set.of("SUCCEEDED", "FAILED", "CANCELLED");

    private static final String QUICK_BODY = """
            {"name": "%s", "dataset": {"generator": {"type": "iris"}}, "model": {"layers": ["dense:8:tanh"]},
             "training": {"optimizer": "momentum:0.05:0.9", "epochs": 60, "seed": 3}}
            """;

    /** Dropout draws at random, momentum and early stopping remember: all of it must survive. */
    private static final String MEDIUM_BODY = """
            {"name": "%s", "dataset": {"generator": {"type": "spiral"}},
             "model": {"layers": ["dense:48:tanh", {"type": "dropout", "rate": 0.1}, "dense:48:tanh"]},
             "training": {"optimizer": "momentum:0.005:0.9", "epochs": %d, "batchSize": 16, "seed": 7,
                          "earlyStopping": {"patience": 1000000}},
             "monitor": {"every": 10, "activations": {"every": 500}, "histograms": {"every": 0}},
             "checkpoints": {"everySeconds": 1}}
            """;

    private static final int ENDLESS_EPOCHS = 900_000;

    private final int mediumEpochs;
    private final Map<String, Trace> expected = new HashMap<>();

    Specs(int mediumEpochs) {
        this.mediumEpochs = mediumEpochs;
    }

    /**
     * What a run left.
     *
     * @param history its rows as CSV, without the column that a clock writes
     * @param parameters JSON of all it learned
     */
    record Trace(List<String> history, String parameters) {

        static List<String> rows(String csv) {
            List<String> lines = csv.lines().toList();
            int time = Arrays.asList(lines.getFirst().split(",", -1)).indexOf("epochSeconds");
            return lines.stream().map(line -> without(line, time)).toList();
        }

        private static String without(String line, int column) {
            String[] cells = line.split(",", -1);
            return IntStream.range(0, cells.length)
                    .filter(i -> i != column)
                    .mapToObj(i -> cells[i])
                    .collect(Collectors.joining(","));
        }
    }

    String body(String spec, String name) {
        return switch (spec) {
            case QUICK -> QUICK_BODY.formatted(name);
            case MEDIUM -> MEDIUM_BODY.formatted(name, mediumEpochs);
            case ENDLESS -> MEDIUM_BODY.formatted(name, ENDLESS_EPOCHS);
            default -> throw new IllegalArgumentException(spec);
        };
    }

    /** Runs each spec once in peace, unless that was done before. */
    synchronized void measure(Api api) {
        if (!expected.isEmpty()) {
            return;
        }
        for (String spec : List.of(QUICK, MEDIUM)) {
            String id = api.post("/jobs", body(spec, "reference-" + spec))
                    .orElseThrow()
                    .text("id");
            Answer job = awaitEnd(api, id, Duration.ofMinutes(10));
            if (!job.text("state").equals("SUCCEEDED")) {
                throw new IllegalStateException("the reference run did not succeed: " + job.body());
            }
            expected.put(spec, trace(api, id, job.text("modelId")));
        }
    }

    static Answer awaitEnd(Api api, String id, Duration patience) {
        long deadline = System.nanoTime() + patience.toNanos();
        Answer job = api.get("/jobs/" + id).orElseThrow();
        while (!TERMINAL.contains(job.text("state"))) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("job " + id + " did not end: " + job.body());
            }
            LockSupport.parkNanos(20_000_000);
            job = api.get("/jobs/" + id).orElse(job);
        }
        return job;
    }

    static Trace trace(Api api, String id, String modelId) {
        return new Trace(
                Trace.rows(api.csv(id).orElseThrow().body()),
                api.get("/models/" + modelId + "/parameters").orElseThrow().body());
    }

    /** What a job of this spec must leave; endless ones begin as medium ones, but have other plans. */
    @org.jspecify.annotations.Nullable
    Trace expected(String spec) {
        return expected.get(spec);
    }
}
