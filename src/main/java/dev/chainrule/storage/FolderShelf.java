package dev.chainrule.storage;

import dev.chainrule.fault.FailPoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * Files in a folder, which several instances may mount: an atomic rename, then fsync of the folder.
 *
 * @param root the data folder
 */
record FolderShelf(Path root) implements Shelf {

    @Override
    public void keep(String name, Path written) throws IOException {
        Path file = find(name);
        Path home = Objects.requireNonNull(file.getParent());
        String folder = home.getFileName().toString();
        Files.move(written, file, StandardCopyOption.ATOMIC_MOVE);
        FailPoint.AFTER_RENAME.pass(folder);
        DataFolder.force(home);
        FailPoint.AFTER_FOLDER_FSYNC.pass(folder);
    }

    @Override
    public Path find(String name) {
        return root.resolve(name);
    }

    @Override
    public void delete(String name) throws IOException {
        Files.deleteIfExists(find(name));
    }

    @Override
    public List<String> before(Instant limit, String folder) throws IOException {
        Path home = root.resolve(folder);
        if (!Files.isDirectory(home)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(home)) {
            return files.filter(file -> DataFolder.isOlder(file, limit))
                    .map(file -> folder + "/" + file.getFileName())
                    .toList();
        }
    }
}
