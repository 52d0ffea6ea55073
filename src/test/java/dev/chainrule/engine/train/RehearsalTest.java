package dev.chainrule.engine.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RehearsalTest {

    @Test
    void aRehearsalEndsAtTheFirstStepAfterItIsNotWantedAnyMore() {
        AtomicLong polls = new AtomicLong();

        Rehearsal.run(() -> polls.incrementAndGet() <= 100 ? StopSignal.Request.CONTINUE : StopSignal.Request.CANCEL);

        // one question at each run's door; the one that is running stops, those after it do not begin
        assertThat(polls.get()).isBetween(101L, 110L);
    }

    @Test
    void aWholeRehearsalMakesThousandsOfStepsInBothNumberTypes() {
        AtomicLong polls = new AtomicLong();

        Rehearsal.run(() -> {
            polls.incrementAndGet();
            return StopSignal.Request.CONTINUE;
        });

        assertThat(polls.get()).isGreaterThan(20_000);
    }
}
