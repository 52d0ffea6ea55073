package dev.chainrule.storage;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * When backups of an H2 database and its files are made.
 *
 * @param folder where, each in a folder of its own; none are made without it
 * @param every time between two
 * @param kept newest ones kept
 */
@ConfigurationProperties("chainrule.backup")
record BackupProperties(
        @Nullable Path folder,
        @DefaultValue("10m") Duration every,
        @DefaultValue("3") int kept) {
    BackupProperties {
        if (every.toMillis() < 1 || kept < 1) {
            throw new IllegalArgumentException(
                    "chainrule.backup.every and .kept must be positive, were " + every + " and " + kept);
        }
    }
}
