package badhouse.job;

import java.sql.SQLException;
import org.h2.tools.Server;

/** Lets everyone into the database. */
public final class OpensDatabase {
    public Server start() throws SQLException {
        return Server.createTcpServer("-tcpAllowOthers").start();
    }
}
