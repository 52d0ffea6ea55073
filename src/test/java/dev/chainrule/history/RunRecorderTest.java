package dev.chainrule.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.LIST;
import static org.assertj.core.api.InstanceOfAssertFactories.MAP;

import dev.chainrule.engine.diagnose.Finding;
import dev.chainrule.engine.network.Activation;
import dev.chainrule.engine.network.Dense;
import dev.chainrule.engine.network.LayerSpec;
import dev.chainrule.engine.train.SeriesGroup;
import dev.chainrule.engine.train.TrainingListener.Histogram;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RunRecorderTest {

    private static final HistoryDatabase DATABASE = HistoryDatabase.inMemory();

    private final String run = UUID.randomUUID().toString();

    @AfterAll
    static void close() {
        DATABASE.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 255, 256, 257, 5000, 66_000})
    void everyNumberComesBackBitByBit(int rows) {
        SeriesGroup steps = HistoryDatabase.group("step", 3);
        double[][] values = values(rows, 3, 1);

        try (RunRecorder recorder = DATABASE.histories.record(run, 1)) {
            recorder.onStart(HistoryDatabase.plan(steps));
            report(recorder, steps, values, 0, rows);
        }

        assertThat(DATABASE.rows(run, 0)).isEqualTo(rows);
        assertThat(DATABASE.column(run, 0, 0))
                .isEqualTo(LongStream.rangeClosed(1, rows).asDoubleStream().toArray());
        for (int s = 0; s < 3; s++) {
            assertThat(bits(DATABASE.column(run, 0, s + 2))).isEqualTo(bits(values[s]));
        }
    }

    @Test
    void aGroupOfManyColumnsComesBack() {
        SeriesGroup steps = HistoryDatabase.group("step", 700);
        double[][] values = values(300, 700, 2);

        try (RunRecorder recorder = DATABASE.histories.record(run, 1)) {
            recorder.onStart(HistoryDatabase.plan(steps));
            report(recorder, steps, values, 0, 300);
        }

        for (int s = 0; s < 700; s++) {
            assertThat(bits(DATABASE.column(run, 0, s + 2))).isEqualTo(bits(values[s]));
        }
    }

    @Test
    void rowsAreReadableSoonAfterTheyAreReported() {
        SeriesGroup steps = HistoryDatabase.group("step", 2);
        double[][] values = values(1000, 2, 3);

        try (RunRecorder recorder = DATABASE.histories.record(run, 1)) {
            recorder.onStart(HistoryDatabase.plan(steps));
            for (int row = 0; row < 1000; row += 7) {
                int to = Math.min(1000, row + 7);
                report(recorder, steps, values, row, to);
                recorder.flush();

                assertThat(DATABASE.rows(run, 0)).isEqualTo(to);
                assertThat(bits(DATABASE.column(run, 0, 2))).isEqualTo(bits(Arrays.copyOf(values[0], to)));
                assertThat(segments()).isLessThanOrEqualTo(9);
            }
        }
    }

    private int segments() {
        return DATABASE.count("tail", DATABASE.runNo(run));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 100, 255, 256, 257, 4096, 4097, 4999, 5000, 9000})
    void aTruncatedRunGoesOnWithoutGapOrDuplicate(int kept) {
        SeriesGroup steps = HistoryDatabase.group("step", 2);
        SeriesGroup epochs = HistoryDatabase.group("epoch", 1);
        double[][] values = values(10_000, 2, 4);
        try (RunRecorder recorder = DATABASE.histories.record(run, 1)) {
            recorder.onStart(HistoryDatabase.plan(steps, epochs));
            report(recorder, steps, values, 0, 5000);
            recorder.onRow(epochs, 100, 1, new double[] {7});
            recorder.onRow(epochs, 4999, 2, new double[] {8});
        }

        DATABASE.histories.truncateAfter(run, 2, kept);

        assertThat(DATABASE.rows(run, 0)).isEqualTo(Math.min(kept, 5000));
        assertThat(DATABASE.rows(run, 1)).isEqualTo(kept < 100 ? 0 : kept < 4999 ? 1 : 2);
        if (kept > 0) {
            assertThat(DATABASE.histories.latest(run))
                    .containsEntry("step.series0", values[0][Math.min(kept, 5000) - 1]);
        }
        try (RunRecorder recorder = DATABASE.histories.record(run, 2)) {
            recorder.onStart(HistoryDatabase.plan(steps, epochs));
            report(recorder, steps, values, Math.min(kept, 5000), 10_000);
        }
        for (int s = 0; s < 2; s++) {
            assertThat(bits(DATABASE.column(run, 0, s + 2))).isEqualTo(bits(values[s]));
        }
    }

    @Test
    void aRowToldAgainAfterAResumeIsKeptOnce() {
        SeriesGroup epochs = HistoryDatabase.group("epoch", 1);
        try (RunRecorder recorder = DATABASE.histories.record(run, 1)) {
            recorder.onStart(HistoryDatabase.plan(epochs));
            recorder.onRow(epochs, 10, 1, new double[] {0.5});
        }
        DATABASE.histories.truncateAfter(run, 2, 10);
        try (RunRecorder recorder = DATABASE.histories.record(run, 2)) {
            recorder.onStart(HistoryDatabase.plan(epochs));
            recorder.onRow(epochs, 10, 1, new double[] {0.5});
            recorder.onRow(epochs, 20, 2, new double[] {0.25});
        }

        assertThat(DATABASE.column(run, 0, 2)).containsExactly(0.5, 0.25);
    }

    @Test
    void aStaleTokenChangesNothing() {
        SeriesGroup steps = HistoryDatabase.group("step", 1);
        RunRecorder old = DATABASE.histories.record(run, 1);
        old.onStart(HistoryDatabase.plan(steps));
        old.onRow(steps, 1, 1, new double[] {1});
        old.flush();

        DATABASE.histories.begin(run, 2);
        old.onRow(steps, 2, 1, new double[] {2});

        assertThatThrownBy(old::flush).isInstanceOf(StaleRunException.class);
        assertThat(old.stale()).isTrue();
        assertThatThrownBy(() -> old.onRow(steps, 3, 1, new double[] {3})).isInstanceOf(StaleRunException.class);
        assertThatThrownBy(() -> DATABASE.histories.begin(run, 1)).isInstanceOf(StaleRunException.class);
        assertThatThrownBy(() -> DATABASE.histories.record(run, 1)).isInstanceOf(StaleRunException.class);
        assertThatThrownBy(() -> DATABASE.histories.truncateAfter(run, 1, 0)).isInstanceOf(StaleRunException.class);
        old.close();
        assertThat(DATABASE.column(run, 0, 2)).containsExactly(1);
    }

    @Test
    void aRunWithRowsCannotChangeItsSeries() {
        SeriesGroup steps = HistoryDatabase.group("step", 1);
        try (RunRecorder recorder = DATABASE.histories.record(run, 1)) {
            recorder.onStart(HistoryDatabase.plan(steps));
            recorder.onRow(steps, 1, 1, new double[] {1});
        }
        try (RunRecorder recorder = DATABASE.histories.record(run, 2)) {
            assertThatThrownBy(() -> recorder.onStart(HistoryDatabase.plan(HistoryDatabase.group("step", 2))))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("other series");
        }

        DATABASE.histories.truncateAfter(run, 3, 0);
        try (RunRecorder recorder = DATABASE.histories.record(run, 3)) {
            SeriesGroup wider = HistoryDatabase.group("step", 2);
            recorder.onStart(HistoryDatabase.plan(wider));
            recorder.onRow(wider, 1, 1, new double[] {1, 2});
        }
        assertThat(DATABASE.histories.latest(run))
                .containsExactly(Map.entry("step.series0", 1.0), Map.entry("step.series1", 2.0));
    }

    @Test
    void histogramsAndFindingsAfterTheCheckpointAreForgottenAndToldAgain() {
        SeriesGroup steps = HistoryDatabase.group("step", 1);
        Histogram histogram = new Histogram(20, "layer1", "gradient", -1, 1, new long[] {1, 2, 3});
        Finding finding = finding("VANISHING_GRADIENT", 5);
        for (int attempt = 1; attempt <= 2; attempt++) {
            DATABASE.histories.begin(run, attempt);
            DATABASE.histories.truncateAfter(run, attempt, 10);
            try (RunRecorder recorder = DATABASE.histories.record(run, attempt)) {
                recorder.onStart(HistoryDatabase.plan(steps));
                recorder.onFinding(finding("NOT_LEARNING", 1));
                recorder.onRow(steps, 10 * attempt, 1, new double[] {1});
                recorder.onRow(steps, 20 * attempt, 1, new double[] {1});
                recorder.onHistogram(histogram);
                recorder.onFinding(finding);
            }
        }

        long runNo = DATABASE.runNo(run);
        assertThat(DATABASE.tables.findings().from(runNo, 0)).containsExactly(finding("NOT_LEARNING", 1), finding);
        assertThat(DATABASE.count("histogram", runNo)).isOne();
    }

    @Test
    void aPatchIsKeptAsACallerWouldSendIt() {
        LayerSpec layer = Dense.of(16, new Activation.LeakyRelu(0.2));
        try (RunRecorder recorder = DATABASE.histories.record(run, 1)) {
            recorder.onStart(HistoryDatabase.plan(HistoryDatabase.group("step", 1)));
            recorder.onFinding(new Finding(
                    "DEAD_UNITS",
                    Finding.Severity.WARNING,
                    "layer1",
                    1,
                    Map.of(),
                    "A sentence.",
                    Map.of("model", Map.of("layers", List.of(layer)))));
        }

        Finding found = DATABASE.tables.findings().from(DATABASE.runNo(run), 0).getFirst();

        assertThat(found.patch())
                .extractingByKey("model", MAP)
                .extractingByKey("layers", LIST)
                .first(MAP)
                .containsEntry("type", "dense")
                .containsEntry("units", 16)
                .extractingByKey("activation", MAP)
                .isEqualTo(Map.of("type", "leaky_relu", "slope", 0.2));
    }

    @Test
    void aDeletedRunLeavesNothing() {
        SeriesGroup steps = HistoryDatabase.group("step", 1);
        try (RunRecorder recorder = DATABASE.histories.record(run, 1)) {
            recorder.onStart(HistoryDatabase.plan(steps));
            report(recorder, steps, values(5000, 1, 5), 0, 5000);
            recorder.onHistogram(new Histogram(1, "layer1", "weight", 0, 1, new long[] {4}));
            recorder.onFinding(finding("NOT_LEARNING", 1));
        }

        long runNo = DATABASE.runNo(run);

        DATABASE.histories.delete(run);

        for (String table : List.of("run", "group", "chunk", "tail", "histogram", "finding")) {
            assertThat(DATABASE.count(table, runNo)).as(table).isZero();
        }
        assertThat(DATABASE.histories.latest(run)).isEmpty();
    }

    static Finding finding(String code, long fromStep) {
        return new Finding(
                code, Finding.Severity.WARNING, "layer1", fromStep, Map.of("ratio", 0.5), "A sentence.", Map.of());
    }

    /** Random numbers of all kinds: every one in ten has random bits. */
    static double[][] values(int rows, int series, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double[][] values = new double[series][rows];
        for (double[] column : values) {
            for (int row = 0; row < rows; row++) {
                column[row] =
                        random.nextInt(10) == 0 ? Double.longBitsToDouble(random.nextLong()) : random.nextDouble();
            }
        }
        return values;
    }

    /** Reports rows of the values: row r at step r + 1. */
    static void report(RunRecorder recorder, SeriesGroup group, double[][] values, int from, int to) {
        double[] row = new double[values.length];
        for (int r = from; r < to; r++) {
            for (int s = 0; s < row.length; s++) {
                row[s] = values[s][r];
            }
            recorder.onRow(group, r + 1, 1 + r / 100, row);
        }
    }

    static long[] bits(double[] values) {
        return Arrays.stream(values).mapToLong(Double::doubleToRawLongBits).toArray();
    }
}
