package dev.chainrule.documentation;

import dev.chainrule.ServiceTest;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;

/** The README's commands, typed as they stand there, print what it says they print. */
@ServiceTest
class ReadmeTest {

    @LocalServerPort
    int port;

    @Test
    void theExamplesOfTheReadmePrintWhatItSays() throws Exception {
        MarkdownExamples.run(Path.of("README.md"), port);
    }
}
