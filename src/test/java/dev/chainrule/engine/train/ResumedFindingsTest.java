package dev.chainrule.engine.train;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chainrule.engine.diagnose.Finding;
import dev.chainrule.engine.network.Activation;
import dev.chainrule.engine.optimize.Sgd;
import dev.chainrule.engine.train.StopSignal.Request;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;

/** Diagnostics count steps and average over them: a run that was paused finds the same, at the same steps. */
class ResumedFindingsTest {

    private static final RunSpec DEEP = new RunSpec(
            Runs.classifier(4, 3, new Activation.Sigmoid(), 12, 12, 12, 12, 12, 12),
            Runs.training(new Sgd(0.01), 5, 20),
            new MonitorSpec(1, new MonitorSpec.Every(3), new MonitorSpec.Every(0)));

    private static TrainingData data() {
        return new TrainingData(Runs.clouds(200, 4, 3, DataType.FLOAT, 1), null, true);
    }

    @Test
    void aRunPausedBeforeAFindingFindsItAllTheSame() {
        Recorder whole = new Recorder();
        try (Trainer trainer = Trainer.of(DEEP, data())) {
            trainer.train(whole, () -> Request.CONTINUE);
        }
        assertThat(whole.findings).extracting(Finding::code).contains("VANISHING_GRADIENT");
        for (int stop : new int[] {1, 2, 4, 5, 17}) {
            assertThat(interrupted(stop).findings).as("stopped after %s", stop).isEqualTo(whole.findings);
        }
    }

    private static Recorder interrupted(int stop) {
        Recorder heard = new Recorder();
        int[] step = {0};
        Checkpoint checkpoint;
        try (Trainer trainer = Trainer.of(DEEP, data())) {
            Outcome outcome = trainer.train(heard, () -> ++step[0] == stop ? Request.PAUSE : Request.CONTINUE);
            checkpoint = Objects.requireNonNull(outcome.state());
        }
        try (Trainer trainer = Trainer.of(DEEP, data()).resume(checkpoint)) {
            trainer.train(heard, () -> Request.CONTINUE);
        }
        return heard;
    }

    @Test
    void withoutWhatTheyRememberedTheyFindItLater() {
        List<Finding> late;
        Recorder heard = new Recorder();
        try (Trainer first = Trainer.of(DEEP, data());
                Trainer second = Trainer.of(DEEP, data())) {
            int[] step = {0};
            Outcome outcome = first.train(new Recorder(), () -> ++step[0] == 4 ? Request.PAUSE : Request.CONTINUE);
            second.continueFrom(Objects.requireNonNull(outcome.state()), DEEP); // diagnostics start anew
            second.train(heard, () -> Request.CONTINUE);
            late = heard.findings;
        }
        assertThat(late).isNotEqualTo(interrupted(4).findings);
    }
}
