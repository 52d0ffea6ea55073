package dev.chainrule.storage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.SmartLifecycle;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Copies everything while the service works: the files that are there, then the database as a script, then the files that came
 * meanwhile. Files never change, so that every file the script names is among them, unless its owner deleted it in between. A backup
 * has its name when it is whole.
 */
@Component
@ConditionalOnProperty("chainrule.backup.folder")
final class Backups implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(Backups.class);
    private static final String TEMPORARY = ".tmp-";
    private static final DateTimeFormatter NAME =
            DateTimeFormatter.ofPattern("uuuuMMdd-HHmmss-SSS").withZone(ZoneOffset.UTC);
    private static final String NAMES = "\\d{8}-\\d{6}-\\d{3}";

    private final FileStore files;
    private final List<FileOwner> owners;
    private final JdbcTemplate jdbc;
    private final TransactionTemplate snapshot;
    private final BackupProperties properties;
    private final Clock clock;
    private volatile boolean stopping;
    private volatile @Nullable Thread thread;

    Backups(
            FileStore files,
            List<FileOwner> owners,
            JdbcTemplate jdbc,
            PlatformTransactionManager transactions,
            BackupProperties properties,
            Clock clock) {
        // At any lower level H2 reads each table at a moment of its own: rows without their chunks.
        this.snapshot = new TransactionTemplate(transactions);
        snapshot.setIsolationLevel(TransactionDefinition.ISOLATION_SERIALIZABLE);
        this.files = files;
        this.owners = owners;
        this.jdbc = jdbc;
        this.properties = properties;
        this.clock = clock;
    }

    /** Makes a backup; gives its folder. */
    Path make() throws IOException {
        Path folder = Objects.requireNonNull(properties.folder()).toAbsolutePath();
        for (Path leftover : named(folder, NAMES + TEMPORARY)) {
            delete(leftover);
        }
        String name = NAME.format(clock.instant());
        Path temporary = folder.resolve(name + TEMPORARY);
        DataFolder.createPrivate(temporary);
        copy(temporary);
        String script = temporary.resolve("database.sql.gz").toString().replace("'", "''");
        snapshot.executeWithoutResult(status -> jdbc.execute("script to '" + script + "' compression gzip"));
        copy(temporary);
        DataFolder.force(temporary);
        Path whole = Files.move(temporary, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
        DataFolder.force(folder);
        forget(folder);
        return whole;
    }

    private void copy(Path target) throws IOException {
        for (FileOwner owner : owners) {
            Path room = target.resolve(owner.folder());
            DataFolder.createPrivate(room);
            for (String name : files.olderThan(owner.folder(), Duration.ZERO)) {
                copy(name, target.resolve(name));
            }
        }
    }

    private void copy(String name, Path target) throws IOException {
        if (Files.exists(target)) {
            return;
        }
        try {
            Path file = files.find(name);
            try {
                Files.createLink(target, file); // files are never written again
            } catch (FileAlreadyExistsException | NoSuchFileException e) {
                throw e;
            } catch (IOException | UnsupportedOperationException e) { // another file system
                Files.copy(file, target);
            }
        } catch (NoSuchFileException e) { // its owner has deleted it
            LOG.debug("{} went while the backup was made", name);
        }
    }

    /** Removes the oldest backups. */
    private void forget(Path folder) throws IOException {
        List<Path> whole = named(folder, NAMES);
        for (Path old : whole.subList(0, Math.max(0, whole.size() - properties.kept()))) {
            delete(old);
        }
    }

    /** What the service itself has named so, oldest first: the folder may hold other things. */
    private static List<Path> named(Path folder, String names) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> all = Files.list(folder)) {
            return all.filter(path -> path.getFileName().toString().matches(names))
                    .sorted()
                    .toList();
        }
    }

    private static void delete(Path folder) throws IOException {
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException e) throws IOException {
                Files.delete(visited);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    private void work() {
        while (!stopping) {
            LockSupport.parkNanos(this, properties.every().toNanos());
            if (stopping) {
                return;
            }
            try {
                LOG.info("backup {}", make().getFileName());
            } catch (IOException | UncheckedIOException e) {
                LOG.warn("no backup could be made: {}", e.getMessage());
            } catch (RuntimeException e) {
                LOG.warn("no backup could be made", e);
            }
        }
    }

    @Override
    public void start() {
        stopping = false;
        thread = Thread.ofPlatform().name("backups").daemon().start(this::work);
    }

    @Override
    public void stop() {
        stopping = true;
        Thread current = thread;
        LockSupport.unpark(current);
        while (current != null && current.isAlive()) {
            LockSupport.parkNanos(1_000_000);
        }
    }

    @Override
    public boolean isRunning() {
        Thread current = thread;
        return current != null && current.isAlive();
    }
}
