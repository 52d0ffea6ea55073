package dev.chainrule.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bucket4j.TimeMeter;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class LimiterTest {

    private long nanos;

    private final TimeMeter clock = new TimeMeter() {
        @Override
        public long currentTimeNanos() {
            return nanos;
        }

        @Override
        public boolean isWallClockBased() {
            return false;
        }
    };

    private final Limiter limiter = new Limiter(20, Duration.ofMinutes(1), clock);

    private long passed(String who, int calls) {
        return IntStream.range(0, calls)
                .filter(i -> limiter.secondsToWait(who) == 0)
                .count();
    }

    @Test
    void exactlySoManyPassInEachPeriod() {
        assertThat(passed("a", 100)).isEqualTo(20);
        assertThat(passed("b", 100)).as("another").isEqualTo(20);
        nanos += Duration.ofSeconds(59).toNanos();
        assertThat(passed("a", 100)).isZero();
        assertThat(limiter.secondsToWait("a")).isEqualTo(1);
        nanos += Duration.ofSeconds(1).toNanos();
        assertThat(passed("a", 100)).isEqualTo(20);
        assertThat(limiter.secondsToWait("a")).isEqualTo(60);
    }

    @Test
    void aMillionAddressesAreNotRemembered() {
        for (int i = 0; i < 1_000_000; i++) {
            limiter.secondsToWait("address " + i);
        }

        assertThat(limiter.remembered()).isPositive().isLessThanOrEqualTo(Limiter.MOST);
    }

    @Test
    void aKeyHasSoManyStreamsAndThoseThatEndMakeRoom() {
        OpenStreams streams = new OpenStreams(2);
        assertThat(streams.enter("a")).isTrue();
        assertThat(streams.enter("a")).isTrue();
        assertThat(streams.enter("a")).isFalse();
        assertThat(streams.enter("b")).isTrue();
        streams.leave("a");
        assertThat(streams.enter("a")).isTrue();
        streams.leave("a");
        streams.leave("a");
        streams.leave("a");
        assertThat(streams.of("a")).isZero();
        assertThat(streams.of("b")).isEqualTo(1);
    }
}
