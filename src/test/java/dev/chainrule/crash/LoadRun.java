package dev.chainrule.crash;

import dev.chainrule.crash.Api.Answer;
import dev.chainrule.crash.ConstantRate.Answers;
import dev.chainrule.crash.ServiceProcess.Launch;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;

/**
 * The service under load, from the command line: {@code LoadRun jobs seconds}. Clients and service share the machine. Prints the rows of
 * the table in {@code src/docs/reliability.md}.
 */
final class LoadRun {

    private static final int SUBMITS = 50;
    private static final int READS = 200;
    private static final int READERS = 1000;
    private static final int STALLED = 50;
    private static final int RECONNECTING = 200;
    private static final int OVERLOAD_SECONDS = 15;
    private static final int LONGEST_RECOVERY = 30;
    private static final double WELL = 250;

    private final Path folder = Campaign.newFolder("load");
    private final int jobs;
    private final int seconds;
    private final Specs specs = new Specs(1200);
    private final ConcurrentLinkedQueue<String> acknowledged = new ConcurrentLinkedQueue<>();

    private LoadRun(int jobs, int seconds) {
        this.jobs = jobs;
        this.seconds = seconds;
    }

    public static void main(String[] arguments) throws Exception {
        int jobs = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 10_000;
        int seconds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 30;
        LoadRun run = new LoadRun(jobs, seconds);
        run.idle();
        run.training();
        run.streams();
        System.exit(0);
    }

    private ServiceProcess start(String data, String... settings) {
        Launch launch = Launch.of(folder.resolve(data), settings).withJvm("-Xmx512m", "-XX:TieredStopAtLevel=4");
        return ServiceProcess.start(launch, folder.resolve("log/" + System.nanoTime() + ".log"));
    }

    private static void say(String what, Object figure) {
        System.out.println("| " + what + " | " + figure + " |");
    }

    private int submit(Api api, int i) {
        Optional<Answer> answer = api.post("/jobs", specs.body(Specs.QUICK, "load-" + i));
        answer.filter(a -> a.status() == 202).ifPresent(a -> acknowledged.add(a.text("id")));
        return answer.map(Answer::status).orElse(0);
    }

    private static int read(Api api, String job, int i) {
        String path = switch (i % 3) {
            case 0 -> "/jobs?limit=20";
            case 1 -> "/jobs/" + job;
            default -> "/jobs/" + job + "/history?points=200";
        };
        return api.get(path).map(Answer::status).orElse(0);
    }

    private record Both(Answers submits, Answers reads) {

        double worst(int second) {
            return Math.max(
                    submits.due(second).milliseconds(0.99), reads.due(second).milliseconds(0.99));
        }
    }

    private Both load(Api api, String job, int forSeconds, int times) throws Exception {
        try (ExecutorService two = Executors.newFixedThreadPool(2)) {
            Future<Answers> submits = two.submit(
                    () -> ConstantRate.run(SUBMITS * times * forSeconds, SUBMITS * times, i -> submit(api, i)));
            Future<Answers> reads = two.submit(
                    () -> ConstantRate.run(READS * times * forSeconds, READS * times, i -> read(api, job, i)));
            return new Both(submits.get(), reads.get());
        }
    }

    /** Nothing trains; afterwards so many jobs are queued. */
    private void idle() throws Exception {
        try (ServiceProcess service = start("data", "--chainrule.role=server");
                Api api = new Api(service.port())) {
            String first = api.post("/jobs", specs.body(Specs.QUICK, "first"))
                    .orElseThrow()
                    .text("id");
            load(api, first, 5, 1); // compiled code
            Both idle = load(api, first, seconds, 1);
            say("idle, 50 submits a second", idle.submits());
            say("idle, 200 reads a second", idle.reads());
            int missing = Math.max(0, jobs - acknowledged.size());
            say(
                    "the rest of the queue, 100 submits a second",
                    ConstantRate.run(missing, 2 * SUBMITS, i -> submit(api, i)));
            service.signal("TERM");
            service.awaitExit(Duration.ofSeconds(30));
        }
    }

    /** The queue is worked on by as many threads as there are processors. */
    private void training() throws Exception {
        int processors = Runtime.getRuntime().availableProcessors();
        try (ServiceProcess service = start("data", "--chainrule.workers=" + processors);
                Api api = new Api(service.port())) {
            say("start with " + acknowledged.size() + " jobs queued", "%.1f s".formatted(service.startSeconds()));
            String first = acknowledged.peek();
            load(api, first, 5, 1);
            Both training = load(api, first, seconds, 1);
            say("training on " + processors + " threads, 50 submits a second", training.submits());
            say("training, 200 reads a second", training.reads());
            Both over = load(api, first, OVERLOAD_SECONDS, 2);
            Both after = load(api, first, LONGEST_RECOVERY, 1);
            say("twice the load, 100 submits a second", over.submits());
            say("twice the load, 400 reads a second", over.reads());
            int recovered = 0;
            while (recovered < LONGEST_RECOVERY && after.worst(recovered) > WELL) {
                recovered++;
            }
            say(
                    "seconds after it until p99 of a second is under 250 ms",
                    recovered == LONGEST_RECOVERY ? "more" : recovered);
            say(
                    "acknowledged jobs that are gone",
                    acknowledged.stream()
                                    .filter(id -> api.get("/jobs/" + id)
                                                    .map(Answer::status)
                                                    .orElse(0)
                                            != 200)
                                    .count()
                            + " of " + acknowledged.size());
        }
    }

    private void streams() throws IOException {
        try (ServiceProcess service = start("streams", "--chainrule.workers=2");
                Api api = new Api(service.port())) {
            String job = api.post("/jobs", specs.body(Specs.ENDLESS, "followed"))
                    .orElseThrow()
                    .text("id");
            api.post("/jobs", specs.body(Specs.ENDLESS, "beside"));
            StopIT.await("it runs", Duration.ofMinutes(1), () -> StopIT.steps(api, job) > 0);
            StreamReaders readers = new StreamReaders(api, service.port(), job);
            readers.add(READERS);
            pause(15);
            readers.measure(true);
            pause(seconds);
            readers.measure(false);
            say(
                    "1000 readers behind the first one",
                    "p50 %.2f s, p99 %.2f s of %d events"
                            .formatted(readers.lag(0.5), readers.lag(0.99), readers.told()));
            List<Socket> stalled = new ArrayList<>();
            for (int i = 0; i < STALLED; i++) {
                stalled.add(readers.stalled());
            }
            readers.reconnect(RECONNECTING);
            readers.measure(true);
            pause(seconds);
            say("the same, 200 coming back, 50 stalled", "p99 %.2f s".formatted(readers.lag(0.99)));
            say(
                    "stalled readers dropped",
                    stalled.stream().filter(StreamReaders::dropped).count() + " of " + STALLED);
            readers.stop();
            pause(3);
            say("readers that came back; with a missing or double row", readers.cameBack() + "; " + readers.withGaps());
        }
    }

    private static void pause(int seconds) {
        long deadline = System.nanoTime() + seconds * 1_000_000_000L;
        while (System.nanoTime() < deadline) {
            LockSupport.parkNanos(deadline - System.nanoTime());
        }
    }
}
