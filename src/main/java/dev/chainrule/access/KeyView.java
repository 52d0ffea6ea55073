package dev.chainrule.access;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A key as admins see it.
 *
 * @param owner whose things it sees; empty for an admin without one
 * @param prefix how it begins after {@code cr_}
 * @param key all of it, in the answer that makes it and never again
 */
record KeyView(
        String id,
        String name,
        String scope,
        String owner,
        String prefix,
        Instant createdAt,
        @Nullable Instant revokedAt,
        @Nullable String key) {

    /** All there are, newest first. */
    record KeyList(List<KeyView> items) {}

    /** Keeps the key out of logs: at TRACE Spring writes what is answered. */
    @Override
    public String toString() {
        return "KeyView[id=" + id + "]";
    }

    static KeyView of(KeyRow row, @Nullable Secret secret) {
        return new KeyView(
                row.id(),
                row.name(),
                row.scope().text(),
                row.owner(),
                row.prefix(),
                row.createdAt(),
                row.revokedAt(),
                secret == null ? null : secret.text());
    }
}
