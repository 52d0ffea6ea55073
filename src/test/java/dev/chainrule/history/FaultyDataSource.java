package dev.chainrule.history;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/** A database whose commits go wrong as a test says. */
final class FaultyDataSource extends DelegatingDataSource {

    private final Supplier<Fault> faults;

    enum Fault {
        NONE,
        /** Nothing is committed. */
        BEFORE_COMMIT,
        /** All is committed, but nobody is told. */
        AFTER_COMMIT,
        /** Memory runs out before the commit. */
        OUT_OF_MEMORY
    }

    FaultyDataSource(DataSource source, Supplier<Fault> faults) {
        super(source);
        this.faults = faults;
    }

    @Override
    public Connection getConnection() throws SQLException {
        Connection connection = super.getConnection();
        return (Connection) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, arguments) -> {
                    Fault fault = method.getName().equals("commit") ? faults.get() : Fault.NONE;
                    if (fault == Fault.OUT_OF_MEMORY) {
                        throw new OutOfMemoryError("a fault of the test");
                    }
                    if (fault == Fault.BEFORE_COMMIT) {
                        throw new SQLException("a fault of the test before the commit");
                    }
                    Object result;
                    try {
                        result = method.invoke(connection, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                    if (fault == Fault.AFTER_COMMIT) {
                        throw new SQLException("a fault of the test after the commit");
                    }
                    return result;
                });
    }
}
