package dev.chainrule.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The auditor sees the database as it was when the process died, not as it was at the death before: the service's
 * {@code DB_CLOSE_DELAY=-1} is kept in the file, and keeps a copy open in the auditor's process.
 */
class RemainsTest {

    @TempDir
    private Path folder;

    private void sql(String... statements) throws SQLException {
        sqlThen("shutdown", statements);
    }

    /** Nothing of the file is written again at its end. */
    private void sqlKilled(String... statements) throws SQLException {
        sqlThen("shutdown immediately", statements);
    }

    private void sqlThen(String end, String... statements) throws SQLException {
        String url = "jdbc:h2:" + folder.resolve("data/chainrule") + ";WRITE_DELAY=0;DB_CLOSE_DELAY=-1";
        try (Connection connection = DriverManager.getConnection(url, "sa", "");
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
            statement.execute(end);
        }
    }

    private void files(String... names) throws IOException {
        Files.createDirectories(folder.resolve("data/checkpoints"));
        for (String name : names) {
            Files.writeString(folder.resolve("data/checkpoints").resolve(name), name);
        }
    }

    private Path file() {
        return folder.resolve("data/chainrule.mv.db");
    }

    @Test
    void everyLookIsAtTheDatabaseOfItsMoment() throws SQLException, IOException {
        sql(
                "create table dataset (file varchar, file_sha256 varchar)",
                "create table model (file varchar, file_sha256 varchar)",
                "create table job_checkpoint (file varchar, sha256 varchar)",
                "create table history (data varbinary)");
        files("0", "1", "2", "3", "4");

        for (int life = 0; life < 5; life++) {
            sql(
                    "delete from job_checkpoint",
                    "insert into job_checkpoint values ('checkpoints/" + life + "', '')",
                    "insert into history select cast(repeat('x', 5000) as varbinary) from system_range(1, 500)");
            try (Remains remains = Remains.of(folder.resolve("data"), null)) {
                assertThat(remains.orphans()).hasSize(4).doesNotContain(folder.resolve("data/checkpoints/" + life));
            }
        }
    }

    @Test
    void aFileOfDeadRowsTakesTooMuchSpaceUntilItIsRewritten() throws SQLException, IOException {
        sql(
                "create table dataset (file varchar, file_sha256 varchar)",
                "create table model (file varchar, file_sha256 varchar)",
                "create table job_checkpoint (file varchar, sha256 varchar)",
                "create table history (data varbinary)");
        for (int life = 0; life < 3; life++) {
            sqlKilled(
                    "insert into history select cast(random_uuid() || repeat('x', 5000) as varbinary) from system_range(1, 2500)",
                    "delete from history");
        }
        try (Remains remains = Remains.of(folder.resolve("data"), null)) {
            assertThat(Files.size(file())).isGreaterThan(remains.mostAfterStart());
        }
        sqlThen("shutdown compact", "checkpoint");
        try (Remains remains = Remains.of(folder.resolve("data"), null)) {
            assertThat(Files.size(file())).isLessThan(remains.mostAfterStart());
        }
    }
}
