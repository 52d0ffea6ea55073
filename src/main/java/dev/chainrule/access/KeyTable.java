package dev.chainrule.access;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.context.annotation.Lazy;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Keys in the database. Nothing is kept in memory: what one instance revokes, no other lets in. */
@Component
final class KeyTable {

    private final JdbcClient jdbc;

    /** Filters are made before the database is ready; so it is asked for at the first call. */
    KeyTable(@Lazy JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    KeyRow insert(Secret secret, KeyRequest request) {
        String id = UUID.randomUUID().toString();
        String own = request.scope() == Scope.ADMIN ? Sight.NOBODYS : id;
        jdbc.sql("""
                        insert into api_key (id, prefix, sha256, name, scope, owner, created_at)
                        values (:id, :prefix, :sha256, :name, :scope, :owner, current_timestamp)
                        """)
                .param("id", id)
                .param("prefix", secret.prefix())
                .param("sha256", secret.sha256())
                .param("name", request.name())
                .param("scope", request.scope().name())
                .param("owner", request.owner() == null ? own : request.owner())
                .update();
        return find(id).orElseThrow();
    }

    Optional<KeyRow> find(String id) {
        return jdbc.sql("select * from api_key where id = :id")
                .param("id", id)
                .query(KeyRow::of)
                .optional();
    }

    /** The row that a key may belong to, unless it is revoked. */
    Optional<KeyRow> live(String prefix) {
        return jdbc.sql("select * from api_key where prefix = :prefix and revoked_at is null")
                .param("prefix", prefix)
                .query(KeyRow::of)
                .optional();
    }

    /** The newest ones, revoked ones too. */
    List<KeyRow> newest(int most) {
        return jdbc.sql("select * from api_key order by created_at desc, id fetch first :most rows only")
                .param("most", most)
                .query(KeyRow::of)
                .list();
    }

    /** Keys that open something. */
    long live() {
        return jdbc.sql("select count(*) from api_key where revoked_at is null")
                .query(Long.class)
                .single();
    }

    /** Takes all power from a key, for good; false where there is no such key. */
    boolean revoke(String id) {
        return jdbc.sql("update api_key set revoked_at = coalesce(revoked_at, current_timestamp) where id = :id")
                        .param("id", id)
                        .update()
                == 1;
    }
}
