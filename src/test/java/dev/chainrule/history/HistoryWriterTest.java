package dev.chainrule.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import dev.chainrule.engine.train.SeriesGroup;
import dev.chainrule.engine.train.TrainingListener.Histogram;
import dev.chainrule.history.FaultyDataSource.Fault;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.boot.health.contributor.Status;

/** The writer thread under faults. */
@Timeout(60)
class HistoryWriterTest {

    private static final SeriesGroup STEPS = HistoryDatabase.group("step", 3);

    private volatile Supplier<Fault> faults = () -> Fault.NONE;

    private HistoryDatabase database(HistoryProperties properties) {
        String url = "jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1";
        return new HistoryDatabase(new FaultyDataSource(HistoryDatabase.h2(url), () -> faults.get()), properties);
    }

    @Test
    void whateverGoesWrongAtACommitEachRowIsKeptOnce() {
        int rows = 30_000;
        double[][] values = RunRecorderTest.values(rows, 3, 8);
        try (HistoryDatabase database = database(HistoryDatabase.quick())) {
            RunRecorder recorder = database.histories.record("run", 1);
            SplittableRandom random = new SplittableRandom(9);
            faults = () -> Fault.values()[Math.max(0, random.nextInt(8) - 4)];
            recorder.onStart(HistoryDatabase.plan(STEPS));
            for (int row = 0; row < rows; row += 500) {
                RunRecorderTest.report(recorder, STEPS, values, row, row + 500);
                recorder.onHistogram(new Histogram(row + 1, "layer1", "weight", 0, 1, new long[] {row}));
                recorder.onFinding(RunRecorderTest.finding("CODE_" + row, 1));
            }
            recorder.flush();
            faults = () -> Fault.NONE;
            recorder.close();

            assertThat(database.rows("run", 0)).isEqualTo(rows);
            for (int s = 0; s < 3; s++) {
                assertThat(RunRecorderTest.bits(database.column("run", 0, s + 2)))
                        .isEqualTo(RunRecorderTest.bits(values[s]));
            }
            assertThat(database.count("histogram", database.runNo("run"))).isEqualTo(60);
            assertThat(database.histories.findings("run")).hasSize(60);
        }
    }

    @ParameterizedTest
    @EnumSource(Fault.class)
    void whateverGoesWrongAtTheFirstCommitEachRowIsKeptOnce(Fault fault) {
        double[][] values = RunRecorderTest.values(600, 3, 8);
        List<Fault> next = new ArrayList<>(List.of(fault, fault));
        try (HistoryDatabase database = database(HistoryDatabase.quick())) {
            RunRecorder recorder = database.histories.record("run", 1);
            database.writer.stop(); // so that all is in the first batch
            recorder.onStart(HistoryDatabase.plan(STEPS));
            RunRecorderTest.report(recorder, STEPS, values, 0, 600);
            faults = () -> next.isEmpty() ? Fault.NONE : next.removeFirst();
            database.writer.start();
            recorder.close();

            assertThat(database.tables.runs().find("run").orElseThrow().planNo())
                    .isOne();
            assertThat(database.rows("run", 0)).isEqualTo(600);
            for (int s = 0; s < 3; s++) {
                assertThat(RunRecorderTest.bits(database.column("run", 0, s + 2)))
                        .isEqualTo(RunRecorderTest.bits(values[s]));
            }
        }
    }

    @Test
    void aRunThatCannotBeWrittenHoldsUpNoOther() {
        HistoryProperties hasty = new HistoryProperties(
                Duration.ofMillis(10), 1 << 14, Duration.ofMillis(300), Duration.ofSeconds(1), 10);
        try (HistoryDatabase database = database(hasty)) {
            HistoryHealth health = new HistoryHealth(database.writer);
            RunRecorder broken = database.histories.record("broken", 1);
            RunRecorder sound = database.histories.record("sound", 1);
            broken.onStart(HistoryDatabase.plan(STEPS));
            broken.flush();
            database.jdbc.update("delete from history_group where run_no = ?", database.runNo("broken"));
            sound.onStart(HistoryDatabase.plan(STEPS));

            broken.onRow(STEPS, 1, 1, new double[3]);
            sound.onRow(STEPS, 1, 1, new double[] {1, 2, 3});
            sound.flush();
            assertThat(database.rows("sound", 0)).isOne();

            Waiting.until(() -> health.health().getStatus().equals(Status.DOWN));
            assertThatThrownBy(broken::flush)
                    .isInstanceOf(RecordingFailedException.class)
                    .hasMessageContaining("broken");
            assertThatThrownBy(() -> broken.onRow(STEPS, 2, 1, new double[3]))
                    .isInstanceOf(RecordingFailedException.class);
            assertThatThrownBy(broken::close).isInstanceOf(RecordingFailedException.class);
            assertThat(health.health().getStatus()).isEqualTo(Status.UP);
            sound.close();
        }
    }

    @Test
    void aTrainingThatIsFasterThanTheWriterWaitsAndLosesNothing() throws InterruptedException {
        HistoryProperties narrow = new HistoryProperties(
                Duration.ofMillis(10), 1 << 10, Duration.ofSeconds(30), Duration.ofSeconds(1), 10);
        double[][] values = RunRecorderTest.values(5_000, 3, 10);
        CountDownLatch open = new CountDownLatch(1);
        AtomicInteger reported = new AtomicInteger();
        try (HistoryDatabase database = database(narrow)) {
            RunRecorder recorder = database.histories.record("run", 1);
            recorder.onStart(HistoryDatabase.plan(STEPS));
            recorder.flush();
            faults = () -> {
                awaitUninterruptibly(open);
                return Fault.NONE;
            };
            Thread training = Thread.ofPlatform().start(() -> {
                for (int row = 0; row < 5_000; row++) {
                    RunRecorderTest.report(recorder, STEPS, values, row, row + 1);
                    reported.incrementAndGet();
                }
            });
            int capacity = Integer.highestOneBit((1 << 10) / 5);
            Waiting.until(() -> reported.get() == capacity);
            assertThat(reported.get()).isEqualTo(capacity);
            open.countDown();
            training.join();
            recorder.close();

            assertThat(RunRecorderTest.bits(database.column("run", 0, 3))).isEqualTo(RunRecorderTest.bits(values[1]));
        }
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void theTrainingThreadAllocatesNothing() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        double[] row = {1, 2, 3};
        try (HistoryDatabase database = database(HistoryDatabase.quick())) {
            RunRecorder recorder = database.histories.record("run", 1);
            recorder.onStart(HistoryDatabase.plan(STEPS));
            long step = 0;
            for (int i = 0; i < 50_000; i++) {
                recorder.onRow(STEPS, ++step, 1, row);
            }
            recorder.flush();
            long before = threads.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < 2_000; i++) {
                recorder.onRow(STEPS, ++step, 1, row);
            }
            long allocated = threads.getCurrentThreadAllocatedBytes() - before;
            recorder.close();

            assertThat(allocated).isLessThan(2_000); // not one byte a row; the measurement itself takes a few
        }
    }

    @Test
    void nobodyNeedsToAskForRowsToBecomeDurable() {
        try (HistoryDatabase database = database(HistoryDatabase.quick())) {
            RunRecorder recorder = database.histories.record("run", 1);
            recorder.onStart(HistoryDatabase.plan(STEPS));
            recorder.onRow(STEPS, 1, 1, new double[3]);
            Waiting.until(
                    () -> !database.tables.runs().groups(database.runNo("run")).isEmpty());
            Waiting.until(() -> database.rows("run", 0) == 1);
            recorder.close();
        }
    }

    @Test
    void aStopWritesWhatIsStillThere() {
        HistoryProperties lazy =
                new HistoryProperties(Duration.ofHours(1), 1 << 14, Duration.ofSeconds(30), Duration.ofSeconds(1), 10);
        HistoryDatabase database = database(lazy);
        RunRecorder recorder = database.histories.record("run", 1);
        recorder.onStart(HistoryDatabase.plan(STEPS));
        recorder.onRow(STEPS, 1, 1, new double[3]);
        HistoryHealth health = new HistoryHealth(database.writer);
        assertThat(health.health().getStatus()).isEqualTo(Status.UP);

        database.close();

        assertThat(database.rows("run", 0)).isOne();
        assertThat(health.health().getStatus()).isEqualTo(Status.DOWN);
    }

    @Test
    void whatIsWrittenIsCounted() {
        try (HistoryDatabase database = database(HistoryDatabase.quick())) {
            try (RunRecorder recorder = database.histories.record("run", 1)) {
                recorder.onStart(HistoryDatabase.plan(STEPS));
                RunRecorderTest.report(recorder, STEPS, RunRecorderTest.values(100, 3, 1), 0, 100);
            }
            // A recorder closes as soon as its rows are durable, a moment before they are counted.
            database.writer.stop();
            assertThat(database.meters.get("chainrule.history.points").counter().count())
                    .isEqualTo(300);
            assertThat(database.meters.get("chainrule.history.flush").timer().count())
                    .isPositive();
            assertThat(database.meters
                            .get("chainrule.history.pending.rows")
                            .gauge()
                            .value())
                    .isZero();
        }
    }
}
