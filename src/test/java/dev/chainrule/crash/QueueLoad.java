package dev.chainrule.crash;

import dev.chainrule.crash.Api.Answer;
import dev.chainrule.crash.ConstantRate.Answers;
import dev.chainrule.crash.ServiceProcess.Launch;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Submissions, reads and predictions at constant rates before a long queue: with nothing in training, with all cores in training, and too many. */
final class QueueLoad {

    private static final int SUBMITS = 50;
    private static final int READS = 200;
    private static final int PREDICTS = 20;
    private static final int ORPHANS = 50;
    /** Seconds of the same load before it is timed: the compilers of clients and service share the cores with both. */
    private static final int WARM_UP = 25;

    /** Predictions come so seldom that their code takes longer to be compiled, and so does it beside training. */
    private static final int LONG_WARM_UP = 60;

    private static final int OVERLOAD = 15;
    private static final int RECOVERY = 15;
    private static final int FLOOD = 400;
    private static final double WELL = 250;
    private static final int PROCESSORS = Runtime.getRuntime().availableProcessors();

    private final Path folder = Path.of(System.getProperty("chainrule.load.folder", "target/load"));
    private final LoadTable table;
    private final Specs specs = new Specs(1200);
    private final ConcurrentLinkedQueue<String> acknowledged = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<String> hasty = new ConcurrentLinkedQueue<>();

    QueueLoad(LoadTable table) {
        this.table = table;
    }

    private ServiceProcess start(String... settings) {
        Launch launch = Launch.of(folder.resolve("data"), settings).withJvm(LoadRun.jvm("-Xmx512m"));
        return LoadRun.start(launch, folder.resolve("log/" + System.nanoTime() + ".log"));
    }

    private int submit(Api api, int i) {
        Optional<Answer> answer = api.post("/jobs", specs.body(Specs.QUICK, "load-" + i));
        answer.filter(a -> a.status() == 202).ifPresent(a -> acknowledged.add(a.text("id")));
        return status(answer);
    }

    private int status(Optional<Answer> answer) {
        answer.filter(a -> a.status() == 503 && !a.body().contains("retryAfterSeconds"))
                .ifPresent(a -> hasty.add(a.body()));
        return answer.map(Answer::status).orElse(0);
    }

    private int read(Api api, String job, int i) {
        return status(api.get(
                switch (i % 3) {
                    case 0 -> "/jobs?pageSize=20";
                    case 1 -> "/jobs/" + job;
                    default -> "/jobs/" + job + "/history?series=loss&maxPoints=500";
                }));
    }

    private record Both(Answers submits, Answers reads) {
        double worst(int second) {
            return Math.max(
                    submits.due(second).milliseconds(0.99), reads.due(second).milliseconds(0.99));
        }
    }

    private Both load(Api api, String job, int seconds, int times) throws Exception {
        try (ExecutorService two = Executors.newFixedThreadPool(2)) {
            Future<Answers> submits =
                    two.submit(() -> ConstantRate.run(SUBMITS * times * seconds, SUBMITS * times, i -> submit(api, i)));
            Future<Answers> reads =
                    two.submit(() -> ConstantRate.run(READS * times * seconds, READS * times, i -> read(api, job, i)));
            return new Both(submits.get(), reads.get());
        }
    }

    private Answers predict(Api api, String model, int seconds) {
        String row = """
                {"rows": [{"sepal_length": 5.1, "sepal_width": 3.5, "petal_length": 1.4, "petal_width": 0.2}]}""";
        return ConstantRate.run(
                PREDICTS * seconds, PREDICTS, i -> status(api.post("/models/" + model + "/predict", row)));
    }

    /** A model to predict by; what ran for it is read later. */
    private Answer model(Api api) {
        String id = api.post("/jobs", specs.body(Specs.QUICK, "the model"))
                .orElseThrow()
                .text("id");
        return Specs.awaitEnd(api, id, Duration.ofMinutes(1));
    }

    /** Nothing trains; afterwards so many jobs are queued. */
    void idle() throws Exception {
        Answer done;
        try (ServiceProcess service = start();
                Api api = new Api(service.port())) {
            done = model(api);
            predict(api, done.text("modelId"), LONG_WARM_UP);
            table.answers(
                    "L6", "predict 1 row, 20 a second, idle", predict(api, done.text("modelId"), 10), 10, Set.of(200));
            stop(service);
        }
        try (ServiceProcess service = start("--chainrule.role=server");
                Api api = new Api(service.port())) {
            String job = done.text("id");
            fill(api);
            load(api, job, WARM_UP, 1);
            Both idle = load(api, job, LoadRun.SECONDS, 1);
            table.answers(
                    "L1",
                    SUBMITS + " submits a second, idle, " + LoadRun.JOBS + " queued",
                    idle.submits(),
                    50,
                    Set.of(202));
            table.answers("L2", READS + " reads a second, idle", idle.reads(), 20, Set.of(200));
            table.row(
                    "L1",
                    "acknowledged jobs that are gone",
                    "0",
                    gone(api),
                    gone(api).startsWith("0 "));
            stop(service);
        }
    }

    private void fill(Api api) {
        int missing = Math.max(0, LoadRun.JOBS - acknowledged.size());
        long before = System.nanoTime();
        IntStream.range(0, missing).parallel().forEach(i -> submit(api, i));
        table.note(
                "L1",
                "the rest of the queue, as fast as it goes",
                "%d in %.0f s".formatted(missing, (System.nanoTime() - before) / 1e9));
    }

    private static void stop(ServiceProcess service) {
        service.signal("TERM");
        service.awaitExit(Duration.ofSeconds(30));
    }

    private String gone(Api api) {
        long gone = acknowledged.stream()
                .filter(id -> status(api.get("/jobs/" + id)) != 200)
                .count();
        return gone + " of " + acknowledged.size();
    }

    /** The queue of {@link #idle} waits behind jobs that train on all cores. */
    void training() throws Exception {
        List<String> endless;
        try (ServiceProcess service = start("--chainrule.role=server");
                Api api = new Api(service.port())) {
            endless = Stream.generate(() -> endless(api)).limit(ORPHANS).toList();
            stop(service);
        }
        try (ServiceProcess service = start("--chainrule.workers=" + ORPHANS);
                Api api = new Api(service.port())) {
            StopIT.await("all run", Duration.ofMinutes(3), () -> running(api) >= ORPHANS);
            service.kill();
        }
        try (ServiceProcess service = start("--chainrule.workers=" + PROCESSORS);
                Api api = new Api(service.port())) {
            long ready = System.nanoTime();
            StopIT.await(
                    "one goes on", Duration.ofMinutes(2), () -> endless.stream().anyMatch(id -> resumed(api, id)));
            double resumed = (System.nanoTime() - ready) / 1e9;
            table.row(
                    "L10",
                    "start with a queue of " + LoadRun.JOBS + " and " + ORPHANS + " orphans",
                    "≤ 20 s",
                    "%.1f s".formatted(service.startSeconds()),
                    service.startSeconds() <= 20);
            table.row("L10", "first orphan goes on", "≤ 60 s", "%.1f s".formatted(resumed), resumed <= 60);
            endless.stream().skip(PROCESSORS).forEach(id -> api.post("/jobs/" + id + "/cancel", ""));
            loaded(api, endless.subList(0, PROCESSORS), "all " + PROCESSORS + " cores");
            stop(service);
        }
    }

    /** The same with one core left to HTTP. */
    void cap() throws Exception {
        int workers = Math.max(1, PROCESSORS - 1);
        try (ServiceProcess service = start("--chainrule.workers=" + workers);
                Api api = new Api(service.port())) {
            keepBusy(api, workers);
            loaded(api, training(api, workers), "one core left to HTTP (L11)");
            stop(service);
        }
    }

    /** Too many of both, then far too many reads. */
    void overload() throws Exception {
        try (ServiceProcess service = start("--chainrule.workers=" + PROCESSORS);
                Api api = new Api(service.port())) {
            keepBusy(api, PROCESSORS);
            String job = training(api, PROCESSORS).getFirst();
            load(api, job, WARM_UP, 1);
            overload(api, job, service.port());
            stop(service);
        }
    }

    /** Jobs without end go before all others; those that a part before this has left are enough. */
    private void keepBusy(Api api, int workers) {
        Answer left =
                api.get("/jobs?q=endless&state=QUEUED,RUNNING&pageSize=200").orElseThrow();
        for (int i = left.json().path("items").size(); i < workers; i++) {
            endless(api);
        }
        StopIT.await(
                "they run",
                Duration.ofMinutes(1),
                () -> api.get("/jobs?q=endless&state=RUNNING&pageSize=200")
                                .orElseThrow()
                                .json()
                                .path("items")
                                .size()
                        >= workers);
    }

    private static List<String> training(Api api, int workers) {
        StopIT.await("they train", Duration.ofMinutes(1), () -> running(api) >= workers);
        return api.get("/jobs?state=RUNNING&pageSize=200")
                .orElseThrow()
                .json()
                .path("items")
                .valueStream()
                .map(job -> job.path("id").asString())
                .toList();
    }

    private String endless(Api api) {
        String body = specs.body(Specs.ENDLESS, "endless").strip();
        return api.post("/jobs", "{\"priority\": 10, " + body.substring(1))
                .orElseThrow()
                .text("id");
    }

    private static long running(Api api) {
        return api.get("/jobs?state=RUNNING&pageSize=200")
                .map(page -> page.json().path("items").size())
                .orElse(0);
    }

    private static boolean resumed(Api api, String id) {
        Answer job = api.get("/jobs/" + id).orElseThrow();
        return job.text("state").equals("RUNNING") && job.json().path("attempt").asInt() == 2;
    }

    private static long steps(Api api, List<String> jobs) {
        return jobs.stream().mapToLong(id -> StopIT.steps(api, id)).sum();
    }

    /** Steps a second of these jobs while something is done. */
    private static double pace(Api api, List<String> jobs, ThrowingRunnable during) throws Exception {
        long from = steps(api, jobs);
        long start = System.nanoTime();
        during.run();
        return (steps(api, jobs) - from) / ((System.nanoTime() - start) / 1e9);
    }

    @FunctionalInterface
    private interface ThrowingRunnable {
        void run() throws Exception;
    }

    private void loaded(Api api, List<String> jobs, String where) throws Exception {
        StopIT.await("they train", Duration.ofMinutes(1), () -> running(api) >= jobs.size());
        load(api, jobs.getFirst(), LONG_WARM_UP, 1);
        double alone = pace(api, jobs, () -> StreamLoad.pause(LoadRun.SECONDS));
        double[] slowed = new double[2];
        Answers[] reads = new Answers[1];
        long clients =
                ProcessHandle.current().info().totalCpuDuration().orElseThrow().toMillis();
        slowed[0] = pace(
                api,
                jobs,
                () -> reads[0] = ConstantRate.run(READS * LoadRun.SECONDS, READS, i -> read(api, jobs.getFirst(), i)));
        clients =
                ProcessHandle.current().info().totalCpuDuration().orElseThrow().toMillis() - clients;
        table.answers("L2", READS + " reads a second, training on " + where, reads[0], 100, Set.of(200));
        double share = 100 * (1 - slowed[0] / alone);
        table.row(
                "L2",
                "training slowed by them, clients on the same cores",
                "≤ 10 %",
                "%.0f %% (%.0f of %.0f steps a second)".formatted(share, slowed[0], alone),
                share <= 10);
        table.note(
                "L2",
                "of it the clients' own processor time",
                "%.0f %%".formatted(0.1 * clients / (LoadRun.SECONDS * PROCESSORS)));
        Both both = load(api, jobs.getFirst(), LoadRun.SECONDS, 1);
        table.answers(
                "L1",
                SUBMITS + " submits a second, the reads beside them, training on " + where,
                both.submits(),
                250,
                Set.of(202));
        table.note("L2", "those reads", both.reads().toString());
        String model = api.get("/models")
                .orElseThrow()
                .json()
                .path("items")
                .path(0)
                .path("id")
                .asString();
        table.answers(
                "L6", "predict 1 row, 20 a second, training on " + where, predict(api, model, 10), 100, Set.of(200));
    }

    private void overload(Api api, String job, int port) throws Exception {
        Both over = load(api, job, OVERLOAD, 2);
        Both after = load(api, job, RECOVERY, 1);
        Set<Integer> fine = Set.of(200, 202, 429, 503);
        table.row(
                "L7",
                "twice the load: 400 reads a second",
                "200, 429, 503",
                over.reads().toString(),
                fine.containsAll(over.reads().statuses().keySet()));
        table.row(
                "L7",
                "twice the load: 100 submits a second",
                "202, 429, 503",
                over.submits().toString(),
                fine.containsAll(over.submits().statuses().keySet()));
        int recovered = IntStream.range(0, RECOVERY)
                .filter(second -> after.worst(second) <= WELL)
                .findFirst()
                .orElse(RECOVERY);
        table.row(
                "L7",
                "seconds after it until p99 of a second is under 250 ms",
                "≤ 10",
                String.valueOf(recovered),
                recovered <= 10);
        Answers[] health = new Answers[1];
        Answers flood;
        try (ExecutorService one = Executors.newSingleThreadExecutor();
                Api probe = new Api(port)) { // does not wait behind the others in a client's own queue
            Future<?> beside = one.submit(() -> {
                health[0] = ConstantRate.run(
                        5 * OVERLOAD, 5, i -> probe.health().map(Answer::status).orElse(0));
            });
            flood = ConstantRate.run(FLOOD * 5 * OVERLOAD, FLOOD * 5, i -> read(api, job, i));
            beside.get();
        }
        table.row(
                "L7",
                "ten times the reads: " + FLOOD * 5 + " a second",
                "200, 429, 503",
                flood.toString(),
                fine.containsAll(flood.statuses().keySet()));
        table.row(
                "L7",
                "health meanwhile",
                "200",
                health[0].toString(),
                health[0].statuses().keySet().equals(Set.of(200)));
        Both calm = load(api, job, RECOVERY, 1);
        int again = IntStream.range(0, RECOVERY)
                .filter(second -> calm.worst(second) <= WELL)
                .findFirst()
                .orElse(RECOVERY);
        table.row(
                "L7",
                "seconds after that until p99 of a second is under 250 ms",
                "≤ 10",
                String.valueOf(again),
                again <= 10);
        table.row("L7", "503 without a time to come back", "0", String.valueOf(hasty.size()), hasty.isEmpty());
        table.row(
                "L7",
                "acknowledged jobs that are gone",
                "0",
                gone(api),
                gone(api).startsWith("0 "));
    }
}
