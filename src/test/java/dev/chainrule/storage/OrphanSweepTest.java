package dev.chainrule.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OrphanSweepTest {

    private static final Duration DAY = Duration.ofHours(24);

    @TempDir
    private Path folder;

    /** A room whose rows name these. */
    private record Room(Set<String> files) implements FileOwner {
        @Override
        public String folder() {
            return "models";
        }
    }

    private static void age(FileStore store, Stored file) throws Exception {
        Files.setLastModifiedTime(
                store.root().resolve(file.name()), FileTime.from(Instant.now().minus(DAY.plusHours(1))));
    }

    @Test
    void onlyOldFilesThatNoRowNamesGo() throws Exception {
        FileStore store = new FileStore(folder.resolve("data"));
        Stored named = store.write("models", "theta", out -> out.write(1));
        Stored orphan = store.write("models", "theta", out -> out.write(2));
        Stored young = store.write("models", "theta", out -> out.write(3));
        age(store, named);
        age(store, orphan);

        new OrphanSweep(store, List.of(new Room(Set.of(named.name()))), DAY).sweep();

        assertThat(store.root().resolve(named.name())).exists();
        assertThat(store.root().resolve(young.name())).exists();
        assertThat(store.root().resolve(orphan.name())).doesNotExist();
    }

    @Test
    void aRoomThatCannotSayWhatItOwnsLosesNothing() throws Exception {
        FileStore store = new FileStore(folder.resolve("data"));
        Stored file = store.write("models", "theta", out -> out.write(1));
        age(store, file);
        FileOwner broken = new FileOwner() {
            @Override
            public String folder() {
                return "models";
            }

            @Override
            public Set<String> files() {
                throw new IllegalStateException("the database is away");
            }
        };

        new OrphanSweep(store, List.of(broken), DAY).sweep();

        assertThat(store.root().resolve(file.name())).exists();
    }
}
