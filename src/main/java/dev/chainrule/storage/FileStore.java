package dev.chainrule.storage;

import dev.chainrule.web.ProblemException;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.UUID;
import java.util.regex.Pattern;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.http.HttpStatus;
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
    private static final int BUFFER = 1 << 16;

    private final Path root;

    public FileStore(@Value("${chainrule.data-dir:./data}") Path root) {
        this.root = root.toAbsolutePath().normalize();
        DataFolder.prepare(this.root);
        DataFolder.sweep(this.root, TEMPORARY);
    }

    /** Where everything is kept. */
    public Path root() {
        return root;
    }

    /**
     * Writes a new file.
     *
     * @param folder the room's own, lower case
     * @param extension without the dot
     * @throws ProblemException 507 {@code DISK_FULL}; the temporary file is gone then
     * @throws UncheckedIOException if it could not be written for another reason, or if the content could not be made
     */
    public Stored write(String folder, String extension, Content content) {
        require(EXTENSION, extension);
        Path home = home(folder);
        String file = UUID.randomUUID() + "." + extension;
        Path temporary = home.resolve(file + TEMPORARY + UUID.randomUUID());
        try {
            Digested digested = writeTemporary(temporary, content);
            Files.move(temporary, home.resolve(file), StandardCopyOption.ATOMIC_MOVE);
            DataFolder.force(home);
            return new Stored(folder + "/" + file, digested.bytes(), digested.sha256());
        } catch (IOException e) {
            throw translate(e, root);
        } finally {
            deleteQuietly(temporary);
        }
    }

    private record Digested(long bytes, String sha256) {}

    private static Digested writeTemporary(Path temporary, Content content) throws IOException {
        try (FileChannel channel = DataFolder.create(temporary)) {
            MessageDigest digest = Hashes.sha256();
            OutputStream file = new DigestOutputStream(Channels.newOutputStream(channel), digest);
            try (OutputStream out = new BufferedOutputStream(file, BUFFER)) {
                content.writeTo(out);
                out.flush();
                channel.force(true);
                return new Digested(channel.position(), HexFormat.of().formatHex(digest.digest()));
            }
        }
    }

    /**
     * The path of a file after its length and hash have been checked.
     *
     * @throws CorruptFileException if it is not the file that was written
     */
    public Path verified(Stored stored) {
        Path path = resolve(stored.name());
        try {
            long bytes = Files.size(path);
            if (bytes != stored.bytes()) {
                throw new CorruptFileException(stored.name() + " has " + bytes + " bytes, not " + stored.bytes());
            }
            if (!Hashes.of(path).equals(stored.sha256())) {
                throw new CorruptFileException(stored.name() + " has changed since it was written: other SHA-256");
            }
            return path;
        } catch (NoSuchFileException e) {
            throw new CorruptFileException(stored.name() + " is gone");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * The whole content of a file after its length and hash have been checked.
     *
     * @throws CorruptFileException if it is not the file that was written
     */
    public byte[] read(Stored stored) {
        try {
            byte[] bytes = Files.readAllBytes(resolve(stored.name()));
            if (bytes.length != stored.bytes() || !Hashes.of(bytes).equals(stored.sha256())) {
                throw new CorruptFileException(stored.name() + " has changed since it was written");
            }
            return bytes;
        } catch (NoSuchFileException e) {
            throw new CorruptFileException(stored.name() + " is gone");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * The path of a file whose hash is not checked: for reading a few cells of a large one.
     *
     * @throws CorruptFileException if its length is not the one that was written
     */
    public Path sized(Stored stored) {
        Path path = resolve(stored.name());
        try {
            if (Files.size(path) != stored.bytes()) {
                throw new CorruptFileException(stored.name() + " does not have " + stored.bytes() + " bytes");
            }
            return path;
        } catch (NoSuchFileException e) {
            throw new CorruptFileException(stored.name() + " is gone");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Removes a file; nothing happens where it is gone already. */
    public void delete(String name) {
        try {
            Files.deleteIfExists(resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** An empty file for the time of one request. */
    public Scratch scratch(String folder) {
        Path path = home(folder).resolve("scratch" + TEMPORARY + UUID.randomUUID());
        try {
            DataFolder.create(path).close();
            return new Scratch(path);
        } catch (IOException e) {
            throw translate(e, root);
        }
    }

    /**
     * Writes a scratch file.
     *
     * @throws ProblemException 507 {@code DISK_FULL}
     */
    public Stored fill(Scratch scratch, Content content) {
        MessageDigest digest = Hashes.sha256();
        try (FileChannel channel = FileChannel.open(scratch.path(), StandardOpenOption.WRITE);
                OutputStream out = new BufferedOutputStream(
                        new DigestOutputStream(Channels.newOutputStream(channel), digest), BUFFER)) {
            content.writeTo(out);
            out.flush();
            return new Stored("", channel.position(), HexFormat.of().formatHex(digest.digest()));
        } catch (IOException e) {
            throw translate(e, root);
        }
    }

    private Path home(String folder) {
        require(FOLDER, folder);
        Path home = root.resolve(folder);
        DataFolder.createPrivate(home);
        return home;
    }

    private Path resolve(String name) {
        require(NAME, name);
        return root.resolve(name);
    }

    private static void require(Pattern pattern, String text) {
        if (!pattern.matcher(text).matches()) {
            throw new IllegalArgumentException("not a name made by this store: " + ProblemException.abbreviate(text));
        }
    }

    /** A full disk is the caller's to hear; anything else is ours to mend. */
    static RuntimeException translate(IOException e, Path root) {
        if (DataFolder.isFull(e, root)) {
            return ProblemException.of(
                    HttpStatus.INSUFFICIENT_STORAGE, "DISK_FULL", "The disk is full: nothing was stored.");
        }
        return new UncheckedIOException(e);
    }

    private static void deleteQuietly(Path path) {
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            // The sweep at the next start removes it.
        }
    }
}
