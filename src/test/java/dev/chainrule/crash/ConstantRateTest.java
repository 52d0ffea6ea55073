package dev.chainrule.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chainrule.crash.ConstantRate.Answers;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** A service that stops for a while does not look fast. */
class ConstantRateTest {

    private static void sleep(CountDownLatch gate) {
        try {
            gate.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void everyRequestThatWasDueDuringAPauseWaited() {
        CountDownLatch gate = new CountDownLatch(1);
        Answers answers = ConstantRate.run(100, 100, i -> {
            if (i == 99) {
                gate.countDown(); // the first one is answered when the last one is due
            } else {
                sleep(gate);
            }
            return 200;
        });
        assertThat(answers.milliseconds(0.5)).isGreaterThan(300);
        assertThat(answers.milliseconds(1)).isGreaterThan(900);
        assertThat(answers.statuses()).containsExactly(java.util.Map.entry(200, 100));
        assertThat(answers.due(0).all()).hasSize(100);
    }
}
