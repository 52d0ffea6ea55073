package dev.chainrule.storage;

import dev.chainrule.fault.FailPoint;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.h2.engine.Constants;
import org.h2.mvstore.MVStoreTool;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * H2's file, rewritten before the service opens it where most of it is dead. H2 rewrites half-empty parts of its file when it is closed,
 * and a process that is killed never closes it: after 53 kills 34 MB held 2 MB. H2 itself makes what is alive in a copy dense; the copy is
 * compared, forced and renamed over the first, which stays locked until then: whenever the process dies there is one whole file. Who
 * opens the file beside us waits for our start ({@link StartLock}). A copy that cannot be made is given up, and the file is used as it
 * is.
 */
final class SparseDatabase {

    /** Below this a file is not worth a look, bytes. */
    static final long SMALL = 8L << 20;

    /** A file of so many times what is alive in it is kept: under two, for until the service answers it writes some more. */
    private static final double MOST_FILE = 1.75;

    /** What is alive and can be written again within a start, bytes. */
    private static final long MOST_ALIVE = 256L << 20;

    private static final Logger LOG = LoggerFactory.getLogger(SparseDatabase.class);
    private static final Pattern URL = Pattern.compile("(jdbc:h2:file:)([^;]+)(.*)", Pattern.CASE_INSENSITIVE);
    private static final Pattern TRACE = Pattern.compile(";TRACE_LEVEL_FILE=[^;]*", Pattern.CASE_INSENSITIVE);
    private static final String SUFFIX = ".mv.db";

    private final String url;
    private final String copyUrl;
    private final @Nullable String user;
    private final @Nullable String password;
    private final Path file;
    private final Path copy;
    private final Path dense;

    private SparseDatabase(MatchResult url, @Nullable String user, @Nullable String password) {
        String name = url.group(2);
        // H2 notes in a file beside the database that its writer was interrupted, as it is here on purpose.
        String settings = TRACE.matcher(url.group(3)).replaceAll("") + ";TRACE_LEVEL_FILE=0";
        this.url = url.group(1) + name + settings;
        this.copyUrl = url.group(1) + name + ".copy" + settings;
        this.user = user;
        this.password = password;
        this.file = Path.of(name + SUFFIX).toAbsolutePath();
        this.copy = Path.of(name + ".copy" + SUFFIX).toAbsolutePath();
        this.dense = Path.of(copy + Constants.SUFFIX_MV_STORE_TEMP_FILE);
    }

    /** Rewrites the file of this URL if it is H2's, nobody has it open and nearly half of it or more is dead. */
    static void rewrite(String url, @Nullable String user, @Nullable String password) {
        if (!url.toUpperCase(Locale.ROOT).contains("CIPHER")) {
            parts(url).ifPresent(parts -> new SparseDatabase(parts, user, password).rewrite());
        }
    }

    /** H2's file of this URL; empty where it is none's, or in the home folder. */
    static Optional<Path> file(String url) {
        return parts(url).map(parts -> Path.of(parts.group(2) + SUFFIX));
    }

    /** A URL taken apart, if it is of a file of H2's whose place is known here. */
    private static Optional<MatchResult> parts(String url) {
        Matcher matcher = URL.matcher(url);
        return matcher.matches() && !matcher.group(2).startsWith("~") ? Optional.of(matcher) : Optional.empty();
    }

    private void rewrite() {
        try {
            forgetCopy();
            if (Files.exists(file) && Files.size(file) >= SMALL) {
                look();
            }
        } catch (IOException | SQLException e) {
            LOG.warn("The database file was not rewritten: {}", e.getMessage());
        }
    }

    private void forgetCopy() throws IOException {
        Files.deleteIfExists(copy);
        Files.deleteIfExists(dense);
    }

    /** The database stays open where it is well filled: the service is about to open it. */
    private void look() throws SQLException, IOException {
        try (Connection connection = DriverManager.getConnection(url, user, password);
                Statement statement = connection.createStatement()) {
            long size = Files.size(file);
            long alive =
                    size * rate(statement, "info.FILL_RATE") / 100 * rate(statement, "info.CHUNKS_FILL_RATE") / 100;
            if (MOST_FILE * alive < size && alive <= MOST_ALIVE) {
                replace(statement, size);
                LOG.info("Rewrote the database file: {} KB of {} KB were alive", Files.size(file) >> 10, size >> 10);
            }
        }
    }

    private static long rate(Statement statement, String setting) throws SQLException {
        try (ResultSet row = statement.executeQuery(
                "select setting_value from information_schema.settings where setting_name = '" + setting + "'")) {
            return row.next() ? row.getLong(1) : 100;
        }
    }

    private void replace(Statement original, long size) throws SQLException, IOException {
        List<String> rows = rows(original);
        // Closed, the file has nothing pending: what is alive can be taken as it lies, without reading it row by row.
        original.execute("shutdown");
        try (FileChannel closed = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
                FileLock lock = closed.tryLock()) {
            if (lock == null) {
                throw new SQLException("another process has opened it");
            }
            makeDense(closed);
            compare(rows);
            if (Files.size(copy) > size / 4 * 3) {
                throw new SQLException("its copy is not much smaller");
            }
            force(copy);
            FailPoint.INSIDE_REWRITE.pass();
            Files.move(copy, file, StandardCopyOption.ATOMIC_MOVE);
            FailPoint.AFTER_REWRITE.pass();
            DataFolder.force(Objects.requireNonNull(file.getParent()));
        } finally {
            forgetCopy();
        }
    }

    /** Through the channel that has the lock: with the end of any other one the system would give the lock up. */
    private void makeDense(FileChannel original) throws IOException {
        try (FileChannel target = FileChannel.open(copy, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW)) {
            for (long at = 0; at < original.size(); ) {
                at += original.transferTo(at, original.size() - at, target);
            }
        }
        MVStoreTool.compact(copy.toString(), false);
    }

    private void compare(List<String> rows) throws SQLException {
        try (Connection connection = DriverManager.getConnection(copyUrl, user, password);
                Statement statement = connection.createStatement()) {
            List<String> copied = rows(statement);
            statement.execute("shutdown");
            if (!rows.equals(copied)) {
                throw new SQLException("its copy has other rows: " + copied + ", not " + rows);
            }
        }
    }

    /** Each table and how many rows it has. */
    private static List<String> rows(Statement statement) throws SQLException {
        List<String> names = new ArrayList<>();
        try (ResultSet tables = statement.executeQuery(
                "select table_schema, table_name from information_schema.tables where table_type = 'BASE TABLE'"
                        + " and table_schema <> 'INFORMATION_SCHEMA' order by 1, 2")) {
            while (tables.next()) {
                names.add("\"" + tables.getString(1) + "\".\"" + tables.getString(2) + "\"");
            }
        }
        List<String> rows = new ArrayList<>();
        for (String name : names) {
            try (ResultSet count = statement.executeQuery("select count(*) from " + name)) {
                count.next();
                rows.add(name + ": " + count.getLong(1));
            }
        }
        return rows;
    }

    private static void force(Path path) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
    }
}
