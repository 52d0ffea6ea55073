package dev.chainrule.storage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.h2.engine.SessionLocal;
import org.h2.jdbc.JdbcConnection;
import org.h2.jdbcx.JdbcDataSource;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.MVStoreTool;

/** A database file of H2's with three tables, and what of it only H2 itself gets to see. */
final class H2File {

    static final List<String> TABLES = List.of("a", "b", "c");

    final String url;
    private final Path file;

    H2File(Path folder, String name) {
        url = "jdbc:h2:file:" + folder.resolve(name)
                + ";WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE;RETENTION_TIME=0;TRACE_LEVEL_FILE=0";
        file = folder.resolve(name + ".mv.db");
    }

    /** Tables with an index and these rows, in a file as {@link SparseDatabase} leaves it after so many transactions at a time. */
    void create(int rows, int atATime) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            for (String table : TABLES) {
                statement.execute("create table " + table + " (id bigint primary key, n bigint, w varchar)");
                statement.execute("create index of_" + table + " on " + table + " (n)");
                statement.execute(
                        "insert into " + table + " select x, 0, repeat('x', 50) from system_range(1, " + rows + ")");
            }
            begin(atATime);
            statement.execute("shutdown");
        }
        MVStoreTool.compact(file.toString(), false);
    }

    /** H2 makes a log for each transaction that goes on at a time; a service has them from its first life. */
    private void begin(int atATime) throws SQLException {
        List<Connection> open = new ArrayList<>();
        for (int i = 0; i < atATime; i++) {
            Connection connection = connect();
            open.add(connection);
            connection.setAutoCommit(false);
            try (Statement statement = connection.createStatement()) {
                statement.executeUpdate("update a set n = 0 where id = " + (i + 1));
            }
        }
        for (Connection connection : open) {
            connection.commit();
            connection.close();
        }
    }

    JdbcDataSource source() {
        JdbcDataSource source = new JdbcDataSource();
        source.setURL(url);
        source.setUser("sa");
        return source;
    }

    Connection connect() throws SQLException {
        return source().getConnection();
    }

    static MVStore store(Connection connection) throws SQLException {
        return ((SessionLocal) connection.unwrap(JdbcConnection.class).getSession())
                .getDatabase()
                .getStore()
                .getMvStore();
    }

    /** The open maps whose name begins so. */
    static List<MVMap<Object, Object>> maps(MVStore store, String prefix) {
        List<MVMap<Object, Object>> maps = new ArrayList<>();
        store.getMetaMap().forEach((name, id) -> {
            MVMap<Object, Object> map =
                    name.startsWith("name." + prefix) ? store.getMap(Integer.parseInt(id, 16)) : null;
            if (map != null) {
                maps.add(map);
            }
        });
        return maps;
    }

    /** What the file is at this moment, as the death of its process would leave it. */
    void copyTo(H2File image) {
        try {
            Files.deleteIfExists(image.file);
            Files.copy(file, image.file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void settle() {
        LooseRows.settle(url, "sa", "");
    }

    static List<Long> numbers(Connection connection, String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            List<Long> numbers = new ArrayList<>();
            while (rows.next()) {
                numbers.add(rows.getLong(1));
            }
            return numbers;
        }
    }

    static void end(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("shutdown immediately");
        }
    }
}
