package dev.chainrule.storage;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * Removes files that no row names: written by a process that died before it could commit their row. A young file may still be about to
 * get its row, from this process or another one, and is left alone.
 */
@Component
final class OrphanSweep {

    private static final Logger LOG = LoggerFactory.getLogger(OrphanSweep.class);

    private final FileStore files;
    private final List<FileOwner> owners;
    private final Duration age;

    OrphanSweep(FileStore files, List<FileOwner> owners, @Value("${chainrule.storage.orphan-age:24h}") Duration age) {
        this.files = files;
        this.owners = owners;
        this.age = age;
    }

    /** Runs once the service is ready, on a thread of its own: a slow folder holds up nobody. */
    @EventListener(ApplicationReadyEvent.class)
    void start() {
        Thread.ofVirtual().name("orphan-sweep").start(this::sweep);
    }

    void sweep() {
        try {
            owners.forEach(this::sweep);
        } catch (RuntimeException e) { // tried again at the next start
            LOG.warn("files without a row could not be swept", e);
        }
    }

    private void sweep(FileOwner owner) {
        Set<String> old = new HashSet<>(files.olderThan(owner.folder(), age));
        if (old.isEmpty()) {
            return;
        }
        old.removeAll(owner.files());
        old.forEach(files::delete);
        if (!old.isEmpty()) {
            LOG.info("{} files in {} that no row names were removed", old.size(), owner.folder());
        }
    }
}
