package dev.chainrule.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chainrule.engine.train.SeriesGroup;
import org.junit.jupiter.api.Test;

class RunReaderTest {

    /** More than a chunk: the tail that the first read would need is gone by then. */
    private static final int MORE = 1_000;

    @Test
    void aReadSeesTheRunAsItWasWhenItBeganHoweverFarTheRunHasGoneOn() {
        SeriesGroup steps = HistoryDatabase.group("step", 1);
        try (HistoryDatabase database = HistoryDatabase.inMemory();
                RunRecorder recorder = database.histories.record("run", 1)) {
            recorder.onStart(HistoryDatabase.plan(steps));
            report(recorder, steps, 0, 100);

            double[] seen = database.runs
                    .read("run", run -> {
                        report(recorder, steps, 100, MORE);
                        return run.group(0).values(0, 0, run.groups().getFirst().rowCount());
                    })
                    .orElseThrow();

            assertThat(seen).hasSize(100).endsWith(100.0);
            assertThat(database.rows("run", 0)).isEqualTo(100 + MORE);
        }
    }

    /** Reports rows and waits until they are durable. */
    private static void report(RunRecorder recorder, SeriesGroup group, int from, int rows) {
        for (int row = from; row < from + rows; row++) {
            recorder.onRow(group, row + 1, 1, new double[] {row});
        }
        recorder.flush();
    }
}
