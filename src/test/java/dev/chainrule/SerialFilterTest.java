package dev.chainrule;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InvalidClassException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** No serialized object is read once the service has been started, by whatever library. */
final class SerialFilterTest {

    private static final int READ = 10;
    private static final int REJECTED = 11;

    @Test
    void aStartedServiceRevivesNothing() throws Exception {
        assertThat(read("start")).isEqualTo(REJECTED);
    }

    /** The control: the same process reads it where the service was not started, and where its user said otherwise. */
    @Test
    void withoutTheServiceItIsRead() throws Exception {
        assertThat(read("")).isEqualTo(READ);
        assertThat(read("start", "-Djdk.serialFilter=java.util.*")).isEqualTo(READ);
    }

    private static int read(String how, String... options) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.addAll(List.of(options));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Reader.class.getName(), how));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
    }

    /** Starts the service with a setting it refuses, and reads a list. */
    static final class Reader {

        private Reader() {}

        public static void main(String[] arguments) throws IOException, ClassNotFoundException {
            if (arguments[0].equals("start")) {
                try {
                    Application.main(new String[] {"--spring.main.web-application-type=none of these"});
                } catch (RuntimeException e) {
                    // As meant: no server is needed for this.
                }
            }
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
                out.writeObject(new ArrayList<>(List.of("x")));
            }
            int exit = READ;
            try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
                in.readObject();
            } catch (InvalidClassException e) {
                exit = REJECTED;
            }
            Runtime.getRuntime().halt(exit);
        }
    }
}
