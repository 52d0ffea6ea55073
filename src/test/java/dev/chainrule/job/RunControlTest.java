package dev.chainrule.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class RunControlTest {

    @Test
    void tellsOnceHowLongTheFirstStepTookSinceTheClaim() {
        RunControl control = new RunControl();
        assertThat(control.begun())
                .hasValueSatisfying(since -> assertThat(since).isPositive());
        assertThat(control.begun()).isEmpty();
    }

    @Test
    void aLaterClaimIsTimedAnew() {
        new RunControl().begun();
        assertThat(new RunControl().begun())
                .hasValueSatisfying(since -> assertThat(since).isLessThan(Duration.ofMinutes(5)));
    }
}
