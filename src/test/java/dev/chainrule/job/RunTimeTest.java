package dev.chainrule.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chainrule.engine.network.Activation;
import dev.chainrule.engine.network.Dense;
import dev.chainrule.engine.network.Loss;
import dev.chainrule.engine.network.NetworkSpec;
import dev.chainrule.engine.optimize.Schedule;
import dev.chainrule.engine.optimize.Sgd;
import dev.chainrule.engine.train.MonitorSpec;
import dev.chainrule.engine.train.Precision;
import dev.chainrule.engine.train.RunSpec;
import dev.chainrule.engine.train.TrainingSpec;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** What a run takes, told from a step, its history and what stands around it. */
class RunTimeTest {

    private static final Offset<Double> EXACT = Offset.offset(1e-12);

    private static final RunSpec RUN = new RunSpec(
            new NetworkSpec(1, List.of(Dense.of(1, new Activation.Linear())), new Loss.MeanSquaredError(), null),
            new TrainingSpec(new Sgd(0.1), new Schedule.Constant(), 1, 1, true, 1L, Precision.FLOAT32, null, null, 60),
            new MonitorSpec(1, new MonitorSpec.Every(0), new MonitorSpec.Every(0)));

    @Test
    void trainingAndWritingGoSideBySide() {
        RunTime trains = RunTime.of(1000, new RunTime.Step(1e-3, 2e-3, 2e-3, 1e-3, 1e-3), 0.1);
        assertThat(trains.likely()).isCloseTo(2.1, EXACT);
        RunTime writes = RunTime.of(1000, new RunTime.Step(1e-3, 2e-3, 2e-3, 5e-3, 1e-3), 0.1);
        assertThat(writes.likely()).isCloseTo(5.1, EXACT);
    }

    @Test
    void theRangeGoesFromTheFastestStepToTrainingAndWritingInTurn() {
        RunTime time = RunTime.of(1000, new RunTime.Step(1e-3, 2e-3, 3e-3, 1e-3, 1e-3), 0.1);
        assertThat(time.least()).isCloseTo(1.05, EXACT);
        assertThat(time.most()).isCloseTo(1.5 * 4 + 0.2, EXACT);
    }

    @Test
    void stepsOfCodeThatIsNotCompiledYetAreNotTheRule() {
        RunTime cold = RunTime.of(20_000, new RunTime.Step(1e-5, 0.15, 0.2, 1e-6, 2e-5), 0.1);
        assertThat(cold.likely()).isCloseTo(2 + 20_000 * 4 * 2e-5 + 0.1, EXACT);
        assertThat(cold.most()).isLessThan(20);
        RunTime unknown = RunTime.of(100, new RunTime.Step(0.1, 0.15, 0.2, 0, Double.POSITIVE_INFINITY), 0.1);
        assertThat(unknown.likely()).isCloseTo(15.1, EXACT);
    }

    @Test
    void aRunThatIsEndedByTheClockTakesNoLonger() {
        RunTime time = RunTime.of(1_000_000, new RunTime.Step(1e-3, 2e-3, 3e-3, 1e-3, 1e-3), 0.1)
                .within(1500);
        assertThat(time).isEqualTo(new RunTime(1000.05, 1500, 1500));
    }

    @Test
    void whatJobsTakeBesidesIsTheMiddleOfTheLastOnes() {
        JobPace pace = new JobPace();
        double first = pace.besides();
        for (double seconds : new double[] {0.2, 90, 0.3}) {
            pace.took(RUN, 100, seconds);
        }
        assertThat(pace.besides()).isEqualTo(0.3).isNotEqualTo(first);
        for (int i = 0; i < 15; i++) {
            pace.took(RUN, 1, 0.01);
        }
        assertThat(pace.besides()).isEqualTo(0.01);
        assertThat(pace.slowness()).as("nothing was foreseen").isEqualTo(1);
    }

    @Test
    void aBusyMachineIsLearnedFromJobsThatTookLongerThanForeseen() {
        JobPace pace = new JobPace();
        for (int i = 0; i < 30; i++) {
            pace.foresee(RUN, new RunTime(1, 2, 3));
            pace.took(RUN, 6, 0.1);
        }
        assertThat(pace.slowness()).isCloseTo(3, Offset.offset(0.01));
        assertThat(new RunTime(1, 2, 3).times(3)).isEqualTo(new RunTime(1, 6, 9));
        assertThat(new RunTime(1, 2, 3).times(0.5)).isEqualTo(new RunTime(0.5, 1, 3));
        pace.took(RUN, 600, 0.1);
        assertThat(pace.slowness()).as("each is learned from once").isCloseTo(3, Offset.offset(0.01));
    }
}
