package dev.chainrule.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class LoopTest {

    @Test
    void anErrorInATurnDoesNotEndTheLoopAndCountsAsSilence() {
        AtomicInteger turns = new AtomicInteger();
        AtomicLong clock = new AtomicLong();
        Loop loop = new Loop(
                "test",
                Duration.ofMillis(1),
                () -> {
                    clock.addAndGet(1_000_000_000L);
                    if (turns.incrementAndGet() <= 5) {
                        throw new OutOfMemoryError("fault hook");
                    }
                },
                clock::get);
        assertThat(loop.silence()).isZero();
        loop.start();
        JobDatabase.await("turns after the errors", () -> turns.get() >= 10);
        loop.stop();
        assertThat(loop.silence()).isZero();
        int last = turns.get();
        clock.addAndGet(7_000_000_000L);
        assertThat(loop.silence()).isEqualTo(Duration.ofSeconds(7));
        assertThat(turns).hasValue(last);
    }

    @Test
    void aWokenLoopDoesNotWaitForItsPause() {
        AtomicInteger turns = new AtomicInteger();
        Loop loop = new Loop("test", Duration.ofHours(1), turns::incrementAndGet);
        loop.start();
        for (int turn = 1; turn <= 10; turn++) {
            int expected = turn;
            JobDatabase.await("turn " + turn, () -> turns.get() >= expected);
            loop.wake();
        }
        loop.stop();
    }
}
