package dev.chainrule.documentation;

import dev.chainrule.ServiceTest;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;

/** The lecture's route through the service, typed as it stands there, prints what it says. */
@ServiceTest
class LectureTest {

    @LocalServerPort
    int port;

    @Test
    void theExamplesOfTheLecturePrintWhatItSays() throws Exception {
        MarkdownExamples.run(Path.of("src/docs/lecture.md"), port);
    }
}
