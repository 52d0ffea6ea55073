package dev.chainrule.storage;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import javax.sql.DataSource;
import org.h2.engine.SessionLocal;
import org.h2.jdbc.JdbcConnection;
import org.h2.jdbcx.JdbcDataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/**
 * Connections to an H2 database of which one commits at a time. H2 stores its maps one after the other, at the end of each transaction,
 * while other sessions go on. A commit that such a store meets is in the file in part: in the maps that were stored after it. If the
 * process is killed before the next store, that is what the next one finds. A store meets no commit, if there is only one at a time;
 * what it still can meet is a statement, which {@link LooseRows} takes back.
 *
 * <p>A statement that is a transaction of its own must not wait for a row while it keeps others from committing: it becomes a
 * transaction that is committed after it. A session that has changed nothing stores nothing, and waits for nobody.
 */
final class SerialCommits extends DelegatingDataSource {

    /** Either stores. */
    private static final Set<String> ENDINGS = Set.of("commit", "rollback");

    private static final Set<String> STATEMENTS = Set.of("createStatement", "prepareStatement", "prepareCall");
    private static final Set<String> CHANGES =
            Set.of("executeUpdate", "executeLargeUpdate", "executeBatch", "executeLargeBatch");

    private final ReentrantLock one = new ReentrantLock();

    SerialCommits(DataSource h2) {
        super(h2);
    }

    /** Of this URL. */
    static SerialCommits of(String url) {
        JdbcDataSource h2 = new JdbcDataSource();
        h2.setURL(url);
        return new SerialCommits(h2);
    }

    @Override
    public Connection getConnection() throws SQLException {
        return serial(super.getConnection());
    }

    @Override
    public Connection getConnection(String user, String password) throws SQLException {
        return serial(super.getConnection(user, password));
    }

    private Connection serial(Connection connection) {
        return proxy(Connection.class, (self, method, arguments) -> {
            if (ENDINGS.contains(method.getName()) && changed(connection)) {
                one.lock();
                try {
                    return call(connection, method, arguments);
                } finally {
                    one.unlock();
                }
            }
            Object answer = call(connection, method, arguments);
            return STATEMENTS.contains(method.getName())
                    ? serial((Connection) self, (Statement) Objects.requireNonNull(answer))
                    : answer;
        });
    }

    private static Statement serial(Connection connection, Statement statement) {
        Class<? extends Statement> type = statement instanceof CallableStatement
                ? CallableStatement.class
                : statement instanceof PreparedStatement ? PreparedStatement.class : Statement.class;
        return proxy(
                type,
                (self, method, arguments) -> CHANGES.contains(method.getName()) && connection.getAutoCommit()
                        ? committed(connection, () -> call(statement, method, arguments))
                        : call(statement, method, arguments));
    }

    private static @Nullable Object committed(Connection connection, Change change) throws SQLException {
        connection.setAutoCommit(false);
        try {
            Object answer = change.make();
            connection.commit();
            return answer;
        } catch (Throwable e) { // whatever it is, setAutoCommit would commit
            connection.rollback();
            throw e;
        } finally {
            connection.setAutoCommit(true);
        }
    }

    private static boolean changed(Connection connection) throws SQLException {
        return !(connection.unwrap(JdbcConnection.class).getSession() instanceof SessionLocal session)
                || session.containsUncommitted();
    }

    private static @Nullable Object call(Object target, Method method, Object @Nullable [] arguments)
            throws SQLException {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            switch (e.getCause()) {
                case SQLException refused -> throw refused;
                case RuntimeException broken -> throw broken;
                case Error error -> throw error;
                case null, default -> throw new IllegalStateException(e);
            }
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(SerialCommits.class.getClassLoader(), new Class<?>[] {type}, handler));
    }

    /** What a statement does. */
    private interface Change {
        @Nullable
        Object make() throws SQLException;
    }
}
