package dev.chainrule.job;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.springframework.stereotype.Component;

/** Which database the jobs lie in. */
@Component
public final class DatabaseKind {

    private final boolean ofOneProcess;

    DatabaseKind(DataSource source) throws SQLException {
        try (Connection connection = source.getConnection()) {
            String url = connection.getMetaData().getURL();
            ofOneProcess = url.startsWith("jdbc:h2:file:") || url.startsWith("jdbc:h2:mem:");
        }
    }

    /** Whether no other process can have it open: H2 locks its file, so that every lease found at the start is dead. */
    public boolean ofOneProcess() {
        return ofOneProcess;
    }
}
