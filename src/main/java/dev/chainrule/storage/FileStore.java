package dev.chainrule.storage;

import dev.chainrule.fault.FailPoint;
import dev.chainrule.web.ProblemException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/**
 * Writes a file so that it is whole or absent, whatever dies in between: a temporary file in the same folder, fsync,
 * atomic rename, fsync of the folder. Only then may a database row name it.
 *
 * <p>Names are made here and nowhere else: no client ever chooses a path. Folders are 0700, files 0600.
 */
@Component
public final class FileStore {

    private static final Pattern FOLDER = Pattern.compile("[a-z][a-z0-9-]{0,31}");
    private static final Pattern EXTENSION = Pattern.compile("[a-z0-9]{1,12}");
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,31}/[0-9a-f-]{36}\\.[a-z0-9]{1,12}");
    private static final String TEMPORARY = ".tmp-";

    private static final String PROBE = "health";
    private static final Logger LOG = LoggerFactory.getLogger(FileStore.class);

    private final Path root;
    private final Shelf shelf;
    private final @Nullable Object identity;
    private final Set<String> damaged = ConcurrentHashMap.newKeySet();

    @Autowired
    FileStore(
            @Value("${chainrule.data-dir:./data}") Path root,
            @Value("${spring.datasource.url:jdbc:h2:}") String database,
            @Value("${chainrule.storage.orphan-age:24h}") Duration age,
            BucketProperties bucket) {
        // Where others may share the folder, a young temporary file may be theirs and alive.
        this(root, database.startsWith("jdbc:h2:") ? Duration.ZERO : age, bucket);
    }

    /** Files in a folder that no other process uses. */
    public FileStore(Path root) {
        this(root, Duration.ZERO, BucketProperties.NONE);
    }

    private FileStore(Path root, Duration age, BucketProperties bucket) {
        this.root = root.toAbsolutePath().normalize();
        this.shelf = bucket.before(new FolderShelf(this.root), TEMPORARY);
        DataFolder.prepare(this.root);
        DataFolder.sweep(this.root, TEMPORARY, age);
        this.identity = DataFolder.identity(this.root);
    }

    /** Files in a bucket, with copies in a folder that no other process uses. */
    static FileStore inBucket(Path root, BucketProperties bucket) {
        return new FileStore(root, Duration.ZERO, bucket);
    }

    /** The data folder. */
    public Path root() {
        return root;
    }

    /**
     * Writes a new file.
     *
     * @param folder the room's own, lower case
     * @param extension without the dot
     * @throws ProblemException 507 {@code DISK_FULL} or 503 {@code STORAGE_UNAVAILABLE}; the temporary file is gone then
     * @throws UncheckedIOException if it could not be written for another reason, or if the content could not be made
     */
    public Stored write(String folder, String extension, Content content) {
        require(EXTENSION, extension);
        Path home = home(folder);
        String file = UUID.randomUUID() + "." + extension;
        Path temporary = home.resolve(file + TEMPORARY + UUID.randomUUID());
        try {
            FailPoint.BEFORE_WRITE.pass(folder);
            Digested digested = Digested.write(temporary, content, folder);
            FailPoint.AFTER_FSYNC.pass(folder);
            Stored stored = new Stored(folder + "/" + file, digested.bytes(), digested.sha256());
            shelf.keep(stored.name(), temporary);
            return stored;
        } catch (IOException e) {
            throw DataFolder.translate(e, root);
        } finally {
            deleteQuietly(temporary);
        }
    }

    /**
     * The path of a file after its length and hash have been checked.
     *
     * @throws CorruptFileException if it is not the file that was written
     */
    public Path verified(Stored stored) {
        try {
            Path path = find(stored.name());
            long bytes = Files.size(path);
            if (bytes != stored.bytes()) {
                throw damaged(stored, " has " + bytes + " bytes, not " + stored.bytes());
            }
            if (!Hashes.of(path).equals(stored.sha256())) {
                throw damaged(stored, " has changed since it was written: other SHA-256");
            }
            return path;
        } catch (NoSuchFileException e) {
            throw damaged(stored, " is gone");
        } catch (IOException e) {
            throw DataFolder.unread(e);
        }
    }

    /**
     * The whole content of a file after its length and hash have been checked.
     *
     * @throws CorruptFileException if it is not the file that was written
     */
    public byte[] read(Stored stored) {
        try {
            byte[] bytes = Files.readAllBytes(find(stored.name()));
            if (bytes.length != stored.bytes() || !Hashes.of(bytes).equals(stored.sha256())) {
                throw damaged(stored, " has changed since it was written");
            }
            return bytes;
        } catch (NoSuchFileException e) {
            throw damaged(stored, " is gone");
        } catch (IOException e) {
            throw DataFolder.unread(e);
        }
    }

    /**
     * The path of a file whose hash is not checked: for reading a few cells of a large one.
     *
     * @throws CorruptFileException if its length is not the one that was written
     */
    public Path sized(Stored stored) {
        try {
            Path path = find(stored.name());
            if (Files.size(path) != stored.bytes()) {
                throw damaged(stored, " does not have " + stored.bytes() + " bytes");
            }
            return path;
        } catch (NoSuchFileException e) {
            throw damaged(stored, " is gone");
        } catch (IOException e) {
            throw DataFolder.unread(e);
        }
    }

    private CorruptFileException damaged(Stored stored, String what) {
        if (damaged.add(stored.name())) {
            LOG.warn("FILE_DAMAGED: {}{}", stored.name(), what);
        }
        return new CorruptFileException(stored.name() + what);
    }

    /** How many files were found damaged since the start. */
    int damagedFiles() {
        return damaged.size();
    }

    /** Removes a file; nothing happens where it is gone already. */
    public void delete(String name) {
        try {
            require(NAME, name);
            shelf.delete(name);
        } catch (IOException e) {
            throw DataFolder.unread(e);
        }
    }

    /** An empty file for the time of one request. */
    public Scratch scratch(String folder) {
        Path path = home(folder).resolve("scratch" + TEMPORARY + UUID.randomUUID());
        try {
            DataFolder.create(path).close();
            return new Scratch(path, root);
        } catch (IOException e) {
            throw DataFolder.translate(e, root);
        }
    }

    private Path home(String folder) {
        require(FOLDER, folder);
        requireThere();
        Path home = root.resolve(folder);
        try {
            DataFolder.createPrivate(home);
        } catch (IOException e) {
            throw DataFolder.translate(e, root);
        }
        return home;
    }

    /**
     * The data folder is the one that was there at the start.
     *
     * @throws ProblemException 503 {@code STORAGE_UNAVAILABLE}: what would be acknowledged now would not be found again
     */
    public void requireThere() {
        if (!Objects.equals(identity, DataFolder.identity(root))) {
            throw DataFolder.unavailable("The data folder is gone: nothing was stored.");
        }
    }

    /** Why no file could be stored now, null where one could. */
    @Nullable
    String problem() {
        try {
            delete(write(PROBE, "probe", out -> out.write(0)).name());
            return null;
        } catch (ProblemException e) {
            return e.getMessage();
        } catch (UncheckedIOException e) {
            return "The data folder cannot be written.";
        }
    }

    /** Names of the whole files in a folder that have not been written for so long. */
    List<String> olderThan(String folder, Duration age) {
        require(FOLDER, folder);
        requireThere();
        try {
            return shelf.before(Instant.now().minus(age), folder).stream()
                    .filter(name -> NAME.matcher(name).matches())
                    .toList();
        } catch (IOException e) {
            throw DataFolder.translate(e, root);
        }
    }

    /**
     * Where a file can be read now, unchecked.
     *
     * @throws NoSuchFileException if it is gone; others see that when they open it
     */
    Path find(String name) throws IOException {
        require(NAME, name);
        return shelf.find(name);
    }

    private static void require(Pattern pattern, String text) {
        if (!pattern.matcher(text).matches()) {
            throw new IllegalArgumentException("not a name made by this store: " + ProblemException.abbreviate(text));
        }
    }

    private static void deleteQuietly(Path path) {
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            // The sweep at the next start removes it.
        }
    }
}
