package dev.chainrule.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chainrule.engine.train.StopSignal.Request;
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
    void nothingIsLeftToPauseAfterTheLastStepButARunIsStillCancelled() {
        RunControl control = new RunControl();
        control.at(7);
        control.endsAt(9);
        control.ask(Request.PAUSE);
        assertThat(control.poll()).isEqualTo(Request.PAUSE);
        assertThat(control.poll()).isEqualTo(Request.CONTINUE);

        control.at(8);
        control.ask(Request.CANCEL);
        assertThat(control.poll()).isEqualTo(Request.CANCEL);
    }

    @Test
    void aLaterClaimIsTimedAnew() {
        new RunControl().begun();
        assertThat(new RunControl().begun())
                .hasValueSatisfying(since -> assertThat(since).isLessThan(Duration.ofMinutes(5)));
    }
}
