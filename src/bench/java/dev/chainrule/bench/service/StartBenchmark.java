package dev.chainrule.bench.service;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * How long the service takes from the start of its process to its first answer that it is ready, and the memory that is resident
 * once it has been idle for a while. Each figure is the median of the rounds, with the least and the greatest.
 *
 * <p>Settings are system properties: {@code bench.rounds}, {@code bench.idle} (seconds), {@code bench.jvm}, {@code bench.program}
 * (e.g. {@code -jar target/chainrule.jar}; this class path unless given) and {@code bench.settings}.
 */
public final class StartBenchmark {

    private StartBenchmark() {}

    public static void main(String[] arguments) throws IOException {
        int rounds = Integer.getInteger("bench.rounds", 5);
        long idle = Long.getLong("bench.idle", 20);
        List<String> program = JobsBenchmark.words("bench.program");
        double[] seconds = new double[rounds];
        double[] ready = new double[rounds];
        double[] memory = new double[rounds];
        for (int i = 0; i < rounds; i++) {
            try (Service service = Service.start(
                    JobsBenchmark.words("bench.jvm"),
                    program.isEmpty() ? Service.classPath() : program,
                    JobsBenchmark.words("bench.settings"))) {
                seconds[i] = service.startSeconds();
                ready[i] = service.residentMebibytes();
                long until = System.nanoTime() + idle * 1_000_000_000L;
                while (System.nanoTime() < until) {
                    LockSupport.parkNanos(100_000_000);
                }
                memory[i] = service.residentMebibytes();
            }
        }
        System.out.println("| what | median | least | greatest |");
        System.out.println("|---|---|---|---|");
        JobsBenchmark.row("start of the process to ready (s)", seconds);
        JobsBenchmark.row("resident when ready (MiB)", ready);
        JobsBenchmark.row("resident after " + idle + " s without a request (MiB)", memory);
    }
}
