package dev.chainrule.access;

import java.nio.file.Path;
import java.util.UUID;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcConnectionPool;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

final class H2KeyTableTest extends KeyTableContract {

    private final DataSource source =
            JdbcConnectionPool.create("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1", "sa", "");

    @TempDir
    private Path folder;

    @Override
    DataSource source() {
        return source;
    }

    @Override
    DataSource empty() {
        return new SingleConnectionDataSource("jdbc:h2:file:" + folder.resolve("before"), "sa", "", true);
    }
}
