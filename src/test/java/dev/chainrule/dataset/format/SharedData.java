package dev.chainrule.dataset.format;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/** Real data kept beside the project, not in it. */
public final class SharedData {

    private static final Path FOLDER = Path.of("..", "shared", "data");

    private SharedData() {}

    /** The path of a file; where it is not there the test is skipped and says so. */
    public static Path file(String name) {
        Path path = FOLDER.resolve(name);
        Assumptions.assumeTrue(Files.isRegularFile(path), "skipped: there is no " + path);
        return path;
    }
}
