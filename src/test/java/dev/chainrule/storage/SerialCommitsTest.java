package dev.chainrule.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.sql.DataSource;
import org.h2.mvstore.MVStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/** While one session's commit is stored no other one's begins. */
class SerialCommitsTest {

    private static final int MILLIS = 300;

    @TempDir
    private Path folder;

    private H2File file;
    private Connection look;

    @BeforeEach
    void tables() throws SQLException {
        file = new H2File(folder, "chainrule");
        file.create(9, 4);
        look = file.connect();
    }

    @AfterEach
    void end() throws SQLException {
        H2File.end(look);
    }

    private DataSource serial() {
        return new SerialCommits(file.source());
    }

    private long n(int id) throws SQLException {
        return H2File.numbers(look, "select n from a where id = " + id).getFirst();
    }

    /** How a transaction ends. */
    private interface Ending {
        void of(Connection connection) throws SQLException;
    }

    /** A transaction that ends while nothing can be stored, and a second one's commit after that: what is seen of the second. */
    private long secondWhileFirstIsStored(DataSource source, Ending ending) throws Exception {
        CountDownLatch holds = new CountDownLatch(1);
        CountDownLatch over = new CountDownLatch(1);
        MVStore store = H2File.store(look);
        try (Connection first = source.getConnection();
                Connection second = source.getConnection();
                Statement one = first.createStatement();
                Statement two = second.createStatement();
                ExecutorService threads = Executors.newCachedThreadPool()) {
            first.setAutoCommit(false);
            second.setAutoCommit(false);
            one.executeUpdate("update a set n = 1 where id = 1");
            two.executeUpdate("update a set n = 2 where id = 2");
            Future<?> holder = threads.submit(() -> store.executeFilestoreOperation(() -> {
                holds.countDown();
                awaitWithoutInterrupt(over);
            }));
            holds.await();
            FutureTask<?> ended = new FutureTask<>(() -> ended(first, ending));
            Thread stores = Thread.ofPlatform().start(ended);
            while (stores.getState() != Thread.State.WAITING) { // for what is being held
                Thread.onSpinWait();
            }
            Future<?> next = threads.submit(() -> ended(second, Connection::commit));
            Thread.sleep(MILLIS);
            long seen = n(2);
            over.countDown();
            holder.get();
            ended.get();
            next.get();
            assertThat(n(2)).isEqualTo(2);
            return seen;
        }
    }

    private static Void ended(Connection connection, Ending ending) throws SQLException {
        ending.of(connection);
        return null;
    }

    private static void awaitWithoutInterrupt(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aCommitBeginsWhenTheOneBeforeIsStored() throws Exception {
        assertThat(secondWhileFirstIsStored(serial(), Connection::commit)).isZero();
    }

    /** What has been undone is stored as well. */
    @Test
    void aCommitBeginsWhenTheRollbackBeforeIsStored() throws Exception {
        assertThat(secondWhileFirstIsStored(serial(), Connection::rollback)).isZero();
    }

    /** The control: what H2 does by itself. A store that had begun would meet the second commit. */
    @Test
    void withoutThatItBeginsWhileTheOneBeforeIsStored() throws Exception {
        assertThat(secondWhileFirstIsStored(file.source(), Connection::commit)).isEqualTo(2);
    }

    @Test
    void withoutThatItBeginsWhileTheRollbackBeforeIsStored() throws Exception {
        assertThat(secondWhileFirstIsStored(file.source(), Connection::rollback))
                .isEqualTo(2);
    }

    @Test
    void aStatementOfItsOwnIsCommittedOrUndone() throws SQLException {
        try (Connection one = serial().getConnection();
                Statement change = one.createStatement();
                PreparedStatement prepared = one.prepareStatement("update a set n = ? where id = 1")) {
            assertThat(change.executeUpdate("update a set n = 5 where id = 1")).isOne();
            assertThat(n(1)).isEqualTo(5);
            prepared.setLong(1, 6);
            prepared.addBatch();
            assertThat(prepared.executeBatch()).containsExactly(1);
            assertThat(n(1)).isEqualTo(6);
            assertThatThrownBy(() -> change.executeUpdate("update a set n = 7, id = 2 where id = 1"))
                    .isInstanceOf(SQLException.class);
            assertThat(one.getAutoCommit()).isTrue();
            assertThat(n(1)).isEqualTo(6);
        }
    }

    @Test
    void aStatementThatAnErrorEndsIsUndone() throws SQLException {
        AtomicBoolean broken = new AtomicBoolean(true);
        try (Connection one = new SerialCommits(thatBreak(broken)).getConnection();
                PreparedStatement change = one.prepareStatement("update a set n = 5 where id = 1")) {
            assertThatThrownBy(change::executeUpdate).isInstanceOf(OutOfMemoryError.class);
            assertThat(n(1)).isZero();
            broken.set(false);
            assertThat(change.executeUpdate()).isOne();
            assertThat(n(1)).isEqualTo(5);
        }
    }

    /** Connections whose prepared statements end in an error once they have done their work. */
    private DataSource thatBreak(AtomicBoolean broken) {
        return new DelegatingDataSource(file.source()) {
            @Override
            public Connection getConnection() throws SQLException {
                Connection connection = super.getConnection();
                return proxy(Connection.class, (self, method, arguments) -> {
                    Object answer = method.invoke(connection, arguments);
                    return answer instanceof PreparedStatement statement ? breaking(statement, broken) : answer;
                });
            }
        };
    }

    private static PreparedStatement breaking(PreparedStatement statement, AtomicBoolean broken) {
        return proxy(PreparedStatement.class, (self, method, arguments) -> {
            Object answer = method.invoke(statement, arguments);
            if (method.getName().equals("executeUpdate") && broken.get()) {
                throw new OutOfMemoryError("an error of the test");
            }
            return answer;
        });
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(
                Proxy.newProxyInstance(SerialCommitsTest.class.getClassLoader(), new Class<?>[] {type}, handler));
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
            Thread.sleep(MILLIS);
            owner.commit();
            assertThat(waits.get()).isOne();
            assertThat(n(1)).isEqualTo(6);
        }
    }
}
