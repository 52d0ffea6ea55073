package dev.chainrule.access;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Lazy;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Who changed what. Rows are added and read; nothing here, nor anywhere, changes or removes one. */
@Component
final class AuditTable {

    private final JdbcClient jdbc;

    AuditTable(@Lazy JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * Adds a row.
     *
     * @param resource null where nothing was made or changed
     */
    void add(Caller caller, String action, @Nullable String resource, int status, String address) {
        jdbc.sql("""
                        insert into audit (at, caller, key_prefix, action, resource, status, address)
                        values (current_timestamp, :caller, :prefix, :action, :resource, :status, :address)
                        """)
                .param("caller", caller.name())
                .param("prefix", caller.prefix())
                .param("action", action)
                .param("resource", resource)
                .param("status", status)
                .param("address", address)
                .update();
    }

    /** Newest first, those before an entry. */
    List<AuditEntry> page(long before, int size) {
        return jdbc.sql("select * from audit where entry < :before order by entry desc fetch first :size rows only")
                .param("before", before)
                .param("size", size)
                .query(AuditEntry::of)
                .list();
    }
}
