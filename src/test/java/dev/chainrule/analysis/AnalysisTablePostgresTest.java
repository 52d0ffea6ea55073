package dev.chainrule.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chainrule.analysis.AnalysisTable.Claim;
import dev.chainrule.web.ProblemException;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** The table of analyses on PostgreSQL, where several processes share it. */
@EnabledOnOs(
        value = OS.LINUX,
        architectures = "amd64",
        disabledReason = "the PostgreSQL on the test class path is for linux-amd64")
class AnalysisTablePostgresTest {

    private static EmbeddedPostgres postgres;
    private static AnalysisTable table;
    private static JdbcClient jdbc;

    @BeforeAll
    static void start() throws IOException {
        postgres = EmbeddedPostgres.builder().setServerConfig("fsync", "off").start();
        DataSource source = postgres.getPostgresDatabase();
        Flyway.configure()
                .dataSource(source)
                .locations("classpath:db/migration")
                .load()
                .migrate();
        jdbc = JdbcClient.create(source);
        table = new AnalysisTable(jdbc, new TransactionTemplate(new JdbcTransactionManager(source)));
        jdbc.sql("""
                        insert into job (id, name, tags, priority, spec, dataset_id, bytes, request_sha256, state, version, token,
                            attempt, step, total_steps, epoch, epochs, metrics, created_at, queued_at)
                        values ('job', 'n', '', 0, '{}', 'd', 1, 's', 'SUCCEEDED', 1, 0, 1, 1, 1, 1, 1, '{}',
                            current_timestamp, current_timestamp)
                        """).update();
    }

    @AfterAll
    static void stop() throws IOException {
        postgres.close();
    }

    private static String ask() {
        return table.insert("job", "curvature", "{}").id();
    }

    private static AnalysisRow row(String id) {
        return table.find(id).orElseThrow();
    }

    @Test
    void anAnalysisGoesThroughItsWholeLife() {
        String id = ask();
        AnalysisRow claimed = table.claim("me").orElseThrow();
        assertThat(claimed.state()).isEqualTo(AnalysisState.RUNNING);
        assertThat(table.claim("you")).isEmpty();
        assertThat(table.renew(Claim.of(claimed, "me"), 0.5)).isTrue();
        assertThat(table.renew(Claim.of(claimed, "you"), 0.7)).isFalse();
        assertThat(row(id).progress()).isEqualTo(0.5);
        table.succeed(Claim.of(claimed, "me"), "{\"a\": 1}");
        assertThat(row(id).result()).isEqualTo("{\"a\": 1}");
        assertThat(table.page("job", Long.MAX_VALUE, 10))
                .extracting(AnalysisRow::id)
                .contains(id);
        assertThat(table.page(null, Long.MAX_VALUE, 10))
                .extracting(AnalysisRow::id)
                .contains(id);
        assertThat(table.unfinished()).isZero();
        assertThat(table.delete(id)).isTrue();
        assertThat(table.find(id)).isEmpty();
    }

    @Test
    void aLeaseThatRanOutIsTakenOverAndOneThatHoldsIsNot() {
        String id = ask();
        assertThat(table.claim("gone")).isPresent();
        assertThat(table.rescue("me", false)).as("its lease holds").isZero();
        jdbc.sql("update analysis set lease_until = current_timestamp - interval '1' second")
                .update();
        assertThat(table.rescue("me", false)).isEqualTo(1);
        assertThat(row(id).state()).isEqualTo(AnalysisState.QUEUED);
        assertThat(table.claim("me")).isPresent();
        jdbc.sql("update analysis set lease_until = current_timestamp - interval '1' second")
                .update();
        assertThat(table.rescue("me", false)).as("its own").isEqualTo(1);
        AnalysisRow third = table.claim("me").orElseThrow();
        table.handBack(Claim.of(third, "me"));
        assertThat(row(id).attempt()).isEqualTo(2);
        table.cancel(id);
        assertThat(row(id).state()).isEqualTo(AnalysisState.CANCELLED);
        assertThat(row(id).finishedAt()).isNotNull();
    }

    /** A thread that was suspended, in a process that has taken the analysis again since. */
    @Test
    void anEarlierAttemptOfTheSameProcessWritesNothing() {
        String id = ask();
        Claim first = Claim.of(table.claim("me").orElseThrow(), "me");
        jdbc.sql("update analysis set lease_until = current_timestamp - interval '1' second")
                .update();
        assertThat(table.rescue("me", false)).isEqualTo(1);
        Claim second = Claim.of(table.claim("me").orElseThrow(), "me");
        assertThat(table.renew(first, 0.9)).isFalse();
        table.succeed(first, "{\"a\": 1}");
        table.fail(first, "LATE", "too late");
        table.handBack(first);
        assertThat(row(id).state()).isEqualTo(AnalysisState.RUNNING);
        assertThat(row(id).progress()).isZero();
        assertThat(table.renew(second, 0.5)).isTrue();
        table.succeed(second, "{\"a\": 2}");
        assertThat(row(id).result()).isEqualTo("{\"a\": 2}");
    }

    @Test
    void anAnalysisOfAJobThatIsDeletedMeanwhileIsOfNone() {
        assertThatThrownBy(() -> table.insert("gone", "curvature", "{}"))
                .isInstanceOfSatisfying(
                        ProblemException.class, e -> assertThat(e.code()).isEqualTo("NOT_FOUND"));
    }

    @Test
    void whatKillsItsProcessThreeTimesIsGivenUp() {
        String id = ask();
        for (int i = 0; i < AnalysisTable.ATTEMPTS; i++) {
            assertThat(table.claim("gone").orElseThrow().attempt()).isEqualTo(i + 1);
            assertThat(table.rescue("me", true)).isEqualTo(1);
        }
        assertThat(row(id).state()).isEqualTo(AnalysisState.FAILED);
        assertThat(row(id).errorCode()).isEqualTo("CRASHED");
        assertThat(row(id).errorMessage()).contains("3 times");
    }

    @Test
    void oneThatIsCancelledWhileItRunsEndsSo() {
        String id = ask();
        Claim claim = Claim.of(table.claim("me").orElseThrow(), "me");
        table.cancel(id);
        assertThat(table.renew(claim, 0.1)).isFalse();
        table.handBack(claim);
        assertThat(row(id).state()).isEqualTo(AnalysisState.CANCELLED);
        table.fail(claim, "LATE", "too late");
        assertThat(row(id).errorCode()).isNull();
    }
}
