package dev.chainrule.access;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/**
 * A key as the database knows it.
 *
 * @param sha256 of the whole key, 64 hexadecimal digits
 * @param revokedAt since when it opens nothing; null while it does
 */
record KeyRow(
        String id,
        String prefix,
        String sha256,
        String name,
        Scope scope,
        String owner,
        Instant createdAt,
        @Nullable Instant revokedAt) {

    static KeyRow of(ResultSet row, int number) throws SQLException {
        OffsetDateTime revoked = row.getObject("revoked_at", OffsetDateTime.class);
        return new KeyRow(
                row.getString("id"),
                row.getString("prefix"),
                row.getString("sha256"),
                row.getString("name"),
                Scope.valueOf(row.getString("scope")),
                row.getString("owner"),
                row.getObject("created_at", OffsetDateTime.class).toInstant(),
                revoked == null ? null : revoked.toInstant());
    }
}
