package dev.chainrule.parts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Nothing on the class path is older than {@code src/parts/floors.txt} allows. */
final class FloorsTest {

    private static Floors floors() throws IOException {
        return new Floors(Files.readAllLines(Path.of("src/parts/floors.txt")));
    }

    private static List<String> names() {
        return Jars.ofClassPath().stream()
                .map(jar -> jar.getFileName().toString())
                .toList();
    }

    @Test
    void nothingIsTooOldAndWhatIsAcceptedIsStillThatVersion() throws IOException {
        assertThat(floors().faults(names())).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "jackson-databind-2.9.8.jar, jackson-databind 2.9.8 is older than 2.21.7",
        "jackson-databind-1.9.13.jar, jackson-databind 1.9.13 is older than 2.21.7",
        "jackson-databind-3.0.0.jar, jackson-databind 3.0.0 is older than 3.1.7",
        "tomcat-embed-core-10.1.55.jar, tomcat-embed-core 10.1.55 is older than 11.0.27",
        "tomcat-embed-core-11.0.9.jar, tomcat-embed-core 11.0.9 is older than 11.0.27",
        "h2-2.3.232.jar, h2 2.3.232 is older than 2.4.240",
        "log4j-core-2.25.5.jar, log4j-core is there",
        "commons-net-3.2.jar, commons-net 3.2 is not the accepted version",
    })
    void aPlantedJarIsSeen(String jar, String fault) throws IOException {
        List<String> planted = new ArrayList<>(names());
        planted.add(jar);

        assertThat(floors().faults(planted)).containsExactly(fault);
    }

    @ParameterizedTest
    @CsvSource({"jackson-databind-2.22.1.jar", "jackson-databind-3.2.0.jar", "tomcat-embed-core-12.0.0.jar"})
    void aNewerJarIsNot(String jar) throws IOException {
        List<String> planted = new ArrayList<>(names());
        planted.add(jar);

        assertThat(floors().faults(planted)).isEmpty();
    }

    @Test
    void aLineAboutNothingIsSeenAndOneWithoutAReasonRefused() {
        assertThat(new Floors(List.of("no-such-part >= 1.0  why")).faults(names()))
                .containsExactly("no-such-part has a line and is not there");
        assertThatThrownBy(() -> new Floors(List.of("h2 >= 2.4.240"))).hasMessageContaining("not understood");
    }
}
