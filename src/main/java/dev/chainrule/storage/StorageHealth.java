package dev.chainrule.storage;

import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.stereotype.Component;

/** Down where no file could be stored now: the data folder is gone, read-only or full. */
@Component
final class StorageHealth extends AbstractHealthIndicator {

    private final FileStore files;

    StorageHealth(FileStore files) {
        this.files = files;
    }

    @Override
    protected void doHealthCheck(Health.Builder builder) {
        String problem = files.problem();
        if (problem == null) {
            builder.up().withDetail("damagedFiles", files.damagedFiles());
        } else {
            builder.down().withDetail("problem", problem);
        }
    }
}
