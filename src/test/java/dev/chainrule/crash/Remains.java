package dev.chainrule.crash;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a dead process left behind: rows, read from a copy of the database, and files. */
final class Remains implements AutoCloseable {

    /** A file is not rewritten below 8 MB; until the service answers, it writes some more. */
    private static final long ROOM = 10L << 20;

    private final Path data;
    private final Connection connection;

    private Remains(Path data, Connection connection) {
        this.data = data;
        this.connection = connection;
    }

    /** @param url of a database server; null for the H2 file in the data folder, of which a copy is opened */
    static Remains of(Path data, @Nullable String url) {
        try {
            return new Remains(data, DriverManager.getConnection(url == null ? copy(data) : url, user(url), ""));
        } catch (SQLException | IOException e) {
            throw new IllegalStateException("what the process left cannot be opened", e);
        }
    }

    private static String user(@Nullable String url) {
        return url == null ? "sa" : "postgres";
    }

    private static String copy(Path data) throws IOException {
        Path copy = Files.createDirectories(data.resolveSibling("copy")).resolve("chainrule.mv.db");
        Files.copy(data.resolve("chainrule.mv.db"), copy, StandardCopyOption.REPLACE_EXISTING);
        // The file says DB_CLOSE_DELAY=-1, as the service asked: this process would go on with the copy of the death
        // before.
        return "jdbc:h2:" + copy.getParent().resolve("chainrule") + ";WRITE_DELAY=0;DB_CLOSE_DELAY=0";
    }

    /** Everything that is wrong. */
    List<String> audit() {
        List<String> wrong = new ArrayList<>();
        none(
                wrong,
                "I1 two jobs with one key",
                "select idempotency_key from job where idempotency_key is not null"
                        + " group by idempotency_key having count(*) > 1");
        none(
                wrong,
                "I3 a lease without a worker's state",
                "select id from job where (lease_until is null or owner is null)"
                        + " and state in ('RUNNING', 'PAUSING', 'CANCELLING')");
        none(wrong, "I5 more than 3 attempts", "select id from job where attempt > 3");
        none(wrong, "G3 two models of one job", "select job_id from model group by job_id having count(*) > 1");
        none(
                wrong,
                "I6 success without a model",
                "select id from job where state = 'SUCCEEDED'"
                        + " and not exists (select 1 from model where model.id = job.model_id)");
        none(wrong, "I7 the last transition is not the state", """
                select job.id from job where not exists (select 1 from job_transition t where t.job_id = job.id
                and t.state = job.state and t.at = (select max(at) from job_transition u where u.job_id = job.id))
                """);
        none(
                wrong,
                "I7 a state twice at one version",
                "select job_id from job_transition group by job_id, version having count(*) > 1");
        none(wrong, "I4 something after the end", """
                select a.job_id from job_transition a join job_transition b on a.job_id = b.job_id and a.version < b.version
                where a.state in ('SUCCEEDED', 'FAILED', 'CANCELLED')
                """);
        none(wrong, "I7 rows counted that are not there", """
                select run_no, group_no from history_group g where row_count / 256 <>
                (select count(*) from history_chunk c where c.run_no = g.run_no and c.group_no = g.group_no
                 and level_no = 0 and column_no = 0)
                """);
        none(
                wrong,
                "I2 a run with rows and without a plan",
                "select r.run_no from history_run r join history_group g on r.run_no = g.run_no where r.plan is null");
        files(wrong);
        return wrong;
    }

    /** I12: bytes that H2's file may have once the service has started on this: twice what is alive, or what is not worth rewriting. */
    long mostAfterStart() {
        try (Statement statement = connection.createStatement();
                ResultSet info = statement.executeQuery(
                        "select setting_name, setting_value from information_schema.settings where setting_name in"
                                + " ('info.FILE_SIZE', 'info.FILL_RATE', 'info.CHUNKS_FILL_RATE') order by setting_name")) {
            List<Long> values = new ArrayList<>();
            while (info.next()) {
                values.add(info.getLong(2));
            }
            long alive = values.get(1) * values.get(0) / 100 * values.get(2) / 100;
            return Math.max(2 * alive, ROOM);
        } catch (SQLException e) {
            throw new IllegalStateException("what the process left cannot be read", e);
        }
    }

    private void none(List<String> wrong, String what, String query) {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            if (rows.next()) {
                wrong.add(what + ": " + rows.getString(1));
            }
        } catch (SQLException e) {
            wrong.add(what + ": the database cannot be read: " + e.getMessage());
        }
    }

    private void files(List<String> wrong) {
        for (Named file : named()) {
            Path path = data.resolve(file.name());
            if (file.name().contains(".tmp-")) {
                wrong.add("I6 a row names a temporary file " + file.name());
            } else if (!Files.exists(path)) {
                wrong.add("I6 a row names a file that is not there: " + file.name());
            } else if (!sha256(path).equals(file.sha256())) {
                wrong.add("I6 a row names a file that holds something else: " + file.name());
            }
        }
    }

    private record Named(String name, String sha256) {}

    private List<Named> named() {
        List<Named> named = new ArrayList<>();
        for (String query : List.of(
                "select file, file_sha256 from dataset",
                "select file, file_sha256 from model",
                "select file, sha256 from job_checkpoint")) {
            try (Statement statement = connection.createStatement();
                    ResultSet rows = statement.executeQuery(query)) {
                while (rows.next()) {
                    named.add(new Named(rows.getString(1), rows.getString(2)));
                }
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }
        return named;
    }

    /** Files of the rooms that no row names. */
    List<Path> orphans() {
        Set<Path> named = new HashSet<>();
        named().forEach(file -> named.add(data.resolve(file.name())));
        return roomFiles().stream().filter(file -> !named.contains(file)).toList();
    }

    private List<Path> roomFiles() {
        List<Path> files = new ArrayList<>();
        for (String room : List.of("datasets", "checkpoints", "models")) {
            if (Files.isDirectory(data.resolve(room))) {
                try (Stream<Path> all = Files.list(data.resolve(room))) {
                    files.addAll(all.toList());
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        }
        return files;
    }

    private static String sha256(Path path) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(path)));
        } catch (IOException | NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
