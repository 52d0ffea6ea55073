package dev.chainrule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The system's Python as a second opinion; a test that asks for a library that is not there is skipped, by its name. */
public final class Python {

    private static final String PROGRAM = "/usr/bin/python3";

    private Python() {}

    /** Skips the test unless these can be imported. */
    public static void require(String... libraries) {
        assumeTrue(Files.isExecutable(Path.of(PROGRAM)), "there is no " + PROGRAM);
        for (String library : libraries) {
            assumeTrue(run("import " + library, "").status() == 0, () -> PROGRAM + " has no " + library);
        }
    }

    /** Runs a script that reads JSON from its input and prints JSON. */
    public static JsonNode ask(String script, Object input, String... arguments) {
        JsonMapper json = JsonMapper.shared();
        Answer answer = run(script, json.writeValueAsString(input), arguments);
        assertThat(answer.status()).as(answer.text()).isZero();
        return json.readTree(answer.text());
    }

    private record Answer(int status, String text) {}

    private static Answer run(String script, String input, String... arguments) {
        try {
            Path in = Files.createTempFile("python", ".in");
            Path out = Files.createTempFile("python", ".out");
            try {
                Files.writeString(in, input);
                List<String> command = new ArrayList<>(List.of(PROGRAM, "-c", script));
                command.addAll(List.of(arguments));
                Process process = new ProcessBuilder(command)
                        .redirectInput(in.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(out.toFile())
                        .start();
                assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
                return new Answer(process.exitValue(), Files.readString(out, StandardCharsets.UTF_8));
            } finally {
                Files.delete(in);
                Files.delete(out);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
