package dev.chainrule.documentation;

import dev.chainrule.ServiceTest;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;

/** The cookbook's commands, typed as they stand there, print what it says they print. */
@ServiceTest
class CookbookTest {

    @LocalServerPort
    int port;

    @Test
    void theExamplesOfTheCookbookPrintWhatItSays() throws Exception {
        MarkdownExamples.run(Path.of("src/docs/cookbook.md"), port);
    }
}
