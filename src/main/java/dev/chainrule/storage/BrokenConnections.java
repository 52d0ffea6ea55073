package dev.chainrule.storage;

import com.zaxxer.hikari.SQLExceptionOverride;
import java.sql.SQLException;
import java.util.Set;

/**
 * H2 closes its database when a write fails, on a full disk for one, and every connection with it; the next one to be opened opens it
 * again. So those that say so must leave the pool.
 */
public final class BrokenConnections implements SQLExceptionOverride {

    /** Database closed; connection broken; file or store cannot be read or written. */
    private static final Set<Integer> CODES = Set.of(90098, 90067, 90121, 90028, 90031, 90030);

    @java.lang.Override
    public Override adjudicate(SQLException e) {
        return CODES.contains(e.getErrorCode()) ? Override.MUST_EVICT : Override.CONTINUE_EVICT;
    }
}
