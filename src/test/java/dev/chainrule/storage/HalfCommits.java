package dev.chainrule.storage;

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
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.h2.engine.SessionLocal;
import org.h2.jdbc.JdbcConnection;
import org.h2.jdbcx.JdbcDataSource;
import org.h2.mvstore.Cursor;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.MVStoreTool;
import org.h2.value.VersionedValue;
import org.springframework.util.FileSystemUtils;

/**
 * How often H2 leaves half a commit: takes images of a file between two stores, while four sessions commit, opens each as after the
 * death of its process, and counts those with a row that belongs to a transaction, though there is none. Its argument is how many images.
 */
public final class HalfCommits {

    private static final List<String> TABLES = List.of("a", "b", "c");
    private static final int WRITERS = 4;
    private static final int ROWS = 48;

    /** Maps of H2's are numbered; more than it has by far. */
    private static final int MAPS = 500;

    private final Path folder;
    private final String url;

    private HalfCommits(Path folder) {
        this.folder = folder;
        this.url = "jdbc:h2:file:" + folder.resolve("chainrule")
                + ";WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE;RETENTION_TIME=0";
    }

    public static void main(String[] arguments) throws Exception {
        Path folder = Files.createTempDirectory("half-commits");
        try {
            HalfCommits commits = new HalfCommits(folder);
            commits.tables();
            int images = Integer.parseInt(arguments[0]);
            System.out.println(commits.halves(images) + " of " + images + " images have half a commit");
        } finally {
            FileSystemUtils.deleteRecursively(folder);
        }
    }

    private void tables() throws SQLException {
        try (Connection connection = plain(url).getConnection();
                Statement statement = connection.createStatement()) {
            for (String table : TABLES) {
                statement.execute("create table " + table + " (id bigint primary key, n bigint, w varchar)");
                statement.execute("create index of_" + table + " on " + table + " (n)");
                statement.execute(
                        "insert into " + table + " select x, 0, repeat('x', 50) from system_range(1, " + ROWS + ")");
            }
            beginMany();
            statement.execute("shutdown");
        }
        // As SparseDatabase leaves it.
        MVStoreTool.compact(folder.resolve("chainrule.mv.db").toString(), false);
    }

    /** H2 makes a log for each transaction that goes on at a time; a service has them from its first life. */
    private void beginMany() throws SQLException {
        List<Connection> open = new ArrayList<>();
        for (int i = 0; i <= WRITERS; i++) {
            Connection connection = plain(url).getConnection();
            open.add(connection);
            connection.setAutoCommit(false);
            try (Statement statement = connection.createStatement()) {
                statement.executeUpdate("update a set n = 1 where id = " + (i + 1));
            }
        }
        for (Connection connection : open) {
            connection.commit();
            connection.close();
        }
    }

    private static JdbcDataSource plain(String url) {
        JdbcDataSource source = new JdbcDataSource();
        source.setURL(url);
        source.setUser("sa");
        return source;
    }

    private int halves(int images) throws SQLException, InterruptedException, ExecutionException {
        AtomicBoolean over = new AtomicBoolean();
        int torn = 0;
        try (ExecutorService threads = Executors.newFixedThreadPool(WRITERS);
                Connection keeper = plain(url).getConnection()) {
            List<Future<?>> writers = new ArrayList<>();
            for (int i = 0; i < WRITERS; i++) {
                int first = 1 + i * ROWS / WRITERS;
                writers.add(threads.submit(() -> write(first, over)));
            }
            MVStore store = store(keeper);
            for (int i = 0; i < images; i++) {
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

    private Void write(int first, AtomicBoolean over) throws SQLException {
        try (Connection connection = plain(url).getConnection()) {
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
