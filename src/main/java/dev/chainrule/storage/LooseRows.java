package dev.chainrule.storage;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.h2.engine.SessionLocal;
import org.h2.jdbc.JdbcConnection;
import org.h2.mvstore.Cursor;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.h2.value.VersionedValue;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Rows that a transaction had written when its process was killed, and that H2 does not take back. H2 stores its maps one after the
 * other while statements go on: it can store a transaction's log of changes, and then the row that a statement has written meanwhile.
 * If the process is killed before the next store, the file has a row that bears a transaction's number and no log that knows it.
 * Transactions that happen to get that number then see the new row, and all others the old one. No such row was committed
 * ({@link SerialCommits}), so each is made what it was.
 */
final class LooseRows {

    private static final Logger LOG = LoggerFactory.getLogger(LooseRows.class);

    /** What H2 writes into the first block of a file that it closed; the next store takes it away. */
    private static final String CLOSED = "clean:1";

    private static final int BLOCK = 4096;

    /** In the map of H2's that names the others, before a name. */
    private static final String NAME = "name.";

    private static final int HEXADECIMAL = 16;

    private LooseRows() {}

    /** Takes back what is loose in the file of this URL, if it is one of H2's that was not closed. */
    static void settle(String url, @Nullable String user, @Nullable String password) {
        if (SparseDatabase.file(url).filter(LooseRows::left).isEmpty()) {
            return;
        }
        try (Connection connection = DriverManager.getConnection(url, user, password)) {
            if (connection.unwrap(JdbcConnection.class).getSession() instanceof SessionLocal session) {
                MVStore store = session.getDatabase().getStore().getMvStore();
                int settled = settle(store);
                if (settled > 0) {
                    store.commit();
                    LOG.info("Took back {} rows that a killed process had not committed", settled);
                }
            }
        } catch (SQLException e) { // whoever opens it for the service says the same
            LOG.warn("The database was not looked through: {}", e.getMessage());
        }
    }

    /** A file that nobody has closed. */
    private static boolean left(Path file) {
        try (InputStream stream = Files.newInputStream(file)) {
            return !new String(stream.readNBytes(BLOCK), StandardCharsets.ISO_8859_1).contains(CLOSED);
        } catch (IOException e) { // it is not there, or not to be read
            return false;
        }
    }

    /** Of all tables and indexes. No transaction is open: H2 has ended those whose logs it found when it opened the file. */
    private static int settle(MVStore store) {
        int settled = 0;
        for (Cursor<String, String> names = store.getMetaMap().cursor(NAME); names.hasNext(); ) {
            if (!names.next().startsWith(NAME)) {
                break;
            }
            MVMap<Object, Object> map = store.getMap(Integer.parseInt(names.getValue(), HEXADECIMAL));
            settled += map == null ? 0 : settle(map);
        }
        return settled;
    }

    private static int settle(MVMap<Object, Object> map) {
        int settled = 0;
        for (Cursor<Object, Object> rows = map.cursor(null); rows.hasNext(); ) {
            Object key = rows.next();
            if (rows.getValue() instanceof VersionedValue<?> value && !value.isCommitted()) {
                settled++;
                Object committed = value.getCommittedValue();
                if (committed == null) {
                    map.remove(key);
                } else {
                    map.put(key, committed); // H2's values and rows are themselves such that all see them
                }
            }
        }
        return settled;
    }
}
