package dev.chainrule.job;

import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.stereotype.Component;

/** Down when the loops that claim jobs and keep leases have not come round for as long as a lease lasts. */
@Component
final class JobHealth extends AbstractHealthIndicator {

    private final Workers workers;
    private final JobProperties properties;

    JobHealth(Workers workers, JobProperties properties) {
        this.workers = workers;
        this.properties = properties;
    }

    @Override
    protected void doHealthCheck(Health.Builder builder) {
        RunningJobs running = workers.running();
        boolean silent = workers.silence().compareTo(properties.lease()) > 0;
        builder.status(silent ? "DOWN" : "UP")
                .withDetail("workers", running.workers())
                .withDetail("running", running.all().size())
                .withDetail("secondsSinceLastTurn", workers.silence().toSeconds());
    }
}
