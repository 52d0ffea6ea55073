package dev.chainrule.engine.optimize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ScheduleTest {

    @Test
    void aConstantStays() {
        assertThat(new Schedule.Constant().at(0, 10)).isEqualTo(1);
        assertThat(new Schedule.Constant().at(9, 10)).isEqualTo(1);
    }

    @Test
    void stepsFallAfterSoManyUpdates() {
        Schedule step = new Schedule.Step(0.1, 100);

        assertThat(step.at(99, 1000)).isEqualTo(1);
        assertThat(step.at(100, 1000)).isEqualTo(0.1);
        assertThat(step.at(250, 1000)).isEqualTo(0.01, within(1e-15));
    }

    @Test
    void aCosineGoesFromTheFullRateToItsFloor() {
        Schedule cosine = new Schedule.Cosine(0.2);

        assertThat(cosine.at(0, 1000)).isEqualTo(1);
        assertThat(cosine.at(500, 1000)).isEqualTo(0.6, within(1e-12));
        assertThat(cosine.at(1000, 1000)).isEqualTo(0.2, within(1e-12));
    }
}
