package dev.chainrule.storage;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.sql.DataSource;
import org.h2.mvstore.Cursor;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.h2.value.VersionedValue;
import org.springframework.util.FileSystemUtils;

/**
 * How often H2 leaves half a commit: takes images of a file between two stores, while four sessions commit, opens each as after the
 * death of its process, and counts those with a row that belongs to a transaction, though there is none, and those with a transaction
 * of which a part is missing. Its arguments are how many images, and of {@code serial} and {@code settled} what is to be done about it.
 */
public final class HalfCommits {

    private static final int WRITERS = 4;
    private static final int ROWS = 48;

    /** Rows that are not the same in all three tables, as each transaction leaves them. */
    private static final String TORN =
            "select a.id from a join b on b.id = a.id join c on c.id = a.id where a.n <> b.n or b.n <> c.n";

    private final H2File file;
    private final H2File image;
    private final DataSource source;
    private final boolean settled;
    private int loose;
    private int torn;

    private HalfCommits(Path folder, List<String> measures) throws SQLException {
        file = new H2File(folder, "chainrule");
        image = new H2File(folder, "image");
        file.create(ROWS, WRITERS + 1);
        source = measures.contains("serial") ? new SerialCommits(file.source()) : file.source();
        settled = measures.contains("settled");
    }

    public static void main(String[] arguments) throws Exception {
        Path folder = Files.createTempDirectory("half-commits");
        try {
            HalfCommits commits = new HalfCommits(folder, List.of(arguments));
            commits.look(Integer.parseInt(arguments[0]));
            System.out.println("of " + arguments[0] + " images " + commits.loose + " have a loose row and "
                    + commits.torn + " half a transaction");
        } finally {
            FileSystemUtils.deleteRecursively(folder);
        }
    }

    private void look(int images) throws SQLException, InterruptedException, ExecutionException {
        AtomicBoolean over = new AtomicBoolean();
        try (ExecutorService threads = Executors.newFixedThreadPool(WRITERS);
                Connection keeper = file.connect()) {
            List<Future<?>> writers = new ArrayList<>();
            for (int i = 0; i < WRITERS; i++) {
                int first = 1 + i * ROWS / WRITERS;
                writers.add(threads.submit(() -> write(first, over)));
            }
            for (int i = 0; i < images; i++) {
                H2File.store(keeper).executeFilestoreOperation(() -> file.copyTo(image));
                if (settled) {
                    image.settle();
                }
                look();
            }
            over.set(true);
            for (Future<?> writer : writers) {
                writer.get();
            }
            H2File.end(keeper);
        }
    }

    private Void write(int first, AtomicBoolean over) throws SQLException {
        try (Connection connection = source.getConnection()) {
            connection.setAutoCommit(false);
            for (int i = 0; !over.get(); i++) {
                for (String table : H2File.TABLES) {
                    try (PreparedStatement update =
                            connection.prepareStatement("update " + table + " set n = n + 1 where id = ?")) {
                        update.setLong(1, first + i % (ROWS / WRITERS));
                        update.executeUpdate();
                    }
                }
                connection.commit();
            }
        }
        return null;
    }

    private void look() throws SQLException {
        try (Connection connection = image.connect()) {
            loose += loose(H2File.store(connection)) ? 1 : 0;
            torn += H2File.numbers(connection, TORN).isEmpty() ? 0 : 1;
            H2File.end(connection);
        }
    }

    /** Whether a value of a database that has just been opened belongs to a transaction, though there is none. */
    private static boolean loose(MVStore store) {
        return H2File.maps(store, "").stream().anyMatch(HalfCommits::loose);
    }

    private static boolean loose(MVMap<Object, Object> map) {
        for (Cursor<Object, Object> rows = map.cursor(null); rows.hasNext(); ) {
            rows.next();
            if (rows.getValue() instanceof VersionedValue<?> value && value.getOperationId() != 0) {
                return true;
            }
        }
        return false;
    }
}
