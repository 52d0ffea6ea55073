package dev.chainrule.parts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** No jar comes in, and none is exchanged, without a line in {@code src/parts/lock.txt}; -Dchainrule.lock=write writes that file anew. */
final class LockTest {

    private static final Path FILE = Path.of("src/parts/lock.txt");

    private static Map<String, String> digests() {
        Map<String, String> digests = new TreeMap<>();
        Jars.ofClassPath().forEach(jar -> digests.put(jar.getFileName().toString(), Jars.sha256(jar)));
        assertThat(digests)
                .containsKeys("h2-2.4.240.jar", "nd4j-api-1.0.0-M2.1.jar")
                .hasSizeGreaterThan(150);
        return digests;
    }

    @Test
    void everyJarIsInTheLock() throws IOException {
        Map<String, String> digests = digests();
        if ("write".equals(System.getProperty("chainrule.lock"))) {
            Files.write(
                    FILE,
                    digests.entrySet().stream()
                            .map(jar -> jar.getValue() + "  " + jar.getKey())
                            .toList());
        }
        assertThat(new Lock(Files.readAllLines(FILE)).faults(digests)).isEmpty();
    }

    @Test
    void aNewJarAndAnExchangedOneAreSeen(@TempDir Path folder) throws IOException {
        Map<String, String> digests = digests();
        Lock lock = new Lock(Files.readAllLines(FILE));
        Path planted = Files.writeString(folder.resolve("h2-2.4.240.jar"), "not H2");

        digests.put("h2-2.4.240.jar", Jars.sha256(planted));
        digests.put("planted-1.0.jar", Jars.sha256(planted));
        digests.put("openblas-0.3.31-1.5.13-windows-x86_64.jar", Jars.sha256(planted));
        digests.put("openblas-0.3.99-1.5.13-windows-x86_64.jar", Jars.sha256(planted));

        assertThat(lock.faults(digests))
                .containsExactlyInAnyOrder(
                        "h2-2.4.240.jar is another file of the same name",
                        "planted-1.0.jar is new",
                        "openblas-0.3.99-1.5.13-windows-x86_64.jar is new");
        assertThat(lock.size()).isGreaterThan(150);
    }

    @Test
    void aLineThatSaysNothingIsRefused() {
        assertThatThrownBy(() -> new Lock(List.of("h2-2.4.240.jar"))).hasMessageContaining("h2-2.4.240.jar");
    }
}
