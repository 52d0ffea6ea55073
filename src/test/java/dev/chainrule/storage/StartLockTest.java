package dev.chainrule.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.jdbc.autoconfigure.DataSourceProperties;

/** Two services that start on one file at the same moment: whatever the second has opened, it is not replaced under it. */
@Timeout(120)
final class StartLockTest {

    @TempDir
    private Path folder;

    private final DatabaseSettings settings = new DatabaseSettings();
    private Path file;
    private String url;

    /** A file that any start replaces. */
    @BeforeEach
    void mostlyDead() throws SQLException {
        file = folder.resolve("chainrule.mv.db");
        url = "jdbc:h2:file:" + folder.resolve("chainrule") + ";WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE;DB_CLOSE_DELAY=-1";
        try (Connection connection = DriverManager.getConnection(url, "sa", "");
                Statement statement = connection.createStatement()) {
            statement.execute("create table place (name varchar, data varbinary)");
            statement.execute(
                    "insert into place select 'dead', cast(random_uuid() || repeat('x', 5000) as varbinary) from system_range(1, 2000)");
            statement.execute("delete from place");
            statement.execute("shutdown immediately");
        }
    }

    @AfterEach
    void letGo() throws SQLException {
        settings.destroy();
        try (Connection connection = DriverManager.getConnection(url, "sa", "");
                Statement statement = connection.createStatement()) {
            statement.execute("shutdown immediately");
        }
    }

    private Object identity() throws IOException {
        return Files.readAttributes(file, BasicFileAttributes.class).fileKey();
    }

    private long theirs() throws SQLException {
        try (Connection connection = DriverManager.getConnection(url, "sa", "");
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select count(*) from place where name = 'theirs'")) {
            rows.next();
            return rows.getLong(1);
        }
    }

    /** What a service does before it opens its database. */
    private void begin() {
        DataSourceProperties properties = new DataSourceProperties();
        properties.setUrl(url);
        properties.setUsername("sa");
        properties.setPassword("");
        settings.postProcessBeforeInitialization(properties, "properties");
    }

    private Process other(String how) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        SlowLocks.class.getName(),
                        file.toString(),
                        how)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private static void end(Process process) throws IOException, InterruptedException {
        process.outputWriter().close();
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void aServiceThatOpensTheFileWhileAnotherStartsKeepsWhatItWrites() throws Exception {
        Object before = identity();
        Process second = other(SlowLocks.WAITS);
        BufferedReader said = second.inputReader();
        assertThat(said.readLine()).isEqualTo("opened");

        CompletableFuture<Void> first = CompletableFuture.runAsync(this::begin);

        assertThatThrownBy(() -> first.get(500, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);
        second.outputWriter().append("lock\n").flush();
        assertThat(said.readLine()).isEqualTo("written");
        first.get(30, TimeUnit.SECONDS);
        assertThat(identity()).as("the second has it open").isEqualTo(before);
        assertThatThrownBy(this::theirs).isInstanceOf(SQLException.class);
        end(second);
        assertThat(theirs()).isEqualTo(1);
    }

    /** The control: one that does not wait writes, unseen, into a file that has no name any more. */
    @Test
    void aServiceThatDoesNotWaitLosesWhatItWrites() throws Exception {
        Object before = identity();
        Process second = other(SlowLocks.RUSHES);
        BufferedReader said = second.inputReader();
        assertThat(said.readLine()).isEqualTo("opened");

        begin();

        assertThat(identity()).as("it was replaced").isNotEqualTo(before);
        second.outputWriter().append("lock\n").flush();
        assertThat(said.readLine()).as("it heard nothing").isEqualTo("written");
        end(second);
        assertThat(theirs()).isZero();
    }

    @Test
    void theLockIsHeldUntilTheDatabaseIsOpenOrTheStartHasFailed() throws IOException {
        JdbcDataSource source = new JdbcDataSource();
        source.setURL(url);
        source.setUser("sa");
        begin();
        assertThat(freeWithin(300)).isFalse();
        settings.postProcessAfterInitialization(source, "source");
        assertThat(freeWithin(30_000)).isTrue();

        begin();
        assertThat(freeWithin(300)).isFalse();
        settings.destroy();
        assertThat(freeWithin(30_000)).isTrue();
        assertThat(PosixFilePermissions.toString(
                        Files.getPosixFilePermissions(folder.resolve("chainrule.mv.db.start"))))
                .isEqualTo("rw-------");
    }

    private boolean freeWithin(long millis) {
        CompletableFuture<StartLock> next = CompletableFuture.supplyAsync(() -> StartLock.on(file));
        try {
            next.get(millis, TimeUnit.MILLISECONDS).close();
            return true;
        } catch (TimeoutException e) {
            next.thenAccept(StartLock::close);
            return false;
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
