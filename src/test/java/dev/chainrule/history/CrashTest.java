package dev.chainrule.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chainrule.engine.train.SeriesGroup;
import dev.chainrule.history.Chart.Line;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A process that records is killed, without a chance to say goodbye. */
@Timeout(120)
class CrashTest {

    private static final SeriesGroup STEPS = HistoryDatabase.group("loss", 2);

    @TempDir
    private Path folder;

    private String url() {
        return "jdbc:h2:" + folder.resolve("history") + ";WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE";
    }

    private static double[] row(long step) {
        return new double[] {Math.sin(step), step};
    }

    /** Records for ever, and says which step is durable; where it is not to flush, it says so without having asked. */
    static final class Victim {

        private Victim() {}

        public static void main(String[] arguments) {
            boolean flush = arguments[1].equals("flush");
            HistoryProperties properties = new HistoryProperties(
                    flush ? Duration.ofMillis(20) : Duration.ofHours(1),
                    1 << 19,
                    Duration.ofSeconds(30),
                    Duration.ofSeconds(1),
                    10);
            HistoryDatabase database = new HistoryDatabase(HistoryDatabase.h2(arguments[0]), properties);
            RunRecorder recorder = database.histories.record("run", 1);
            recorder.onStart(HistoryDatabase.plan(STEPS));
            recorder.flush();
            for (long step = 1; ; step++) {
                recorder.onRow(STEPS, step, 1, row(step));
                if (step % 97 == 0) {
                    if (flush) {
                        recorder.flush();
                    }
                    System.out.println("acked " + step);
                }
            }
        }
    }

    /** The last step that the victim called durable before it was killed, some time after {@code after}. */
    private long kill(String flush, long after) throws IOException, InterruptedException {
        Process victim = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Victim.class.getName(),
                        url(),
                        flush))
                .redirectErrorStream(true)
                .start();
        long acked = 0;
        try (BufferedReader lines = victim.inputReader()) {
            boolean killed = false;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                acked = line.startsWith("acked ") ? Long.parseLong(line.substring(6)) : acked;
                if (acked >= after && !killed) {
                    // Not destroyForcibly: that closes the pipe, and the last acknowledgements would go unread.
                    new ProcessBuilder("kill", "-9", Long.toString(victim.pid()))
                            .start()
                            .waitFor();
                    killed = true;
                }
            }
        }
        assertThat(victim.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return acked;
    }

    @ParameterizedTest
    @ValueSource(longs = {1_000, 20_000})
    void whatWasDurableIsThereAndWhole(long after) throws IOException, InterruptedException {
        long acked = kill("flush", after);

        try (HistoryDatabase database = new HistoryDatabase(HistoryDatabase.h2(url()), HistoryDatabase.quick())) {
            long rows = database.rows("run", 0);
            assertThat(rows).isGreaterThanOrEqualTo(acked);
            double[] steps = database.column("run", 0, 0);
            double[] values = database.column("run", 0, 2);
            for (int i = 0; i < rows; i++) {
                assertThat(steps[i]).isEqualTo(i + 1);
                assertThat(values[i]).isEqualTo(row(i + 1)[0]);
            }
            Line line = new Charts(database.runs)
                    .chart("run", ChartQuery.of(List.of("loss.series1"), null, null, 1, "mean"))
                    .series()
                    .getFirst();
            assertThat(line.min()[0]).isEqualTo(1);
            assertThat(line.max()[0]).isEqualTo(rows);
            goOn(database, (int) rows);
        }
    }

    private static void goOn(HistoryDatabase database, int rows) {
        try (RunRecorder recorder = database.histories.record("run", 2)) {
            recorder.onStart(HistoryDatabase.plan(STEPS));
            for (int step = rows + 1; step <= rows + 600; step++) {
                recorder.onRow(STEPS, step, 1, row(step));
            }
        }
        double[] steps = database.column("run", 0, 0);
        assertThat(steps).hasSize(rows + 600);
        assertThat(steps[rows + 599]).isEqualTo(rows + 600);
    }

    /** The control: what was called durable without being so is missed. */
    @Test
    void whatWasNotDurableIsGone() throws IOException, InterruptedException {
        long acked = kill("do not flush", 5_000);

        try (HistoryDatabase database = new HistoryDatabase(HistoryDatabase.h2(url()), HistoryDatabase.quick())) {
            assertThat(acked).isGreaterThan(5_000);
            assertThat(database.rows("run", 0)).isLessThan(acked);
        }
    }
}
