package dev.chainrule.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chainrule.storage.Asked;
import java.lang.reflect.Method;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.UUID;
import org.flywaydb.core.Flyway;
import org.h2.jdbcx.JdbcConnectionPool;
import org.junit.jupiter.api.Test;
import org.springframework.data.jpa.repository.NativeQuery;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** How the database finds models for whoever sees everything. */
class ModelPlansTest {

    private final Asked asked =
            new Asked(JdbcConnectionPool.create("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1", "sa", ""));
    private final JdbcClient database = JdbcClient.create(asked);

    ModelPlansTest() {
        Flyway.configure()
                .dataSource(asked)
                .locations("classpath:db/migration")
                .load()
                .migrate();
        asked.plans();
    }

    @Test
    void aReferenceByNameFindsItsModelByAnIndex() throws SQLException {
        TransactionTemplate transactions = new TransactionTemplate(new JdbcTransactionManager(asked));
        ModelNames names = new ModelNames(database, transactions, asked.holds(), Clock.systemUTC());
        assertThat(names.resolve("iris@latest")).isEmpty();
        assertThat(names.resolve("iris@2")).isEmpty();
        assertThat(names.resolve("iris@champion")).isEmpty();
        assertThat(asked.plans())
                .satisfiesExactly(
                        latest -> assertThat(latest).contains("MODEL_VERSION: NAME = "),
                        version -> assertThat(version).contains("MODEL_VERSION: NAME = "),
                        alias -> assertThat(alias).contains("MODEL_ALIAS_NAME: NAME = "));
    }

    @Test
    void aPageDoesNotReadTheNewerModelsAgain() {
        Method page = Arrays.stream(ModelRows.class.getDeclaredMethods())
                .filter(method -> method.getName().equals("before"))
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
                .contains("MODEL_CREATED: CREATED_AT <= ", "/* index sorted */");
    }
}
