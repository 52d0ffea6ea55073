package dev.chainrule.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a killed process had written and not committed is seen by no transaction. */
class LooseRowsTest {

    private static final int ROWS = 9;
    private static final int SESSIONS = 6;

    @TempDir
    private Path folder;

    private H2File file;
    private H2File image;

    @BeforeEach
    void tables() throws SQLException {
        file = new H2File(folder, "chainrule");
        image = new H2File(folder, "image");
        file.create(ROWS, SESSIONS);
    }

    /** An image of the file with a row changed, one new and one deleted, and no log of it: what a store that met the statements leaves. */
    private void loosen() throws SQLException {
        try (Connection other = file.connect();
                Connection writer = file.connect();
                Statement statement = writer.createStatement()) {
            writer.setAutoCommit(false);
            statement.executeUpdate("update a set n = 5 where id = 1");
            statement.executeUpdate("insert into a values (100, 5, 'new')");
            statement.executeUpdate("delete from a where id = 2");
            MVStore store = H2File.store(other);
            H2File.maps(store, "undoLog").forEach(MVMap::clear);
            store.commit();
            file.copyTo(image);
            H2File.end(other);
        }
    }

    /** What as many transactions as go on at a time see of the table, by its rows and by its index. */
    private Set<String> seen() throws SQLException {
        Set<String> seen = new TreeSet<>();
        List<Connection> open = new ArrayList<>();
        for (int i = 0; i < SESSIONS; i++) {
            Connection connection = image.connect();
            connection.setAutoCommit(false);
            try (Statement statement = connection.createStatement()) {
                statement.executeUpdate("update b set n = 1 where id = " + (i + 1)); // it has a number from here on
            }
            seen.add(H2File.numbers(connection, "select id from a order by id") + " "
                    + H2File.numbers(connection, "select id from a where n = 5 order by id"));
            open.add(connection);
        }
        H2File.end(open.getFirst());
        return seen;
    }

    @Test
    void allTransactionsSeeWhatWasThereBefore() throws SQLException {
        loosen();
        image.settle();
        assertThat(seen()).containsExactly("[1, 2, 3, 4, 5, 6, 7, 8, 9] []");
        // Whoever opens it next has nothing to take back.
        assertThat(seen()).containsExactly("[1, 2, 3, 4, 5, 6, 7, 8, 9] []");
    }

    /** The control: what H2 does by itself. */
    @Test
    void withoutThatOneTransactionSeesAnotherThing() throws SQLException {
        loosen();
        assertThat(seen()).containsExactly("[1, 2, 3, 4, 5, 6, 7, 8, 9] []", "[1, 3, 4, 5, 6, 7, 8, 9, 100] [1, 100]");
    }

    /** H2 itself takes back or completes a transaction whose log it has. */
    @Test
    void whatWasCommittedIsKept() throws SQLException {
        try (Connection connection = file.connect();
                Statement statement = connection.createStatement()) {
            statement.executeUpdate("update a set n = 5 where id = 1");
            statement.executeUpdate("delete from a where id = 2");
            connection.setAutoCommit(false);
            statement.executeUpdate("update a set n = 7 where id = 3");
            H2File.store(connection).commit();
            file.copyTo(image);
            H2File.end(connection);
        }
        image.settle();
        assertThat(seen()).containsExactly("[1, 3, 4, 5, 6, 7, 8, 9] [1]");
    }

    /** At a start the database may be new, or open in another process, which is told by whoever opens it for the service. */
    @Test
    void aFileThatIsNotThereOrNotToBeOpenedIsLeftAlone() throws SQLException {
        image.settle();
        assertThat(folder.resolve("image.mv.db")).doesNotExist();
        loosen();
        LooseRows.settle(image.url, "sa", "wrong");
        assertThat(seen()).hasSize(2);
    }
}
