package dev.chainrule.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Who names a row and who deletes it, on every database. */
abstract class RowHoldsContract {

    private static final long LONG_ENOUGH = 300;

    private JdbcClient database;
    private TransactionTemplate transactions;
    private RowHolds holds;

    abstract DataSource source();

    @BeforeEach
    void aRow() throws SQLException {
        DataSource source = source();
        database = JdbcClient.create(source);
        transactions = new TransactionTemplate(new JdbcTransactionManager(source));
        holds = new RowHolds(database, source);
        database.sql("drop table if exists thing").update();
        database.sql("create table thing (id varchar(9) primary key)").update();
        database.sql("insert into thing values ('a')").update();
    }

    @Test
    void aHeldRowIsTakenOnlyWhenItsHolderHasEnded() throws Exception {
        try (ExecutorService others = Executors.newSingleThreadExecutor()) {
            Future<Boolean> taken = inTransaction(() -> {
                assertThat(holds.hold("thing", "a")).isTrue();
                Future<Boolean> other = others.submit(() -> inTransaction(() -> holds.take("thing", "a")));
                assertThat(waits(other)).as("the other waits").isTrue();
                return other;
            });
            assertThat(taken.get(10, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void aRowThatIsTakenAndDeletedIsHeldByNobody() throws Exception {
        try (ExecutorService others = Executors.newSingleThreadExecutor()) {
            Future<Boolean> held = inTransaction(() -> {
                assertThat(holds.take("thing", "a")).isTrue();
                Future<Boolean> other = others.submit(() -> inTransaction(() -> holds.hold("thing", "a")));
                assertThat(waits(other)).as("the other waits").isTrue();
                database.sql("delete from thing").update();
                return other;
            });
            assertThat(held.get(10, TimeUnit.SECONDS)).isFalse();
        }
    }

    /** The control: a look does not wait, so that who only looks before it deletes hears nothing of the other. */
    @Test
    void aMereLookWaitsForNobody() throws Exception {
        try (ExecutorService others = Executors.newSingleThreadExecutor()) {
            Future<Boolean> looked = inTransaction(() -> {
                holds.hold("thing", "a");
                Future<Boolean> other = others.submit(() -> inTransaction(() -> database.sql("select 1 from thing")
                        .query(Integer.class)
                        .optional()
                        .isPresent()));
                assertThat(waits(other)).isFalse();
                return other;
            });
            assertThat(looked.get(10, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void aRowThatIsNotThereIsNeitherHeldNorTaken() throws Exception {
        assertThat(inTransaction(() -> holds.hold("thing", "b") || holds.take("thing", "b")))
                .isFalse();
    }

    private static boolean waits(Future<?> other) throws Exception {
        try {
            other.get(LONG_ENOUGH, TimeUnit.MILLISECONDS);
            return false;
        } catch (TimeoutException e) {
            return true;
        }
    }

    private <T> T inTransaction(Callable<T> work) throws Exception {
        return transactions.execute(tx -> {
            try {
                return work.call();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
    }
}
