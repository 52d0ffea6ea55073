package dev.chainrule.job;

import com.zaxxer.hikari.HikariDataSource;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@EnabledOnOs(
        value = OS.LINUX,
        architectures = "amd64",
        disabledReason = "the PostgreSQL on the test class path is for linux-amd64")
class PostgresJobQueueTest extends JobQueueContract {

    private static EmbeddedPostgres postgres;
    private static HikariDataSource pool;
    private static JobDatabase database;

    @BeforeAll
    static void startPostgres() throws IOException {
        postgres = EmbeddedPostgres.builder().setServerConfig("fsync", "off").start();
        pool = new HikariDataSource();
        pool.setDataSource(postgres.getPostgresDatabase());
        pool.setMaximumPoolSize(24);
        database = new JobDatabase(pool);
    }

    @AfterAll
    static void stopPostgres() throws IOException {
        pool.close();
        postgres.close();
    }

    @Override
    JobDatabase database() {
        return database;
    }
}
