package dev.chainrule.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class RecentPaceTest {

    private long nanos;
    private final RecentPace pace = new RecentPace(500, () -> nanos);

    private void after(double seconds, long step) {
        nanos += Math.round(seconds * 1e9);
        pace.at(step);
    }

    @Test
    void nothingIsSaidBeforeAPaceIsKnown() {
        pace.at(500);
        assertThat(pace.secondsFor(100)).isNull();
        after(1, 501);
        assertThat(pace.secondsFor(100)).isNull();
        after(1, 601);
        assertThat(pace.secondsFor(100)).isEqualTo(1);
        assertThat(pace.secondsFor(0)).isZero();
    }

    /** One slow step, then a thousand a second: 60 000 more are a minute, not the hours that the mean since the start would give. */
    @Test
    void theFirstSlowStepsOfAResumedRunAreForgotten() {
        after(2, 501);
        after(1, 1_501);
        assertThat(pace.secondsFor(60_000)).isEqualTo(60);
    }

    @Test
    void aRunThatBecomesSlowerIsBelievedSoon() {
        after(1, 501);
        for (int second = 1; second <= 60; second++) {
            after(1, 501 + 1_000L * second);
        }
        for (int second = 1; second <= 20; second++) {
            after(1, 60_501 + 100L * second);
        }
        assertThat(pace.secondsFor(1_000)).isCloseTo(10, within(1.5));
    }

    @Test
    void aStepThatTakesLongDoesNotChangeThePaceUntilItIsMade() {
        after(30, 501);
        for (int half = 0; half < 60; half++) {
            after(0.5, 501);
        }
        assertThat(pace.secondsFor(1)).isNull();
        pace.at(502);
        assertThat(pace.secondsFor(10)).isCloseTo(300, within(1e-6));
        after(15, 502);
        assertThat(pace.secondsFor(10)).isCloseTo(300, within(1e-6));
    }
}
