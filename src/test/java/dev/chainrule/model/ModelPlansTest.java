package dev.chainrule.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chainrule.storage.Asked;
import java.sql.SQLException;
import java.time.Clock;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** How the database finds models for whoever sees everything. */
class ModelPlansTest {

    private final Asked asked = Asked.migrated();
    private final JdbcClient database = JdbcClient.create(asked);

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
        assertThat(asked.planOfPage(ModelRows.class, "before"))
                .contains("MODEL_CREATED: CREATED_AT <= ", "/* index sorted */");
    }
}
