package dev.chainrule.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.BadSqlGrammarException;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What the table of keys does on every database. */
abstract class KeyTableContract {

    abstract DataSource source();

    /** A database without any table. */
    abstract DataSource empty() throws IOException;

    private KeyTable table() {
        Flyway.configure()
                .dataSource(source())
                .locations("classpath:db/migration")
                .load()
                .migrate();
        return new KeyTable(JdbcClient.create(source()));
    }

    @Test
    void aKeyIsFoundUntilItIsRevokedAndListedAfterwards() {
        KeyTable table = table();
        Secret secret = Secret.make();
        KeyRow made = table.insert(secret, new KeyRequest("lab", Scope.WRITE, null));
        long live = table.live();
        assertThat(table.live(secret.prefix())).contains(made);
        assertThat(made.sha256()).isEqualTo(secret.sha256());
        assertThat(made.revokedAt()).isNull();

        assertThat(table.revoke(made.id())).isTrue();

        assertThat(table.live(secret.prefix())).isEmpty();
        assertThat(table.live()).isEqualTo(live - 1);
        Instant revokedAt = table.find(made.id()).orElseThrow().revokedAt();
        assertThat(revokedAt).isNotNull();
        assertThat(table.newest(2_000)).extracting(KeyRow::id).contains(made.id());
        assertThat(table.revoke(made.id())).as("again").isTrue();
        assertThat(table.find(made.id()).orElseThrow().revokedAt()).isEqualTo(revokedAt);
        assertThat(table.revoke("unknown")).isFalse();
    }

    private static Flyway migrations(DataSource source, String target) {
        return Flyway.configure()
                .dataSource(source)
                .locations("classpath:db/migration")
                .target(target)
                .load();
    }

    /** Rows as the version before owners left them, every table of them that V9 touches filled. */
    private static final List<String> BEFORE_OWNERS = List.of(
            "insert into api_key (id, prefix, sha256, name, scope, created_at, revoked_at) values"
                    + " ('k1', 'p1', 's1', 'reader', 'READ', now(), null), ('k2', 'p2', 's2', 'writer', 'WRITE', now(), now()),"
                    + " ('k3', 'p3', 's3', 'boss', 'ADMIN', now(), null)",
            "insert into dataset (id, name, format, row_count, column_count, columns, issues, options, sha256, bytes, fingerprint,"
                    + " file, file_bytes, file_sha256, created_at)"
                    + " values ('d1', 'iris', 'csv', 150, 5, '[]', '[]', '{}', 's', 1, 'f1', 'd1.table', 1, 's', now())",
            "insert into job (id, name, tags, priority, spec, dataset_id, bytes, idempotency_key, request_sha256, state, version, token,"
                    + " attempt, step, total_steps, epoch, epochs, metrics, created_at, queued_at)"
                    + " values ('j1', 'iris', '', 0, '{}', 'd1', 1, 'again', 's', 'SUCCEEDED', 1, 1, 1, 4, 4, 1, 1, '{}', now(), now())",
            "insert into model (id, job_id, name, spec, encoding, dataset_id, dataset_sha256, seed, parameters, metrics, provenance, file,"
                    + " file_bytes, file_sha256, created_at, version) values"
                    + " ('m1', 'j1', 'iris', '{}', '{}', 'd1', 's', 1, 1, '{}', '{}', 'm1', 1, 's', now(), 1),"
                    + " ('m2', null, 'iris', '{}', '{}', null, null, 1, 1, '{}', '{}', 'm2', 1, 's', now(), 2)",
            "insert into model_name (name, versions) values ('iris', 7)",
            "insert into model_alias (name, alias, model_id, moved_at) values ('iris', 'champion', 'm2', now())");

    @Test
    void whatWasThereBeforeOwnersIsKeptAndNobodys() throws IOException {
        DataSource source = empty();
        JdbcClient jdbc = JdbcClient.create(source);
        assertThat(migrations(source, "8").migrate().migrationsExecuted).isEqualTo(7);
        assertThatThrownBy(() -> jdbc.sql("select tenant from job").query().listOfRows())
                .isInstanceOf(BadSqlGrammarException.class);
        BEFORE_OWNERS.forEach(insert -> jdbc.sql(insert).update());

        assertThat(migrations(source, "latest").migrate().migrationsExecuted).isPositive();

        KeyTable keys = new KeyTable(jdbc);
        assertThat(keys.newest(10))
                .extracting(KeyRow::id, KeyRow::owner)
                .containsExactlyInAnyOrder(tuple("k1", "k1"), tuple("k2", "k2"), tuple("k3", Sight.NOBODYS));
        assertThat(keys.live("p2")).as("revoked before").isEmpty();
        for (String table : List.of("dataset", "job", "model", "model_name", "model_alias")) {
            assertThat(jdbc.sql("select distinct tenant from " + table)
                            .query(String.class)
                            .list())
                    .as(table)
                    .containsExactly(Sight.NOBODYS);
        }
        assertThat(jdbc.sql("select versions from model_name where name = 'iris'")
                        .query(Long.class)
                        .single())
                .as("the count of versions goes on, deleted ones too")
                .isEqualTo(7);
        assertThat(jdbc.sql("select model_id from model_alias where alias = 'champion'")
                        .query(String.class)
                        .single())
                .isEqualTo("m2");
        assertThat(jdbc.sql("update model set tenant = 'lab', version = 1 where id = 'm2'")
                        .update())
                .as("another owner's version of the same name and number")
                .isEqualTo(1);
        assertThatThrownBy(() ->
                        jdbc.sql("update model set tenant = '' where id = 'm2'").update())
                .isInstanceOf(DuplicateKeyException.class);
    }

    @Test
    void aPrefixAloneOpensNothing() {
        KeyTable table = table();
        Secret secret = Secret.make();
        table.insert(secret, new KeyRequest("lab", Scope.READ, "us"));
        KeyRing ring = new KeyRing(List.of("00".repeat(32)), table);
        String forged = secret.text().substring(0, secret.text().length() - 1)
                + (secret.text().endsWith("0") ? '1' : '0');

        assertThat(ring.holder(secret.text())).contains(new Caller("lab", Scope.READ, secret.prefix(), "us"));
        assertThat(ring.holder(forged)).isEmpty();
        assertThat(ring.holder(secret.sha256())).isEmpty();
        assertThatThrownBy(() -> table.insert(secret, new KeyRequest("twin", Scope.ADMIN, null)))
                .isInstanceOf(DuplicateKeyException.class);
    }
}
