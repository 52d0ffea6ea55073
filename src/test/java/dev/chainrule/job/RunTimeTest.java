package dev.chainrule.job;

import static org.assertj.core.api.Assertions.assertThat;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** What a run takes, told from a step, its history and what stands around it. */
class RunTimeTest {

    private static final Offset<Double> EXACT = Offset.offset(1e-12);

    @Test
    void trainingAndWritingGoSideBySide() {
        RunTime trains = RunTime.of(1000, new RunTime.Step(1e-3, 2e-3, 2e-3, 1e-3), 0.1);
        assertThat(trains.likely()).isCloseTo(2.1, EXACT);
        RunTime writes = RunTime.of(1000, new RunTime.Step(1e-3, 2e-3, 2e-3, 5e-3), 0.1);
        assertThat(writes.likely()).isCloseTo(5.1, EXACT);
    }

    @Test
    void theRangeGoesFromTheFastestStepToTrainingAndWritingInTurn() {
        RunTime time = RunTime.of(1000, new RunTime.Step(1e-3, 2e-3, 3e-3, 1e-3), 0.1);
        assertThat(time.least()).isCloseTo(1.05, EXACT);
        assertThat(time.most()).isCloseTo(1.3 * 4 + 0.2, EXACT);
    }

    @Test
    void aRunThatIsEndedByTheClockTakesNoLonger() {
        RunTime time = RunTime.of(1_000_000, new RunTime.Step(1e-3, 2e-3, 3e-3, 1e-3), 0.1)
                .within(1500);
        assertThat(time).isEqualTo(new RunTime(1000.05, 1500, 1500));
    }

    @Test
    void whatJobsTakeBesidesIsTheMiddleOfTheLastOnes() {
        Besides besides = new Besides();
        assertThat(besides.cold()).isTrue();
        double first = besides.seconds();
        for (double seconds : new double[] {0.2, 90, 0.3}) {
            besides.took(seconds);
        }
        assertThat(besides.cold()).isFalse();
        assertThat(besides.seconds()).isEqualTo(0.3).isNotEqualTo(first);
        for (int i = 0; i < 15; i++) {
            besides.took(0.01);
        }
        assertThat(besides.seconds()).isEqualTo(0.01);
    }
}
