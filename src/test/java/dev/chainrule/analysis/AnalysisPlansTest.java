package dev.chainrule.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chainrule.storage.Asked;
import java.util.UUID;
import org.flywaydb.core.Flyway;
import org.h2.jdbcx.JdbcConnectionPool;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** How the database finds analyses. */
class AnalysisPlansTest {

    private final Asked asked =
            new Asked(JdbcConnectionPool.create("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1", "sa", ""));

    @Test
    void noQuestionReadsAllAnalysesOrJobs() {
        Flyway.configure()
                .dataSource(asked)
                .locations("classpath:db/migration")
                .load()
                .migrate();
        TransactionTemplate transactions = new TransactionTemplate(new JdbcTransactionManager(asked));
        AnalysisTable table = new AnalysisTable(JdbcClient.create(asked), transactions);
        asked.plans();
        assertThat(table.page("job", 9, 5)).isEmpty();
        assertThat(table.page(null, 9, 5)).isEmpty();
        assertThat(table.find("id")).isEmpty();
        assertThat(asked.plans())
                .allSatisfy(plan -> assertThat(plan).doesNotContain("tableScan"))
                .satisfiesExactly(
                        of -> assertThat(of).contains(": JOB_ID = ?"),
                        all -> assertThat(all).contains(": SUBMISSION < "),
                        one -> assertThat(one).contains(": ID = ?"));
    }
}
