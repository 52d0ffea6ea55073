package dev.chainrule.crash;

import dev.chainrule.crash.ServiceProcess.Launch;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** A thousand readers of event streams, half of them of one job; some come back, some stop reading. */
final class StreamLoad {

    private static final int TOGETHER = Integer.getInteger("chainrule.load.readers", 500);
    private static final int EACH = 10;
    private static final int OTHERS = TOGETHER / EACH;
    private static final int STALLED = TOGETHER / 10;
    private static final int RECONNECTING = 2 * TOGETHER / 5;
    private static final int SETTLE = 15;
    private static final int DROPPED_WITHIN = 10;

    private final LoadTable table;
    private final Specs specs = new Specs(1200);

    StreamLoad(LoadTable table) {
        this.table = table;
    }

    private String endless(Api api, String name) {
        return api.post("/jobs", specs.body(Specs.ENDLESS, name)).orElseThrow().text("id");
    }

    void run() throws IOException {
        Path folder = Campaign.newFolder("load-streams");
        Launch launch =
                Launch.of(folder.resolve("data"), "--chainrule.workers=2").withJvm(LoadRun.jvm("-Xmx512m"));
        try (ServiceProcess service = LoadRun.start(launch, folder.resolve("log"));
                Api api = new Api(service.port())) {
            String job = endless(api, "followed");
            List<String> spread = new ArrayList<>();
            for (int i = 0; i < OTHERS; i++) {
                spread.add(endless(api, "beside " + i));
            }
            StopIT.await("it runs", Duration.ofMinutes(1), () -> StopIT.steps(api, job) > 0);
            long before = heap(service, api);
            StreamReaders readers = new StreamReaders(api, service.port(), job);
            readers.add(TOGETHER);
            List<StreamReaders> others = spread.stream()
                    .map(other -> new StreamReaders(api, service.port(), other))
                    .toList();
            others.forEach(some -> some.add(EACH));
            pause(SETTLE);
            measure(readers, others, true);
            pause(LoadRun.SECONDS);
            measure(readers, others, false);
            double undisturbed = readers.lag(0.99);
            lag(TOGETHER + " readers of one job, as many of " + OTHERS + " others", readers, undisturbed);
            readers.forget();
            measure(readers, others, true);
            long began = System.nanoTime();
            stalled(readers);
            pause(Math.max(0, LoadRun.SECONDS - (System.nanoTime() - began) / 1e9));
            measure(readers, others, false);
            lag("the same while " + STALLED + " stall and are dropped", readers, readers.lag(0.99));
            double moved = 100 * (readers.lag(0.99) / undisturbed - 1);
            table.row("L3", "by which it moved", "≤ 10 %", "%.0f %%".formatted(moved), moved <= 10);
            readers.forget();
            measure(readers, others, true);
            readers.reconnect(RECONNECTING);
            pause(LoadRun.SECONDS);
            measure(readers, others, false);
            lag("the same while " + RECONNECTING + " come back", readers, readers.lag(0.99));
            long grown = (heap(service, api) - before) >> 20;
            table.row("L3", "heap after collection", "+ ≤ 64 MB", "%+d MB".formatted(grown), grown <= 64);
            readers.stop();
            pause(3);
            table.row(
                    "L3",
                    "of " + TOGETHER + " readers, " + RECONNECTING
                            + " of whom came back: those with a missing or double row",
                    "0",
                    readers.withGaps() + " (came back: " + readers.cameBack() + ")",
                    readers.withGaps() == 0 && readers.cameBack() >= RECONNECTING);
        }
    }

    private static void measure(StreamReaders readers, List<StreamReaders> others, boolean on) {
        readers.measure(on);
        others.forEach(some -> some.measure(on));
    }

    private void lag(String what, StreamReaders readers, double p99) {
        String figure = "p50 %.2f s, p99 %.2f s of %d events".formatted(readers.lag(0.5), p99, readers.told());
        table.row("L3", what + ", behind the first", "p99 ≤ 1 s", figure, p99 <= 1);
    }

    private void stalled(StreamReaders readers) throws IOException {
        List<Socket> stalled = new ArrayList<>();
        for (int i = 0; i < STALLED; i++) {
            stalled.add(readers.stalled());
        }
        long full = System.nanoTime();
        int open = STALLED;
        while (open > 0 && System.nanoTime() - full < 4 * DROPPED_WITHIN * 1_000_000_000L) {
            pause(1);
            open = (int) stalled.stream()
                    .filter(socket -> StreamReaders.isOpen(socket))
                    .count();
        }
        double seconds = (System.nanoTime() - full) / 1e9;
        String figure = open == 0 ? "all in %.0f s".formatted(seconds) : open + " open after %.0f s".formatted(seconds);
        table.row(
                "L3",
                STALLED + " stalled readers dropped, from when they asked",
                "≤ 10 s",
                figure,
                open == 0 && seconds <= DROPPED_WITHIN + 1);
        for (Socket socket : stalled) {
            socket.close();
        }
    }

    /** Bytes in use on the service's heap, just after a collection that the JDK's own tool asks for. */
    private static long heap(ServiceProcess service, Api api) throws IOException {
        String tool = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        Process collection = new ProcessBuilder(tool, Long.toString(service.pid()), "GC.run")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        collection.onExit().join();
        return api.send("GET", "/actuator/prometheus", "")
                .orElseThrow()
                .body()
                .lines()
                .filter(line -> line.startsWith("jvm_memory_used_bytes{area=\"heap\""))
                .mapToLong(line -> (long) Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    static void pause(double seconds) {
        long deadline = System.nanoTime() + (long) (seconds * 1e9);
        while (System.nanoTime() < deadline) {
            LockSupport.parkNanos(deadline - System.nanoTime());
        }
    }
}
