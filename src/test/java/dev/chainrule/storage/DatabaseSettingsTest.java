package dev.chainrule.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class DatabaseSettingsTest {

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({
        "jdbc:h2:file:./a, jdbc:h2:file:./a;WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE;QUERY_CACHE_SIZE=64",
        "jdbc:h2:file:./a;write_delay=0, jdbc:h2:file:./a;write_delay=0;DB_CLOSE_ON_EXIT=FALSE;QUERY_CACHE_SIZE=64",
        "JDBC:H2:~/a;CIPHER=AES, JDBC:H2:~/a;CIPHER=AES;WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE;QUERY_CACHE_SIZE=64",
        "jdbc:h2:./a;DB_CLOSE_ON_EXIT=FALSE;WRITE_DELAY=0, jdbc:h2:./a;DB_CLOSE_ON_EXIT=FALSE;WRITE_DELAY=0;QUERY_CACHE_SIZE=64",
        "jdbc:h2:file:data/a, jdbc:h2:file:./data/a;WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE;QUERY_CACHE_SIZE=64",
        "jdbc:h2:file:.data/a, jdbc:h2:file:./.data/a;WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE;QUERY_CACHE_SIZE=64",
        "jdbc:h2:file:../a, jdbc:h2:file:../a;WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE;QUERY_CACHE_SIZE=64",
        "jdbc:h2:file:/a/b, jdbc:h2:file:/a/b;WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE;QUERY_CACHE_SIZE=64",
        "jdbc:h2:file:~/a, jdbc:h2:file:~/a;WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE;QUERY_CACHE_SIZE=64",
        "jdbc:h2:file:C:/a, jdbc:h2:file:C:/a;WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE;QUERY_CACHE_SIZE=64",
        "jdbc:h2:./a;query_cache_size=9, jdbc:h2:./a;query_cache_size=9;WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE",
        "jdbc:postgresql://localhost/a, jdbc:postgresql://localhost/a?connectTimeout=5&socketTimeout=35&tcpKeepAlive=true",
        "jdbc:postgresql://h/a?socketTimeout=9, jdbc:postgresql://h/a?socketTimeout=9&connectTimeout=5&tcpKeepAlive=true"
    })
    void aUrlIsCompleted(String given, String completed) {
        assertThat(DatabaseSettings.complete(given)).isEqualTo(completed);
    }

    /** Texts of jobs are a few thousand characters long; H2 alone would keep 256 of them in a row. */
    @Test
    void whatIsNotLongIsKeptInItsRow() {
        runner("jdbc:h2:" + folder.resolve("rows")).run(context -> {
            try (Connection connection = context.getBean(DataSource.class).getConnection();
                    ResultSet row = connection
                            .createStatement()
                            .executeQuery("select setting_value from information_schema.settings"
                                    + " where setting_name = 'MAX_LENGTH_INPLACE_LOB'")) {
                assertThat(row.next()).isTrue();
                assertThat(row.getInt(1)).isGreaterThan(10_000);
            }
        });
    }

    @Test
    void aRelativePathNeedsNoDot() throws SQLException {
        String url = "jdbc:h2:file:target/h2-" + UUID.randomUUID() + "/a";
        assertThatThrownBy(() -> DriverManager.getConnection(url)).hasMessageContaining("implicitly relative");
        String opened = DatabaseSettings.complete(url) + ";IFEXISTS=TRUE";
        assertThatThrownBy(() -> DriverManager.getConnection(opened)).hasMessageContaining("not found");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jdbc:h2:./a;WRITE_DELAY=500",
                "jdbc:h2:./a;Write_Delay = 1",
                "jdbc:h2:./a;WRITE_DELAY=",
                "jdbc:h2:./a;WRITE_DELAY=0;WRITE_DELAY=500",
                "jdbc:h2:./a;FILE_LOCK=NO",
                "jdbc:h2:./a;LOCK_MODE=0",
                "jdbc:h2:./a;DB_CLOSE_ON_EXIT=TRUE"
            })
    void aUrlThatMayLoseCommitsIsRefused(String url) {
        assertThatThrownBy(() -> DatabaseSettings.complete(url))
                .isInstanceOf(UnsafeDatabaseException.class)
                .hasMessageNotContaining("\n");
    }

    @Test
    void aDatabaseThatWasOpenedWithADelayIsRefused() throws SQLException {
        String name = "jdbc:h2:" + folder.resolve("delayed");
        JdbcDataSource source = new JdbcDataSource();
        source.setURL(name + ";WRITE_DELAY=0");
        try (Connection first = DriverManager.getConnection(name)) {
            // The first connection decides, and this one says nothing of a delay: it is 500 ms.
            assertThat(first.isValid(1)).isTrue();
            JdbcDataSource second = new JdbcDataSource();
            second.setURL(name);
            assertThatThrownBy(() -> DatabaseSettings.opened(second))
                    .isInstanceOf(UnsafeDatabaseException.class)
                    .hasMessageContaining("WRITE_DELAY=500");
        }
        DatabaseSettings.opened(source);
    }

    private ApplicationContextRunner runner(String url) {
        return new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(DataSourceAutoConfiguration.class))
                .withBean(DatabaseSettings.class)
                .withPropertyValues("spring.datasource.url=" + url);
    }

    @Test
    void aServiceWithAUrlOfItsUserKeepsWhatItAcknowledges() {
        runner("jdbc:h2:" + folder.resolve("own"))
                .run(context -> assertThat(context).hasNotFailed());
    }

    @Test
    void aServiceWithAnUnsafeUrlDoesNotStartAndLeavesNoFile() throws IOException {
        runner("jdbc:h2:" + folder.resolve("unsafe") + ";WRITE_DELAY=500").run(context -> {
            FailureAnalysis analysis = Objects.requireNonNull(
                    new DatabaseAnalyzer().analyze(Objects.requireNonNull(context.getStartupFailure())));
            assertThat(analysis.getDescription()).contains("WRITE_DELAY=500").doesNotContain("\n");
        });
        try (var files = Files.list(folder)) {
            assertThat(files).isEmpty();
        }
    }

    @Test
    void aSecondProcessOnTheSameFileIsToldSo() throws IOException, InterruptedException {
        String url = "jdbc:h2:" + folder.resolve("taken");
        Process other = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Holder.class.getName(),
                        url))
                .redirectErrorStream(true)
                .start();
        try {
            assertThat(other.inputReader().readLine()).isEqualTo("open");
            runner(url).run(context -> {
                FailureAnalysis analysis = Objects.requireNonNull(
                        new DatabaseAnalyzer().analyze(Objects.requireNonNull(context.getStartupFailure())));
                assertThat(analysis.getDescription()).contains("open in another process");
            });
        } finally {
            other.outputWriter().close();
            assertThat(other.waitFor(30, TimeUnit.SECONDS)).isTrue();
        }
    }

    /** Another process that holds the database open until its input ends. */
    static final class Holder {

        private Holder() {}

        public static void main(String[] arguments) throws SQLException, IOException {
            try (Connection connection = DriverManager.getConnection(arguments[0])) {
                System.out.println(connection.isClosed() ? "closed" : "open");
                System.in.readAllBytes();
            }
        }
    }

    @Test
    void anOldFileComesWithTheWayToMoveIt() {
        Throwable failure = new IllegalStateException(
                new IllegalArgumentException("The write format 2 is smaller than the supported format 3 [2.4.240/5]"));

        FailureAnalysis analysis = Objects.requireNonNull(new DatabaseAnalyzer().analyze(failure));

        assertThat(analysis.getAction()).contains("SCRIPT", "RUNSCRIPT");
        assertThat(new DatabaseAnalyzer()
                        .analyze(new IllegalStateException(UUID.randomUUID().toString())))
                .isNull();
    }
}
