package dev.chainrule.storage;

import dev.chainrule.web.ProblemException;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.HexFormat;

/** A file for the time of one request: readable by its owner only, gone when closed, swept at the next start if not. */
public final class Scratch implements AutoCloseable {

    private static final int BUFFER = 1 << 16;

    private final Path path;
    private final Path root;

    /** @param root the data folder, whose disk it fills */
    Scratch(Path path, Path root) {
        this.path = path;
        this.root = root;
    }

    /** Where it is; it exists and is empty at first. */
    public Path path() {
        return path;
    }

    /**
     * Writes it. Nobody asks what it was later, so that it is not hashed.
     *
     * @throws ProblemException 507 {@code DISK_FULL}
     */
    public void fill(Content content) {
        try (OutputStream out =
                new BufferedOutputStream(Files.newOutputStream(path, StandardOpenOption.WRITE), BUFFER)) {
            content.writeTo(out);
        } catch (IOException e) {
            throw DataFolder.translate(e, root);
        }
    }

    /**
     * Writes what came from outside.
     *
     * @return its length and hash, without a name
     * @throws ProblemException 507 {@code DISK_FULL}
     */
    public Stored take(Content content) {
        MessageDigest digest = Hashes.sha256();
        fill(out -> content.writeTo(new DigestOutputStream(out, digest)));
        try {
            return new Stored("", Files.size(path), HexFormat.of().formatHex(digest.digest()));
        } catch (IOException e) {
            throw DataFolder.translate(e, root);
        }
    }

    @Override
    public void close() {
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
