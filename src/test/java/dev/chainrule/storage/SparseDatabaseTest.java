package dev.chainrule.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chainrule.fault.FailPoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A database whose processes were killed again and again takes the room of what is alive, and is never half written. */
class SparseDatabaseTest {

    private static final int HALTED = 137;
    private static final int ROWS = 60;

    @TempDir
    private Path folder;

    private Path file;
    private String url;

    @BeforeEach
    void place() {
        file = folder.resolve("chainrule.mv.db");
        url = "jdbc:h2:file:" + folder.resolve("chainrule") + ";WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE;DB_CLOSE_DELAY=-1";
    }

    private List<String> sql(String... statements) throws SQLException {
        List<String> answers = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection(url, "sa", "");
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                if (statement.execute(sql)) {
                    try (ResultSet rows = statement.getResultSet()) {
                        while (rows.next()) {
                            answers.add(rows.getString(1));
                        }
                    }
                }
            }
        }
        return answers;
    }

    /** A table of which some rows are alive, closed as by a kill. */
    private List<String> rows(int dead) throws SQLException {
        sql(
                "create table place (id bigint generated always as identity primary key, name varchar unique, data varbinary)",
                "create sequence counter start with 7",
                "insert into place (name, data) select 'row ' || x, cast(repeat('é', x * 100) as varbinary) from system_range(1, "
                        + ROWS + ")",
                "insert into place (name, data) select 'dead ' || x, cast(random_uuid() || repeat('x', 5000) as varbinary)"
                        + " from system_range(1, " + dead + ")",
                "delete from place where name like 'dead%'");
        List<String> rows = alive();
        sql("shutdown immediately");
        return rows;
    }

    private List<String> alive() throws SQLException {
        return sql("select id || name || rawtohex(data) from place order by id", "select next value for counter");
    }

    /** A process that ends at once may have interrupted H2's writer, which then notes so in a file of its own; no matter here. */
    private void forgetNotes() throws IOException {
        Files.deleteIfExists(folder.resolve("chainrule.trace.db"));
    }

    /** Of a process of its own, which holds nothing open. */
    private int rewriteElsewhere(String... options) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.addAll(List.of(options));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Rewrite.class.getName(), url));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(
                        folder.resolveSibling(folder.getFileName() + ".log").toFile())
                .start()
                .waitFor();
    }

    private List<String> names() throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.map(path -> path.getFileName().toString()).toList();
        }
    }

    private Object identity() throws IOException {
        return Files.readAttributes(file, BasicFileAttributes.class).fileKey();
    }

    @Test
    void aFileThatIsMostlyDeadIsRewrittenAndSaysWhatItSaid() throws SQLException, IOException {
        List<String> rows = rows(3000);
        sql("select 1", "shutdown immediately"); // opened once more without it: it stays as large
        assertThat(Files.size(file)).isGreaterThan(SparseDatabase.SMALL);
        forgetNotes();

        SparseDatabase.rewrite(url + ";TRACE_LEVEL_FILE=1", "sa", "");

        assertThat(Files.size(file)).isLessThan(SparseDatabase.SMALL / 4);
        assertThat(names()).containsExactly("chainrule.mv.db");
        assertThat(alive().subList(0, ROWS)).isEqualTo(rows.subList(0, ROWS));
        assertThat(sql(
                        "select next value for counter",
                        "insert into place (name) values ('next')",
                        "select max(id) from place"))
                .containsExactly("9", Integer.toString(ROWS + 3000 + 1));
        sql("shutdown");
    }

    @ParameterizedTest
    @EnumSource(
            value = FailPoint.class,
            names = {"INSIDE_REWRITE", "AFTER_REWRITE"})
    void whenTheProcessDiesMeanwhileThereIsOneWholeFile(FailPoint point)
            throws SQLException, IOException, InterruptedException {
        List<String> rows = rows(3000);

        assertThat(rewriteElsewhere("-Dchainrule.faults=" + point.publicName())).isEqualTo(HALTED);
        assertThat(alive().subList(0, ROWS)).isEqualTo(rows.subList(0, ROWS));
        sql("shutdown immediately");
        forgetNotes();

        SparseDatabase.rewrite(url, "sa", "");
        assertThat(Files.size(file)).isLessThan(SparseDatabase.SMALL / 4);
        assertThat(names()).containsExactly("chainrule.mv.db");
        assertThat(alive().subList(0, ROWS)).isEqualTo(rows.subList(0, ROWS));
        sql("shutdown");
    }

    /** The copy of a large database must be dense: else it would be made again at each start. */
    @Test
    void aFileThatWasRewrittenIsNotRewrittenAgain() throws SQLException, IOException {
        rows(0);
        for (int i = 0; i < 2000; i++) {
            sql("insert into place (name, data) select 'kept " + i + " ' || x, cast(random_uuid() || repeat('x', 600)"
                    + " as varbinary) from system_range(1, 12)");
        }
        sql("shutdown immediately");
        long before = Files.size(file);

        SparseDatabase.rewrite(url, "sa", "");
        sql("shutdown immediately");
        assertThat(Files.size(file)).isGreaterThan(SparseDatabase.SMALL).isLessThan(before / 2);
        Object rewritten = identity();

        SparseDatabase.rewrite(url, "sa", "");
        assertThat(identity()).isEqualTo(rewritten);
        sql("shutdown");
    }

    @Test
    void aFileThatIsMostlyAliveIsLeftAlone() throws SQLException, IOException {
        rows(0);
        sql(
                "insert into place (name, data) select 'more ' || x, cast(random_uuid() || repeat('x', 5000) as varbinary)"
                        + " from system_range(1, 3000)",
                "shutdown");
        assertThat(Files.size(file)).isGreaterThan(SparseDatabase.SMALL);
        Object before = identity();

        SparseDatabase.rewrite(url, "sa", "");

        assertThat(identity()).isEqualTo(before);
        sql("shutdown");
    }

    @Test
    void aFileThatAnotherProcessHasOpenIsLeftAlone() throws SQLException, IOException, InterruptedException {
        List<String> rows = rows(3000);
        Object before = identity();
        sql("select 1"); // DB_CLOSE_DELAY=-1: this process keeps it

        assertThat(rewriteElsewhere()).isZero();

        assertThat(identity()).isEqualTo(before);
        assertThat(alive().subList(0, ROWS)).isEqualTo(rows.subList(0, ROWS));
        sql("shutdown");
    }
}
