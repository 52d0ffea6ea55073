package dev.chainrule.storage;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Held while a process starts on H2's file: from before the file may be rewritten until the database is open, and so locked by H2
 * itself. Without it a second process could open the file before it is replaced and lock it after: what it wrote from then on would lie
 * in a file that has no name. The lock is on a file of its own, empty, which stays: only the system's lock on it counts, and that
 * goes with the process.
 */
final class StartLock implements AutoCloseable {

    /** A start may rewrite the database first. */
    private static final Duration LONGEST_START = Duration.ofMinutes(2);

    private static final long AGAIN_NANOS = 20_000_000;
    private static final Logger LOG = LoggerFactory.getLogger(StartLock.class);

    private final @Nullable FileChannel channel;

    private StartLock(@Nullable FileChannel channel) {
        this.channel = channel;
    }

    /**
     * Waits until nobody else starts on this file. A file that is not there yet is nobody's to replace, and a folder that cannot be
     * written nobody replaces anything in: there is nothing to hold then.
     *
     * @throws IllegalStateException if another start takes too long
     */
    static StartLock on(Path database) {
        if (!Files.exists(database)) {
            return new StartLock(null);
        }
        Path place = database.resolveSibling(database.getFileName() + ".start");
        FileChannel channel;
        try {
            channel = FileChannel.open(place, StandardOpenOption.WRITE, StandardOpenOption.CREATE);
            DataFolder.makePrivate(place);
        } catch (IOException e) {
            LOG.warn("{} cannot be locked: {}", place.getFileName(), e.getMessage());
            return new StartLock(null);
        }
        StartLock lock = new StartLock(channel);
        try {
            await(channel, database);
            return lock;
        } catch (RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    private static void await(FileChannel channel, Path database) {
        long deadline = System.nanoTime() + LONGEST_START.toNanos();
        while (!tryLock(channel)) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("another process has been starting on " + database + " for "
                        + LONGEST_START.toSeconds() + " s");
            }
            LockSupport.parkNanos(AGAIN_NANOS);
        }
    }

    /** Closing the channel gives the lock back. */
    private static boolean tryLock(FileChannel channel) {
        try {
            FileLock lock = channel.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException e) { // another service of this process
            return false;
        } catch (IOException e) { // a file system without locks, on which H2's own fails as well
            LOG.warn("the start cannot be locked: {}", e.getMessage());
            return true;
        }
    }

    @Override
    public void close() {
        if (channel != null) {
            try {
                channel.close();
            } catch (IOException e) {
                LOG.warn("the lock of the start was not given back: {}", e.getMessage());
            }
        }
    }
}
