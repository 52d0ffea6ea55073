package dev.chainrule.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What the table of keys does on every database. */
abstract class KeyTableContract {

    abstract DataSource source();

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
