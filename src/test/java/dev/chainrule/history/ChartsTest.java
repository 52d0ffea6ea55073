package dev.chainrule.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.chainrule.engine.train.SeriesGroup;
import dev.chainrule.engine.train.SeriesGroup.Series;
import dev.chainrule.history.Chart.Hole;
import dev.chainrule.history.Chart.Line;
import dev.chainrule.web.ProblemException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.DoubleStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Charts against the plain definition, over runs long enough that every level of the store is used. */
class ChartsTest {

    /** Level 3 has a whole chunk from 1 048 576 rows on. */
    private static final int ROWS = 1_060_000;

    private static final int STRIDE = 3;

    private static final HistoryDatabase DATABASE = HistoryDatabase.inMemory();
    private static final Charts CHARTS = new Charts(DATABASE.runs);
    private static final double[] LOSS = new double[ROWS];

    @BeforeAll
    static void record() {
        SplittableRandom random = new SplittableRandom(11);
        for (int row = 0; row < ROWS; row++) {
            double usual = 1 + random.nextDouble();
            double spike = random.nextInt(2) == 0 ? 1e9 * random.nextDouble() : -1e9 * random.nextDouble();
            LOSS[row] = switch (random.nextInt(50_000)) {
                case 0, 1, 2, 3, 4, 5 -> spike;
                case 6 -> Double.NaN;
                case 7 -> Double.POSITIVE_INFINITY;
                case 8 -> Double.NEGATIVE_INFINITY;
                default -> usual;
            };
        }
        record("long", ROWS);
        record("short", 5_000);
    }

    private static void record(String run, int rows) {
        SeriesGroup steps = new SeriesGroup("step", List.of(new Series("loss", "nats", null)));
        SeriesGroup epochs = new SeriesGroup(
                "epoch",
                List.of(new Series("trainingLoss", "nats", null), new Series("weightNorm.layer1", "1", "layer1")));
        try (RunRecorder recorder = DATABASE.histories.record(run, 1)) {
            recorder.onStart(HistoryDatabase.plan(steps, epochs));
            double[] values = new double[1];
            for (int row = 0; row < rows; row++) {
                values[0] = LOSS[row];
                recorder.onRow(steps, step(row), epoch(row), values);
            }
            recorder.onRow(epochs, step(99), 1, new double[] {0.5, 2});
            recorder.onRow(epochs, step(199), 2, new double[] {Double.NaN, 3});
        }
    }

    private static long step(long row) {
        return (row + 1) * STRIDE;
    }

    private static int epoch(long row) {
        return (int) (row / 100) + 1;
    }

    @AfterAll
    static void close() {
        DATABASE.close();
    }

    private static Chart chart(String run, List<String> series, @Nullable Long from, @Nullable Long to, int maxPoints) {
        return CHARTS.chart(run, ChartQuery.of(series, from, to, maxPoints, "mean"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"long", "short"})
    void everyPointIsWhatTheRowsBehindItSay(String run) {
        int rows = run.equals("long") ? ROWS : 5_000;
        SplittableRandom random = new SplittableRandom(12);
        for (int i = 0; i < 60; i++) {
            int length = (int) Math.exp(random.nextDouble() * Math.log(rows));
            int first = random.nextInt(rows - length + 1);
            int maxPoints = 1 + (int) Math.exp(random.nextDouble() * Math.log(2_000));
            check(run, first, first + length, maxPoints);
        }
        check(run, 0, rows, 500);
        check(run, 0, rows, 1);
        check(run, rows - 1, rows, 1);
        check(run, 4095, 4097, 1);
    }

    /** Rows first to last (exclusive) as at most maxPoints points. */
    private static void check(String run, int first, int last, int maxPoints) {
        Line line = chart(run, List.of("loss"), step(first), step(last - 1), maxPoints)
                .series()
                .getFirst();

        assertThat(line.total()).isEqualTo(last - first);
        assertThat(line.steps()).hasSizeBetween(1, maxPoints);
        assertThat(line.reduced()).isEqualTo(last - first > maxPoints);
        if (line.reduced() && last - first > 4 * maxPoints) {
            assertThat(line.steps().length).as("points used").isGreaterThanOrEqualTo(maxPoints / 2);
        }
        assertThat(line.steps()[line.steps().length - 1]).isEqualTo(step(last - 1));
        List<Hole> holes = new ArrayList<>();
        int row = first;
        for (int i = 0; i < line.steps().length; i++) {
            int end = (int) (line.steps()[i] / STRIDE);
            assertThat(line.epochs()[i]).isEqualTo(epoch(end - 1));
            checkPoint(line, i, row, end, holes);
            row = end;
        }
        assertThat(line.nonFinite()).isEqualTo(holes);
    }

    private static void checkPoint(Line line, int i, int row, int end, List<Hole> holes) {
        double[] finite = DoubleStream.of(java.util.Arrays.copyOfRange(LOSS, row, end))
                .filter(Double::isFinite)
                .toArray();
        double min = DoubleStream.of(finite).min().orElse(Double.NaN);
        double max = DoubleStream.of(finite).max().orElse(Double.NaN);
        double mean = DoubleStream.of(finite).average().orElse(Double.NaN);
        assertThat(line.min()[i]).isEqualTo(min);
        assertThat(line.max()[i]).isEqualTo(max);
        if (Double.isNaN(mean)) {
            assertThat(line.values()[i]).isNaN();
        } else {
            assertThat(line.values()[i]).isCloseTo(mean, within(1e-9 * Math.max(Math.abs(min), Math.abs(max))));
        }
        for (double kind : new double[] {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY}) {
            if (DoubleStream.of(java.util.Arrays.copyOfRange(LOSS, row, end))
                    .anyMatch(v -> Double.compare(v, kind) == 0)) {
                holes.add(new Hole(i, Double.toString(kind)));
            }
        }
    }

    @Test
    void theLastValueOfEachPointCanBeAskedFor() {
        Line line = CHARTS.chart("long", ChartQuery.of(List.of("loss"), null, null, 300, "last"))
                .series()
                .getFirst();

        for (int i = 0; i < line.steps().length; i++) {
            assertThat(line.values()[i]).isEqualTo(LOSS[(int) (line.steps()[i] / STRIDE) - 1]);
        }
    }

    @Test
    void stepsBetweenRowsBelongToNoRow() {
        Chart chart = chart("short", List.of("loss"), step(9) + 1, step(12) - 1, 500);

        assertThat(chart.series().getFirst().steps()).containsExactly(step(10), step(11));
    }

    @Test
    void aRangeWithoutRowsHasNoPoints() {
        Chart chart = chart("short", List.of("loss"), 1_000_000_000L, null, 500);

        assertThat(chart.series().getFirst().steps()).isEmpty();
        assertThat(chart.series().getFirst().total()).isZero();
    }

    @Test
    void aNumberThatIsNotFiniteIsListedAtItsPoint() {
        Line line = chart("short", List.of("trainingLoss"), null, null, 500)
                .series()
                .getFirst();

        assertThat(line.steps()).containsExactly(step(99), step(199));
        assertThat(line.values()).containsExactly(0.5, Double.NaN);
        assertThat(line.nonFinite()).containsExactly(new Hole(1, "NaN"));
        assertThat(line.group()).isEqualTo("epoch");
    }

    @Test
    void aGrowingRunDoesNotMoveItsPoints() {
        long[] before = chart("long", List.of("loss"), null, step(900_000), 400)
                .series()
                .getFirst()
                .steps();
        long[] after = chart("long", List.of("loss"), null, step(900_100), 400)
                .series()
                .getFirst()
                .steps();

        assertThat(java.util.Arrays.copyOf(after, 300)).isEqualTo(java.util.Arrays.copyOf(before, 300));
    }

    @Test
    void aMisspeltSeriesIsRefusedWithTheOneThatWasMeant() {
        for (String run : List.of("short", "not started")) {
            assertThatThrownBy(() -> chart(run, List.of("validation_los"), null, null, 500))
                    .isInstanceOfSatisfying(ProblemException.class, problem -> {
                        assertThat(problem.status().value()).isEqualTo(422);
                        assertThat(problem.code()).isEqualTo("UNKNOWN_SERIES");
                        assertThat(problem.faults().getFirst().suggestion()).isEqualTo("validationLoss");
                    });
        }
        assertThatThrownBy(() -> chart("short", List.of("weightNorm.layer2"), null, null, 500))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        problem -> assertThat(problem.faults().getFirst().suggestion())
                                .isEqualTo("weightNorm.layer1"));
    }

    @Test
    void aSeriesThatThisRunDoesNotReportIsLeftOut() {
        assertThat(chart("short", List.of("validationLoss", "deltaNorm.layer1", "loss"), null, null, 500)
                        .series())
                .extracting(Line::name)
                .containsExactly("loss");
        assertThat(chart("not started", List.of("loss"), null, null, 500).series())
                .isEmpty();
    }

    @Test
    void allSeriesComeWhereNoneIsNamed() {
        assertThat(chart("short", List.of(), null, null, 10).series())
                .extracting(Line::name)
                .containsExactly("loss", "trainingLoss", "weightNorm.layer1");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, 10_001})
    void tooFewOrTooManyPointsAreRefused(int maxPoints) {
        assertThatThrownBy(() -> chart("short", List.of(), null, null, maxPoints))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("maxPoints must be 1 to 10000");
    }

    @Test
    void aRangeThatEndsBeforeItBeginsIsRefused() {
        assertThatThrownBy(() -> chart("short", List.of(), 10L, 9L, 10))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("from is 10");
    }
}
