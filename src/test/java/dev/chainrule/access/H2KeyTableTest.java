package dev.chainrule.access;

import java.util.UUID;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcConnectionPool;

final class H2KeyTableTest extends KeyTableContract {

    private final DataSource source =
            JdbcConnectionPool.create("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1", "sa", "");

    @Override
    DataSource source() {
        return source;
    }
}
