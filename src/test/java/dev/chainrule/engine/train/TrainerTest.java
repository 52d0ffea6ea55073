package dev.chainrule.engine.train;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chainrule.engine.train.StopSignal.Request;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;

class TrainerTest {

    @Test
    void xorIsLearned() {
        RunSpec spec = new RunSpec(Runs.xorNetwork(), Runs.adam(0.05, 300, 4), Runs.QUIET);
        Recorder heard = new Recorder();

        try (Trainer trainer = Trainer.of(spec, new TrainingData(Runs.xor(DataType.FLOAT), null, true))) {
            Outcome outcome = trainer.train(heard, () -> Request.CONTINUE);

            assertThat(outcome).isInstanceOf(Outcome.Completed.class);
        }
        assertThat(heard.last("trainingAccuracy")).isEqualTo(1);
        assertThat(heard.last("trainingLoss")).isLessThan(0.05);
    }
}
