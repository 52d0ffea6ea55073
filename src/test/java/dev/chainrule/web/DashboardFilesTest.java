package dev.chainrule.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chainrule.RawHttp;
import dev.chainrule.RawHttp.Answer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.web.server.LocalServerPort;

@WebTest
final class DashboardFilesTest {

    private static final String MODULE = "/src/main.js";

    @LocalServerPort
    private int port;

    @Test
    void thePageIsAskedForAnewAndItsFilesAreKeptForGood() {
        RawHttp http = new RawHttp(port);
        Answer page = http.get("/");
        assertThat(page.header("cache-control")).isEqualTo("no-cache");
        String version = page.header("etag").replace("\"", "");
        assertThat(page.body())
                .contains("src=\"assets/" + version + MODULE, "href=\"assets/" + version + "/styles/")
                .doesNotContain("\"src/", "\"styles/");
        assertThat(http.get("/assets/" + version + MODULE).header("cache-control"))
                .contains("max-age=31536000", "immutable");
        assertThat(http.get("/assets/" + "0".repeat(version.length()) + MODULE).status())
                .isEqualTo(404);
    }

    @Test
    void theStylesComeAsOneFileInThePagesOrder() {
        RawHttp http = new RawHttp(port);
        String page = http.get("/").body();
        assertThat(page.split("rel=\"stylesheet\" href=\"assets/", -1)).hasSize(2);
        String address = page.replaceAll("(?s).*href=\"(assets/[^\"]+/styles/[^\"]+)\".*", "/$1");

        Answer styles = http.get(address);

        assertThat(styles.header("content-type")).startsWith("text/css");
        assertThat(styles.header("cache-control")).contains("max-age=31536000", "immutable");
        assertThat(styles.body())
                .containsSubsequence("All colors", "The page:", "Pieces of pages", "The form", "Charts of a run");
    }

    @Test
    void aFileThatChangesIsAnotherVersion(@TempDir Path root) throws IOException {
        Path module = Files.createDirectories(root.resolve("src")).resolve("main.js");
        Files.writeString(root.resolve("index.html"), "<script src=\"src/main.js\"></script>");
        Files.writeString(module, "1;");
        DashboardFiles files = new DashboardFiles(root.toUri().toString());
        String first = files.version();
        assertThat(files.page(first)).contains("src=\"assets/" + first + MODULE);

        Files.writeString(module, "2;");
        Files.setLastModifiedTime(module, FileTime.from(Instant.now().plusSeconds(60)));

        Awaitility.await()
                .atMost(Duration.ofSeconds(10))
                .until(() -> !files.version().equals(first));
    }
}
