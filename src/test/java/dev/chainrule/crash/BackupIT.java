package dev.chainrule.crash;

import static dev.chainrule.crash.StopIT.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.chainrule.crash.ServiceProcess.Launch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.h2.tools.RunScript;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.util.FileSystemUtils;

/** Backups made while the service works are whole, and a service restored from one goes on. */
@Timeout(400)
class BackupIT {

    private static final long LOAD_NANOS = 6_000_000_000L;

    private final Path folder = Campaign.newFolder("backup");
    private final Path backups = folder.resolve("backups");
    private final Specs specs = new Specs(1200);

    private List<Path> whole() {
        if (!Files.isDirectory(backups)) {
            return List.of();
        }
        try (Stream<Path> all = Files.list(backups)) {
            return all.filter(path -> !path.toString().contains(".tmp-"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** As the document says, but by the tool's own method. */
    private Path restore(Path backup) throws IOException, SQLException {
        Path data = folder.resolve("restored-" + backup.getFileName());
        Files.createDirectory(data);
        RunScript.main(
                "-url",
                "jdbc:h2:file:" + data.resolve("chainrule") + ";WRITE_DELAY=0",
                "-user",
                "sa",
                "-script",
                backup.resolve("database.sql.gz").toString(),
                "-options",
                "compression",
                "gzip");
        for (String room : List.of("datasets", "checkpoints", "models")) {
            if (Files.isDirectory(backup.resolve(room))) {
                FileSystemUtils.copyRecursively(backup.resolve(room), data.resolve(room));
            }
        }
        return data;
    }

    @Test
    void aServiceRestoredFromABackupMadeUnderLoadHasAllThatWasAcknowledgedBefore() throws Exception {
        Launch launch = Launch.of(
                folder.resolve("data"),
                "--chainrule.backup.folder=" + backups,
                "--chainrule.backup.every=1s",
                "--chainrule.backup.kept=50");
        try (Ledger ledger = new Ledger(folder.resolve("ledger"))) {
            Path last;
            try (ServiceProcess service = ServiceProcess.start(launch, folder.resolve("log/1.log"));
                    Api api = new Api(service.port())) {
                specs.measure(api);
                new Client(specs, ledger, new Random(5)).work(api, service, LOAD_NANOS);
                for (int i = 0; i < 2; i++) { // the second one began after the work had ended
                    Path newest = whole().getLast();
                    await(
                            "a later backup",
                            Duration.ofSeconds(60),
                            () -> whole().getLast().compareTo(newest) > 0);
                }
                last = whole().getLast();
                service.kill();
            }
            for (Path backup : List.of(whole().getFirst(), last)) {
                Path data = restore(backup);
                try (Remains remains = Remains.of(data, null)) {
                    assertThat(remains.audit()).as("backup " + backup).isEmpty();
                }
            }
            Path data = folder.resolve("restored-" + last.getFileName());
            long before = System.nanoTime();
            try (ServiceProcess service = ServiceProcess.start(Launch.of(data), folder.resolve("log/2.log"));
                    Api api = new Api(service.port())) {
                System.out.printf(
                        "%d backups under load; restored and ready in %d ms%n",
                        whole().size(), (System.nanoTime() - before) / 1_000_000);
                Auditor auditor = new Auditor(specs, ledger);
                for (String id : ledger.read().jobs().keySet()) {
                    api.post("/jobs/" + id + "/resume", "");
                    Specs.awaitEnd(api, id, Duration.ofSeconds(120));
                }
                assertThat(auditor.audit(api)).isEmpty();
                assertThat(auditor.exact()).isPositive();
            }
        }
    }
}
