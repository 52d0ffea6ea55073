package dev.chainrule.access;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One thing that the holder of a key has changed, or tried to.
 *
 * @param entry rises from row to row
 * @param keyPrefix of the key; null for a configured one
 * @param action method and pattern of the path
 * @param resource id of what was made or changed; null where it was refused or has none
 * @param status of the answer
 * @param address from which the call came
 */
record AuditEntry(
        long entry,
        Instant at,
        String caller,
        @Nullable String keyPrefix,
        String action,
        @Nullable String resource,
        int status,
        String address) {

    /** One page, newest first. */
    record AuditPage(List<AuditEntry> items, @Nullable String nextPageToken) {}

    static AuditEntry of(ResultSet row, int number) throws SQLException {
        return new AuditEntry(
                row.getLong("entry"),
                row.getObject("at", OffsetDateTime.class).toInstant(),
                row.getString("caller"),
                row.getString("key_prefix"),
                row.getString("action"),
                row.getString("resource"),
                row.getInt("status"),
                row.getString("address"));
    }
}
