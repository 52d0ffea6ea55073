package dev.chainrule.storage;

import dev.chainrule.web.ProblemException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;

/** What the file system is asked for: private folders and files, durable renames, a clean start. */
final class DataFolder {

    private static final Logger LOG = LoggerFactory.getLogger(DataFolder.class);
    private static final int RETRY_SECONDS = 10;
    private static final Set<PosixFilePermission> FOLDER = PosixFilePermissions.fromString("rwx------");
    private static final Set<PosixFilePermission> FILE = PosixFilePermissions.fromString("rw-------");

    private DataFolder() {}

    /**
     * Makes the data folder, or makes an existing one private.
     *
     * @throws IllegalStateException if anyone may write to it: what lies in there could not be trusted
     */
    static void prepare(Path root) {
        try {
            boolean existed = Files.isDirectory(root);
            if (existed
                    && isPosix(root)
                    && Files.getPosixFilePermissions(root).contains(PosixFilePermission.OTHERS_WRITE)) {
                throw new IllegalStateException("chainrule.data-dir " + root + " may be written by anyone: refused");
            }
            if (!existed) {
                createPrivate(root);
            } else if (isPosix(root) && !Files.getPosixFilePermissions(root).equals(FOLDER)) {
                closeToOthers(root);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A mounted folder may be another user's, as a volume of Kubernetes is root's: who lent it decides who else gets in. */
    private static void closeToOthers(Path root) throws IOException {
        try {
            Files.setPosixFilePermissions(root, FOLDER);
        } catch (FileSystemException e) {
            String mode = PosixFilePermissions.toString(Files.getPosixFilePermissions(root));
            LOG.warn("The data folder is another user's and stays {}: others may look into it", mode);
        }
    }

    /** Makes a folder, 0700, unless it is there. */
    static void createPrivate(Path folder) throws IOException {
        if (Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        Files.createDirectories(folder, attributes(folder, FOLDER));
    }

    /** A new file, 0600, open for writing. */
    static FileChannel create(Path file) throws IOException {
        return FileChannel.open(
                file, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), attributes(file, FILE));
    }

    /** Makes a file that another made readable by its owner alone; what is not there or cannot be changed stays as it is. */
    static void makePrivate(Path file) {
        try {
            if (isPosix(file) && Files.exists(file)) {
                Files.setPosixFilePermissions(file, FILE);
            }
        } catch (IOException e) {
            LOG.warn("{} could not be made private: {}", file.getFileName(), e.getMessage());
        }
    }

    /** Makes a rename in this folder survive a power cut. Where folders cannot be opened (Windows) the rename is all there is. */
    static void force(Path folder) throws IOException {
        if (!isPosix(folder)) {
            return;
        }
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    /** Removes what a process that died was still writing. */
    static void sweep(Path root, String mark, Duration age) {
        Instant start = Instant.now().minus(age);
        try {
            Files.walkFileTree(root, Set.of(), 2, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    boolean stale = attributes.lastModifiedTime().compareTo(FileTime.from(start)) < 0;
                    if (stale && file.getFileName().toString().contains(mark)) {
                        Files.deleteIfExists(file);
                        LOG.info("Removed {}, left half written by a process that died", file.getFileName());
                    }
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFileFailed(Path file, IOException e) {
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What tells this folder from another one at the same place; null where it is gone or the system has no such thing. */
    static @Nullable Object identity(Path folder) {
        try {
            return Files.readAttributes(folder, BasicFileAttributes.class).fileKey();
        } catch (IOException e) {
            return null;
        }
    }

    static boolean isOlder(Path file, Instant limit) {
        try {
            return Files.getLastModifiedTime(file).toInstant().isBefore(limit);
        } catch (IOException e) {
            return false;
        }
    }

    /** Whether the file system refuses: no permission, read-only, gone, broken. */
    static boolean isUnusable(IOException e) {
        String text = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
        return e instanceof FileSystemException
                || text.contains("read-only")
                || text.contains("permission denied")
                || text.contains("input/output error");
    }

    static ProblemException unavailable(String detail) {
        return new ProblemException(
                HttpStatus.SERVICE_UNAVAILABLE,
                "STORAGE_UNAVAILABLE",
                detail,
                List.of(),
                Map.of("retryAfterSeconds", RETRY_SECONDS));
    }

    /** Whether this failure, or one behind it, says that there is no room. */
    static boolean isFull(IOException e, Path root) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            String text = String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT);
            if (text.contains("no space left")
                    || text.contains("not enough space")
                    || text.contains("quota exceeded")
                    || text.contains("file too large")) {
                return true;
            }
        }
        return root.toFile().getUsableSpace() == 0;
    }

    /** A full disk is the caller's to hear; anything else is ours to mend. */
    static RuntimeException translate(IOException e, Path root) {
        if (isFull(e, root)) {
            return ProblemException.of(
                    HttpStatus.INSUFFICIENT_STORAGE, "DISK_FULL", "The disk is full: nothing was stored.");
        }
        if (e instanceof BucketException) {
            return unavailable("The bucket of the files cannot be used: nothing was stored.");
        }
        if (isUnusable(e)) {
            return unavailable("The data folder cannot be written: nothing was stored.");
        }
        return new UncheckedIOException(e);
    }

    /** What could not be read or removed: a bucket that is away comes back, a folder that fails is ours to mend. */
    static RuntimeException unread(IOException e) {
        return e instanceof BucketException
                ? unavailable("The bucket of the files cannot be used now.")
                : new UncheckedIOException(e);
    }

    private static FileAttribute<?>[] attributes(Path path, Set<PosixFilePermission> permissions) {
        return isPosix(path)
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(permissions)}
                : new FileAttribute<?>[0];
    }

    private static boolean isPosix(Path path) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix");
    }
}
