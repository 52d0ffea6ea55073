package dev.chainrule.history;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How histories are written and followed.
 *
 * @param flush longest time between two transactions of the writer, and between two events of a follower
 * @param buffer numbers a run's ring holds on their way to the writer; a full ring makes the training wait
 * @param giveUp how long the writer tries to store a run's numbers before the run fails
 * @param heartbeat silence after which an event stream says that it lives
 * @param followers event streams open at once
 */
@ConfigurationProperties("chainrule.history")
record HistoryProperties(
        @DefaultValue("250ms") Duration flush,
        @DefaultValue("524288") int buffer,
        @DefaultValue("10m") Duration giveUp,
        @DefaultValue("15s") Duration heartbeat,
        @DefaultValue("2000") int followers) {

    HistoryProperties {
        if (flush.toMillis() < 1) {
            throw new IllegalArgumentException("chainrule.history.flush must be >= 1ms, was " + flush);
        }
        if (buffer < 1 << 10) {
            throw new IllegalArgumentException("chainrule.history.buffer must be >= 1024, was " + buffer);
        }
    }

    static HistoryProperties defaults() {
        return new HistoryProperties(
                Duration.ofMillis(250), 1 << 19, Duration.ofMinutes(10), Duration.ofSeconds(15), 2000);
    }
}
