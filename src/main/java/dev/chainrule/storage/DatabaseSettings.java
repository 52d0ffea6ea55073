package dev.chainrule.storage;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.h2.api.ErrorCode;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.jdbc.autoconfigure.DataSourceProperties;
import org.springframework.stereotype.Component;

/**
 * Sees to it that H2 keeps what it has acknowledged. By default it may lose half a second of commits, and half of one, when the process
 * dies; {@code WRITE_DELAY=0} ends that, but only if the URL of the first connection carries it, at every start. So it is added to
 * H2's URLs, a URL that says otherwise is refused before the file is opened, and what the open database says is checked. Its sessions
 * commit one at a time ({@link SerialCommits}), and what a killed process had not committed is taken back ({@link LooseRows}).
 */
@Component
public final class DatabaseSettings implements BeanPostProcessor, DisposableBean {

    private static final String H2 = "jdbc:h2:";
    private static final String POSTGRES = "jdbc:postgresql:";
    private static final List<String> TIMEOUTS = List.of("connectTimeout=5", "socketTimeout=35", "tcpKeepAlive=true");

    /** What a URL must say, where it says anything of it. */
    private static final Map<String, List<String>> REQUIRED = Map.of(
            "WRITE_DELAY", List.of("0"),
            "FILE_LOCK", List.of("FILE", "FS", "SOCKET"),
            "LOCK_MODE", List.of("3"),
            "DB_CLOSE_ON_EXIT", List.of("FALSE"));

    /** The third is for speed: of a connection's statements H2 alone keeps eight prepared, and each request runs others. */
    private static final List<String> ADDED = List.of("WRITE_DELAY=0", "DB_CLOSE_ON_EXIT=FALSE", "QUERY_CACHE_SIZE=64");

    /** A path that begins with a name: not with {@code ./} or {@code ../}, a slash, the home folder or a drive. */
    private static final Pattern RELATIVE =
            Pattern.compile("(?i)(jdbc:h2:file:)((?!\\.{1,2}[/\\\\]|[~/\\\\]|[a-z]:).+)");

    private static final int LONGEST_IN_ROW = 1 << 14;

    private static final Pattern SETTING = Pattern.compile(";\\s*(\\w+)\\s*=\\s*([^;]*)");

    private @Nullable StartLock start;

    @Override
    public Object postProcessBeforeInitialization(Object bean, String name) {
        if (bean instanceof DataSourceProperties properties && properties.getUrl() != null) {
            String url = complete(properties.getUrl());
            properties.setUrl(url);
            destroy();
            start = SparseDatabase.file(url).map(StartLock::on).orElse(null);
            LooseRows.settle(url, properties.determineUsername(), properties.determinePassword());
            SparseDatabase.rewrite(url, properties.determineUsername(), properties.determinePassword());
        }
        if (bean instanceof HikariDataSource pool && is(H2, pool.getJdbcUrl())) {
            pool.setDataSource(SerialCommits.of(pool.getJdbcUrl()));
        }
        return bean;
    }

    @Override
    public Object postProcessAfterInitialization(Object bean, String name) {
        if (bean instanceof DataSource source) {
            opened(source);
            destroy(); // from here on H2's own lock holds
        }
        return bean;
    }

    /** Also where the start fails in between. */
    @Override
    public void destroy() {
        if (start != null) {
            start.close();
            start = null;
        }
    }

    /**
     * The URL with what is missing.
     *
     * @throws UnsafeDatabaseException where it says something else
     */
    static String complete(String url) {
        if (is(POSTGRES, url)) {
            return withTimeouts(url);
        }
        if (!is(H2, url)) {
            return url;
        }
        Matcher settings = SETTING.matcher(url);
        while (settings.find()) {
            String setting = settings.group(1).toUpperCase(Locale.ROOT);
            String value = settings.group(2).strip().toUpperCase(Locale.ROOT);
            List<String> allowed = REQUIRED.get(setting);
            if (allowed != null && !allowed.contains(value)) {
                throw new UnsafeDatabaseException(
                        "The database URL says " + setting + "=" + value + "; with anything but " + allowed.getFirst()
                                + " H2 may lose what the service has acknowledged.");
            }
        }
        StringBuilder complete = new StringBuilder(fromHere(url));
        for (String setting : ADDED) {
            String key = setting.substring(0, setting.indexOf('='));
            if (!Pattern.compile(";\\s*" + key + "\\s*=", Pattern.CASE_INSENSITIVE)
                    .matcher(url)
                    .find()) {
                complete.append(';').append(setting);
            }
        }
        return complete.toString();
    }

    static boolean isH2(DatabaseMetaData open) throws SQLException {
        return open.getDatabaseProductName().equals("H2");
    }

    private static boolean is(String kind, String url) {
        return url.toLowerCase(Locale.ROOT).startsWith(kind);
    }

    /** H2 refuses {@code data/chainrule}, since some take it for a place in the home folder; as a setting it means what {@code ./data} does. */
    private static String fromHere(String url) {
        Matcher file = RELATIVE.matcher(url);
        return file.matches() ? file.group(1) + "./" + file.group(2) : url;
    }

    /** A PostgreSQL that hangs or vanishes must not hang us for ever: what the URL does not set itself is set here. */
    private static String withTimeouts(String url) {
        StringBuilder complete = new StringBuilder(url);
        for (String setting : TIMEOUTS) {
            if (!url.contains(setting.substring(0, setting.indexOf('=') + 1))) {
                complete.append(complete.indexOf("?") < 0 ? '?' : '&').append(setting);
            }
        }
        return complete.toString();
    }

    /**
     * Looks at the open database, and makes H2's file private: H2 makes it as readable as the process's other files are. Short texts go
     * into their rows.
     *
     * @throws UnsafeDatabaseException where it is an H2 that delays its writes
     */
    static void opened(DataSource source) {
        try (Connection connection = source.getConnection()) {
            DatabaseMetaData about = connection.getMetaData();
            if (!isH2(about)) {
                return;
            }
            String delay = delay(connection);
            if (delay != null) {
                throw new UnsafeDatabaseException("The open database has WRITE_DELAY=" + delay
                        + ", not 0: it may lose what the service has acknowledged. Put ;WRITE_DELAY=0 into its URL.");
            }
            SparseDatabase.file(about.getURL()).ifPresent(DataFolder::makePrivate);
            keepShortTextsInRows(connection);
        } catch (SQLException e) {
            throw new IllegalStateException("the database cannot be opened", e);
        }
    }

    /**
     * H2 keeps texts of more than 256 characters beside their rows, in a table of pieces, so that each spec of a page of jobs is looked up
     * there. Up to this length they are written into the row; older ones stay where they are.
     */
    private static void keepShortTextsInRows(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("set max_length_inplace_lob " + LONGEST_IN_ROW);
        } catch (SQLException e) {
            if (e.getErrorCode() != ErrorCode.ADMIN_RIGHTS_REQUIRED) { // then it is slower, and as safe
                throw e;
            }
        }
    }

    /** A delay other than 0 that is in force; there can be a row for the stored and one for the effective setting. */
    private static @Nullable String delay(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        "select setting_value from information_schema.settings where setting_name = 'WRITE_DELAY'"
                                + " and setting_value <> '0'")) {
            return rows.next() ? rows.getString(1) : null;
        }
    }
}
