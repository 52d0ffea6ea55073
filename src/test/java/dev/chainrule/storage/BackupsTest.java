package dev.chainrule.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;

/** The backups' folder may be other people's too. */
class BackupsTest {

    @TempDir
    private Path folder;

    private Path backups() {
        return folder.resolve("backups");
    }

    /** A backup made at this second of a day. */
    private String make(int second, int kept) throws IOException {
        DataSource source = new H2File(folder, "chainrule").source();
        Clock clock = Clock.fixed(Instant.parse("2026-11-26T00:00:00Z").plusSeconds(second), ZoneOffset.UTC);
        Backups made = new Backups(
                new FileStore(folder.resolve("data")),
                List.of(),
                new JdbcTemplate(source),
                new JdbcTransactionManager(source),
                new BackupProperties(backups(), Duration.ofHours(1), kept),
                clock);
        return made.make().getFileName().toString();
    }

    private void put(String... names) throws IOException {
        for (String name : names) {
            Files.createDirectories(backups().resolve(name));
            Files.writeString(backups().resolve(name).resolve("file"), name);
        }
    }

    private List<String> left() throws IOException {
        try (Stream<Path> all = Files.list(backups())) {
            return all.map(path -> path.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void onlyTheNewestAreKept() throws IOException {
        make(1, 2);
        String second = make(2, 2);
        String third = make(3, 2);
        assertThat(left()).containsExactly(second, third);
        assertThat(backups().resolve(third).resolve("database.sql.gz")).isNotEmptyFile();
    }

    @Test
    void whatTheServiceDidNotMakeIsNeitherCountedNorRemoved() throws IOException {
        String[] foreign = {"0-photos", "20251126", "20251126-000000-000-mine", "old.tmp-", "zoo"};
        put(foreign);
        make(1, 1);
        String last = make(2, 1);
        assertThat(left()).contains(foreign).contains(last).hasSize(foreign.length + 1);
        for (String name : foreign) {
            assertThat(backups().resolve(name).resolve("file")).hasContent(name);
        }
    }

    @Test
    void whatABackupThatDidNotEndLeftIsRemoved() throws IOException {
        put("20251126-000000-000.tmp-", "20251126-000000-000.tmp-mine");
        String made = make(1, 1);
        assertThat(left()).containsExactly("20251126-000000-000.tmp-mine", made);
    }
}
