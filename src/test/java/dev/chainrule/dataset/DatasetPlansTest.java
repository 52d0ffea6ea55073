package dev.chainrule.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chainrule.storage.Asked;
import java.lang.reflect.Method;
import java.time.Instant;
import java.util.Arrays;
import java.util.UUID;
import org.flywaydb.core.Flyway;
import org.h2.jdbcx.JdbcConnectionPool;
import org.junit.jupiter.api.Test;
import org.springframework.data.jpa.repository.NativeQuery;
import org.springframework.jdbc.core.simple.JdbcClient;

/** How the database finds datasets for whoever sees everything. */
class DatasetPlansTest {

    private final Asked asked =
            new Asked(JdbcConnectionPool.create("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1", "sa", ""));
    private final JdbcClient database = JdbcClient.create(asked);

    DatasetPlansTest() {
        Flyway.configure()
                .dataSource(asked)
                .locations("classpath:db/migration")
                .load()
                .migrate();
        asked.plans();
    }

    @Test
    void aPageDoesNotReadTheNewerDatasetsAgain() {
        Method page = Arrays.stream(DatasetRows.class.getDeclaredMethods())
                .filter(method -> method.getName().equals("newestAfter"))
                .findFirst()
                .orElseThrow();
        database.sql(page.getAnnotation(NativeQuery.class)
                        .value()
                        .replace(":#{#sight.all()}", "true")
                        .replace(":#{#sight.tenant()}", "''"))
                .param("at", Instant.EPOCH.atOffset(java.time.ZoneOffset.UTC))
                .param("id", "")
                .query()
                .listOfRows();
        assertThat(asked.plans())
                .singleElement()
                .asString()
                .contains("DATASET_CREATED: CREATED_AT <= ", "/* index sorted */");
    }
}
