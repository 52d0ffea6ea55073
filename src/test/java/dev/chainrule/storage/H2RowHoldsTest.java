package dev.chainrule.storage;

import java.util.UUID;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcConnectionPool;

final class H2RowHoldsTest extends RowHoldsContract {

    private final DataSource source = JdbcConnectionPool.create(
            "jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1;LOCK_TIMEOUT=10000", "sa", "");

    @Override
    DataSource source() {
        return source;
    }
}
