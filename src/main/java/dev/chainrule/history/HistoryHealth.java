package dev.chainrule.history;

import java.util.concurrent.TimeUnit;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.stereotype.Component;

/** Down where what runs report is not being stored. */
@Component("historyHealthIndicator")
final class HistoryHealth implements HealthIndicator {

    /** The writer's rounds take far less; a long one is a stuck one. */
    private static final long MOST_LAG_NANOS = TimeUnit.SECONDS.toNanos(30);

    private final HistoryWriter writer;

    HistoryHealth(HistoryWriter writer) {
        this.writer = writer;
    }

    @Override
    public Health health() {
        long lag = writer.lag();
        Throwable failure = writer.failure();
        boolean well = writer.alive() && lag < MOST_LAG_NANOS && failure == null;
        Health.Builder health = well ? Health.up() : Health.down();
        health.withDetail("writerAlive", writer.alive())
                .withDetail("lagMillis", TimeUnit.NANOSECONDS.toMillis(lag))
                .withDetail("pendingRows", writer.pendingRows());
        if (failure != null) {
            health.withDetail("failure", failure.getClass().getSimpleName());
        }
        return health.build();
    }
}
