package dev.chainrule.storage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file for the time of one request: readable by its owner only, gone when closed, swept at the next start if not. */
public final class Scratch implements AutoCloseable {

    private final Path path;

    Scratch(Path path) {
        this.path = path;
    }

    /** Where it is; it exists and is empty at first. */
    public Path path() {
        return path;
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
