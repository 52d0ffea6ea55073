package dev.chainrule.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chainrule.web.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.health.contributor.Status;
import org.springframework.util.FileSystemUtils;

class StorageHealthTest {

    @TempDir
    private Path folder;

    private static Status status(FileStore store) {
        return new StorageHealth(store).health().getStatus();
    }

    @Test
    void aFolderThatIsGoneOrAnotherOneIsDownAndTakesNothingUntilItIsBack() throws IOException {
        Path data = folder.resolve("data");
        FileStore store = new FileStore(data);
        assertThat(status(store)).isEqualTo(Status.UP);

        Path away = Files.move(data, folder.resolve("away"));
        assertThat(status(store)).isEqualTo(Status.DOWN);
        assertThatThrownBy(() -> store.write("models", "theta", out -> out.write(1)))
                .isInstanceOfSatisfying(ProblemException.class, e -> {
                    assertThat(e.status().value()).isEqualTo(503);
                    assertThat(e.code()).isEqualTo("STORAGE_UNAVAILABLE");
                });
        assertThat(data).doesNotExist();

        Files.createDirectory(data);
        assertThat(status(store)).as("an empty folder in its place").isEqualTo(Status.DOWN);
        assertThatThrownBy(store::requireThere).isInstanceOf(ProblemException.class);

        FileSystemUtils.deleteRecursively(data);
        Files.move(away, data);
        assertThat(status(store)).isEqualTo(Status.UP);
        store.write("models", "theta", out -> out.write(1));
    }

    @Test
    void damagedFilesAreCounted() throws IOException {
        FileStore store = new FileStore(folder.resolve("data"));
        Stored file = store.write("models", "theta", out -> out.write(1));
        Files.write(store.root().resolve(file.name()), new byte[] {2});
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> store.read(file)).isInstanceOf(CorruptFileException.class);
        }
        assertThat(new StorageHealth(store).health().getDetails()).containsEntry("damagedFiles", 1);
    }
}
