package dev.chainrule.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chainrule.RawHttp;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.web.server.LocalServerPort;

/** What the image and the examples of a deployment ask for to see whether the service lives is there, without a key, where keys are on, as in a container they always are. */
@KeyedServiceTest
final class DeploymentProbesTest {

    /** A URL at the service's port of the container itself, or a path that the kubelet asks for at the port called http. */
    private static final Pattern PROBE =
            Pattern.compile("http://(?:127\\.0\\.0\\.1|localhost):8080(/\\S*)|httpGet: \\{path: (/[^,]*), port: http,");

    @LocalServerPort
    private int port;

    @ParameterizedTest
    @CsvSource({"Dockerfile, 1", "src/docs/deployment.md, 2"})
    void answerWithoutAKey(Path file, int least) throws IOException {
        List<String> paths = PROBE.matcher(Files.readString(file))
                .results()
                .map(DeploymentProbesTest::path)
                .toList();

        assertThat(paths)
                .hasSizeGreaterThanOrEqualTo(least)
                .allSatisfy(path -> assertThat(new RawHttp(port).get(path).status())
                        .as(path)
                        .isEqualTo(200));
    }

    private static String path(MatchResult found) {
        return found.group(1) == null ? found.group(2) : found.group(1);
    }
}
