package dev.chainrule.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.sql.DataSource;
import org.h2.engine.SessionLocal;
import org.h2.jdbc.JdbcConnection;
import org.h2.jdbcx.JdbcDataSource;
import org.h2.mvstore.Cursor;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.MVStoreTool;
import org.h2.value.VersionedValue;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process that dies between two stores of H2's leaves no commit of which a part is missing. */
class SerialCommitsTest {

    private static final List<String> TABLES = List.of("a", "b", "c");
    private static final int WRITERS = 4;
    private static final int ROWS = 48;

    /** Maps of H2's are numbered; more than it has by far. */
    private static final int MAPS = 500;

    @TempDir
    private Path folder;

    private String url;

    @BeforeEach
    void tables() throws SQLException {
        url = "jdbc:h2:file:" + folder.resolve("chainrule") + ";WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE";
        try (Connection connection = plain(url).getConnection();
                Statement statement = connection.createStatement()) {
            for (String table : TABLES) {
                statement.execute("create table " + table + " (id bigint primary key, n bigint, w varchar)");
                statement.execute("create index of_" + table + " on " + table + " (n)");
                statement.execute(
                        "insert into " + table + " select x, 0, repeat('x', 50) from system_range(1, " + ROWS + ")");
            }
            statement.execute("shutdown");
        }
        // As SparseDatabase leaves it: the log of changes is stored last.
        MVStoreTool.compact(folder.resolve("chainrule.mv.db").toString(), false);
    }

    private static JdbcDataSource plain(String url) {
        JdbcDataSource source = new JdbcDataSource();
        source.setURL(url);
        source.setUser("sa");
        return source;
    }

    private DataSource serial() {
        return new SerialCommits(plain(url));
    }

    @Test
    void everyCommitLiesInTheFileWholeOrNotAtAll() throws Exception {
        assertThat(torn(serial(), 40)).isZero();
    }

    /** The control: what H2 does by itself. */
    @Test
    void whereSessionsCommitAtTheSameTimeOneLiesThereInPart() throws Exception {
        assertThat(torn(plain(url), 2000)).isPositive();
    }

    @Test
    void aStatementOfItsOwnIsCommittedOrUndone() throws SQLException {
        try (Connection one = serial().getConnection();
                Connection other = plain(url).getConnection();
                Statement change = one.createStatement();
                PreparedStatement prepared = one.prepareStatement("update a set n = ? where id = 1");
                Statement look = other.createStatement()) {
            assertThat(change.executeUpdate("update a set n = 5 where id = 1")).isOne();
            assertThat(n(look)).isEqualTo(5);
            prepared.setLong(1, 6);
            prepared.addBatch();
            assertThat(prepared.executeBatch()).containsExactly(1);
            assertThat(n(look)).isEqualTo(6);
            assertThatThrownBy(() -> change.executeUpdate("update a set n = 7, id = 2 where id = 1"))
                    .isInstanceOf(SQLException.class);
            assertThat(one.getAutoCommit()).isTrue();
            assertThat(n(look)).isEqualTo(6);
            change.execute("shutdown");
        }
    }

    /** Whoever waits for a row keeps nobody from committing, or the one that has the row could not give it back. */
    @Test
    void aStatementThatWaitsForARowLetsItsOwnerCommit() throws Exception {
        DataSource source = serial();
        try (Connection owner = source.getConnection();
                Connection waiting = source.getConnection();
                Statement first = owner.createStatement();
                Statement second = waiting.createStatement();
                ExecutorService threads = Executors.newSingleThreadExecutor()) {
            owner.setAutoCommit(false);
            first.executeUpdate("update a set n = 5 where id = 1");
            Future<Integer> waits = threads.submit(() -> second.executeUpdate("update a set n = n + 1 where id = 1"));
            Thread.sleep(200);
            owner.commit();
            assertThat(waits.get()).isOne();
            assertThat(n(second)).isEqualTo(6);
            second.execute("shutdown");
        }
    }

    private static long n(Statement statement) throws SQLException {
        try (var row = statement.executeQuery("select n from a where id = 1")) {
            row.next();
            return row.getLong(1);
        }
    }

    /** Images of the file between two stores, until one has a torn commit; how many had. */
    private int torn(DataSource source, int images) throws Exception {
        AtomicBoolean over = new AtomicBoolean();
        int torn = 0;
        try (ExecutorService threads = Executors.newFixedThreadPool(WRITERS);
                Connection keeper = plain(url).getConnection()) {
            List<Future<?>> writers = new ArrayList<>();
            for (int i = 0; i < WRITERS; i++) {
                int first = 1 + i * ROWS / WRITERS;
                writers.add(threads.submit(() -> write(source, first, over)));
            }
            MVStore store = store(keeper);
            for (int i = 0; i < images && torn == 0; i++) {
                Path image = folder.resolve("image.mv.db");
                store.executeFilestoreOperation(() -> copy(image));
                torn += halves("jdbc:h2:file:" + folder.resolve("image")) > 0 ? 1 : 0;
            }
            over.set(true);
            for (Future<?> writer : writers) {
                writer.get();
            }
            try (Statement statement = keeper.createStatement()) {
                statement.execute("shutdown immediately");
            }
        }
        return torn;
    }

    private static Void write(DataSource source, int first, AtomicBoolean over) throws SQLException {
        try (Connection connection = source.getConnection()) {
            connection.setAutoCommit(false);
            for (int i = 0; !over.get(); i++) {
                for (String table : TABLES) {
                    try (PreparedStatement update =
                            connection.prepareStatement("update " + table + " set n = n + 1 where id = ?")) {
                        update.setLong(1, first + i % (ROWS / WRITERS));
                        update.executeUpdate();
                    }
                }
                connection.commit();
            }
        }
        return null;
    }

    private void copy(Path image) {
        try {
            Files.deleteIfExists(image);
            Files.copy(folder.resolve("chainrule.mv.db"), image);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static MVStore store(Connection connection) throws SQLException {
        return session(connection).getDatabase().getStore().getMvStore();
    }

    private static SessionLocal session(Connection connection) throws SQLException {
        return (SessionLocal) connection.unwrap(JdbcConnection.class).getSession();
    }

    /** Values of a database that was opened after its process died that belong to a transaction, though there is none. */
    private static int halves(String url) throws SQLException {
        int halves = 0;
        try (Connection connection = plain(url).getConnection();
                Statement statement = connection.createStatement()) {
            MVStore store = store(connection);
            for (int id = 0; id < MAPS; id++) {
                MVMap<Object, Object> map = store.getMap(id);
                if (map == null) {
                    continue;
                }
                for (Cursor<Object, Object> cursor = map.cursor(null); cursor.hasNext(); ) {
                    cursor.next();
                    halves +=
                            cursor.getValue() instanceof VersionedValue<?> value && value.getOperationId() != 0 ? 1 : 0;
                }
            }
            statement.execute("shutdown immediately");
        }
        return halves;
    }
}
