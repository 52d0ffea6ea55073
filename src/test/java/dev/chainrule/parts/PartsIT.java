package dev.chainrule.parts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.StreamSupport;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The jar of the service, its list of parts (SBOM) and the lock say the same. */
final class PartsIT {

    private static final Path JAR = Path.of("target/chainrule.jar");
    private static final String PARTS = "META-INF/sbom/application.cdx.json";

    /** SHA-256 of each library in the jar, by its name there. */
    private static Map<String, String> libraries(ZipFile jar) throws IOException {
        Map<String, String> libraries = new TreeMap<>();
        for (ZipEntry entry : jar.stream()
                .filter(e -> e.getName().matches("BOOT-INF/lib/.+\\.jar"))
                .toList()) {
            try (InputStream content = jar.getInputStream(entry)) {
                libraries.put(entry.getName().substring("BOOT-INF/lib/".length()), Jars.sha256(content));
            }
        }
        assertThat(libraries).hasSizeGreaterThan(100);
        return libraries;
    }

    private static Set<String> listed(JsonNode parts) {
        Set<String> listed = new HashSet<>();
        for (JsonNode component : parts.get("components")) {
            StreamSupport.stream(component.get("hashes").spliterator(), false)
                    .filter(hash -> hash.get("alg").stringValue().equals("SHA-256"))
                    .forEach(hash -> listed.add(hash.get("content").stringValue()));
        }
        return listed;
    }

    private static double share(Map<String, String> libraries, Set<String> listed) {
        return (double) libraries.values().stream().filter(listed::contains).count() / libraries.size();
    }

    @Test
    void theListOfPartsNamesWhatIsInTheJarAndTheLockKnowsIt() throws IOException {
        assumeFalse(
                Boolean.getBoolean("chainrule.maven.offline"), "Maven makes the list of parts only where it is online");
        try (ZipFile jar = new ZipFile(JAR.toFile())) {
            assertThat(jar.getEntry(PARTS)).as("the list of parts").isNotNull();
            Map<String, String> libraries = libraries(jar);
            JsonNode parts;
            try (InputStream content = jar.getInputStream(Objects.requireNonNull(jar.getEntry(PARTS)))) {
                parts = JsonMapper.shared().readTree(content);
            }
            Set<String> listed = listed(parts);

            assertThat(parts.get("bomFormat").stringValue()).isEqualTo("CycloneDX");
            assertThat(share(libraries, listed))
                    .as("share of %s libraries that %s parts name by their SHA-256", libraries.size(), listed.size())
                    .isGreaterThan(0.95);
            // The packaging plugin puts this one in; it is no dependency, and its version is the plugin's.
            libraries.keySet().removeIf(name -> name.startsWith("spring-boot-jarmode-tools-"));
            assertThat(new Lock(Files.readAllLines(Path.of("src/parts/lock.txt"))).faults(libraries))
                    .isEmpty();

            List<String> some = listed.stream().limit(listed.size() / 2).toList();
            assertThat(share(libraries, new HashSet<>(some)))
                    .as("with half of the list gone")
                    .isLessThan(0.95);
        }
    }
}
