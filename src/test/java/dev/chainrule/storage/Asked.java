package dev.chainrule.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.h2.jdbcx.JdbcConnectionPool;
import org.springframework.data.jpa.repository.NativeQuery;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/** A database that keeps each query it is asked, and how it says it would answer it. */
public final class Asked extends DelegatingDataSource {

    private final List<String> plans = new CopyOnWriteArrayList<>();

    public Asked(DataSource database) {
        super(database);
    }

    /** An H2 in memory, with all tables, that has not been asked anything. */
    public static Asked migrated() {
        Asked asked = new Asked(
                JdbcConnectionPool.create("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1", "sa", ""));
        Flyway.configure()
                .dataSource(asked)
                .locations("classpath:db/migration")
                .load()
                .migrate();
        asked.plans();
        return asked;
    }

    /** Holds on its rows. */
    public RowHolds holds() throws SQLException {
        return new RowHolds(JdbcClient.create(this), this);
    }

    /** The plan of a page query of a repository, for whoever sees everything. */
    public String planOfPage(Class<?> rows, String query) {
        Method page = Arrays.stream(rows.getDeclaredMethods())
                .filter(method -> method.getName().equals(query))
                .findFirst()
                .orElseThrow();
        JdbcClient.create(this)
                .sql(page.getAnnotation(NativeQuery.class)
                        .value()
                        .replace(":#{#sight.all()}", "true")
                        .replace(":#{#sight.tenant()}", "''"))
                .param("at", Instant.EPOCH.atOffset(ZoneOffset.UTC))
                .param("id", "")
                .query()
                .listOfRows();
        List<String> plans = plans();
        assertThat(plans).hasSize(1);
        return plans.getFirst();
    }

    /** Of the queries since the last call, in their order. */
    public List<String> plans() {
        List<String> seen = List.copyOf(plans);
        plans.clear();
        return seen;
    }

    @Override
    public Connection getConnection() throws SQLException {
        Connection connection = super.getConnection();
        return (Connection) proxy(Connection.class, (method, arguments) -> {
            Object answer = call(connection, method, arguments);
            return method.getName().equals("prepareStatement")
                            && arguments[0].toString().startsWith("select")
                    ? explained(connection, arguments[0].toString(), (PreparedStatement) answer)
                    : answer;
        });
    }

    private Object explained(Connection connection, String sql, PreparedStatement statement) throws SQLException {
        PreparedStatement plan = connection.prepareStatement("explain " + sql);
        return proxy(PreparedStatement.class, (method, arguments) -> {
            if (method.getName().startsWith("set") && !method.getName().contains("Query")) {
                call(plan, method, arguments);
            }
            if (method.getName().equals("executeQuery")) {
                try (plan;
                        ResultSet lines = plan.executeQuery()) {
                    List<String> read = new ArrayList<>();
                    while (lines.next()) {
                        read.add(lines.getString(1));
                    }
                    plans.add(String.join("\n", read));
                }
            }
            return call(statement, method, arguments);
        });
    }

    /** What is done instead of each method. */
    private interface Instead {
        Object call(Method method, Object[] arguments) throws SQLException;
    }

    private static Object proxy(Class<?> type, Instead instead) {
        return Proxy.newProxyInstance(
                Asked.class.getClassLoader(),
                new Class<?>[] {type},
                (self, method, arguments) -> instead.call(method, arguments));
    }

    private static Object call(Object target, Method method, Object[] arguments) throws SQLException {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof SQLException refused) {
                throw refused;
            }
            throw new IllegalStateException(e);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }
}
