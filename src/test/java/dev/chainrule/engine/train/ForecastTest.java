package dev.chainrule.engine.train;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chainrule.engine.network.Activation;
import dev.chainrule.engine.optimize.Sgd;
import dev.chainrule.engine.train.StopSignal.Request;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;

/** First steps that tell what a run will be like. */
class ForecastTest {

    private static final RunSpec RUN = new RunSpec(
            Runs.classifier(4, 3, new Activation.Tanh(), 6, 6),
            Runs.training(new Sgd(0.01), 20, 10),
            new MonitorSpec(7, new MonitorSpec.Every(2), new MonitorSpec.Every(0)));

    private static TrainingData data() {
        return new TrainingData(Runs.clouds(20, 4, 3, DataType.FLOAT, 1), null, true);
    }

    @Test
    void itTellsTimesOfAStepAndHowManyNumbersItReports() {
        RunSpec watched = Forecast.spec(RUN);
        Recorder heard = new Recorder();
        try (Trainer trainer = Trainer.of(watched, data())) {
            trainer.train(heard, () -> Request.CONTINUE);
        }
        Forecast forecast;
        try (Trainer trainer = Trainer.of(watched, data())) {
            forecast = Forecast.of(trainer, 60);
        }

        int steps = heard.steps("step").size();
        double others = 0;
        for (SeriesGroup group : heard.plan().groups()) {
            int values = group.series().size();
            if (group.name().equals("step")) {
                assertThat(forecast.stepValues()).isEqualTo(values);
            } else {
                others += values * heard.steps(group.name()).size();
            }
        }
        assertThat(others).isPositive();
        assertThat(forecast.otherValues()).isEqualTo(others / steps);
        assertThat(forecast.fastestSeconds()).isPositive().isLessThanOrEqualTo(forecast.stepSeconds());
        assertThat(forecast.meanSeconds()).isGreaterThanOrEqualTo(forecast.fastestSeconds());
    }
}
