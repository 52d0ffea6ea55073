package dev.chainrule.storage;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Keeps a row from being deleted between the look whether it is there and the row that names it. Who is about to name it holds it;
 * who is about to delete it takes it, and looks for users after that. Either ends with the caller's transaction.
 */
@Component
public final class RowHolds {

    private static final String ALONE = " for update";

    private final JdbcClient database;
    private final String together;

    RowHolds(JdbcClient database, DataSource source) throws SQLException {
        this.database = database;
        this.together = together(source);
    }

    /** H2 knows one kind of lock on a row; it is of one process, and its commits take turns anyway. */
    private static String together(DataSource source) throws SQLException {
        try (Connection connection = source.getConnection()) {
            return DatabaseSettings.isH2(connection.getMetaData()) ? ALONE : " for key share";
        }
    }

    /** Waits for whoever has taken the row; false where it is not there, or not any more. */
    public boolean hold(String table, String id) {
        return lock(table, id, together);
    }

    /** Waits for all who hold the row; false where it is not there, or not any more. */
    public boolean take(String table, String id) {
        return lock(table, id, ALONE);
    }

    private boolean lock(String table, String id, String how) {
        return database.sql("select 1 from " + table + " where id = :id" + how)
                .param("id", id)
                .query(Integer.class)
                .optional()
                .isPresent();
    }
}
