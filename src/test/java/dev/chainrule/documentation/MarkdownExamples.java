package dev.chainrule.documentation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Runs the examples of a Markdown page: every {@code ```sh} block, in order, in one bash session, against a running
 * service, as a reader would type them. A {@code ```json} or {@code ```text} block right after one is what it should
 * print: see {@link ExpectedOutput}. Blocks of other languages are only shown.
 */
public final class MarkdownExamples {

    private static final Pattern FENCE = Pattern.compile("(?ms)^```(\\w+)\\n(.*?)^```$");
    private static final String BASE = "127.0.0.1:8080";
    private static final char MARK = '\u001e';

    /**
     * One example.
     *
     * @param command what the reader types
     * @param language "json" or "text", null where no answer is shown
     * @param expected the answer shown
     */
    public record Example(
            String command,
            @Nullable String language,
            @Nullable String expected) {}

    private MarkdownExamples() {}

    /** The examples of a page, in order. */
    public static List<Example> of(Path page) throws IOException {
        List<MatchResult> blocks =
                FENCE.matcher(Files.readString(page)).results().toList();
        List<Example> examples = new ArrayList<>();
        for (int i = 0; i < blocks.size(); i++) {
            if (!blocks.get(i).group(1).equals("sh")) {
                continue;
            }
            String next = i + 1 < blocks.size() ? blocks.get(i + 1).group(1) : "";
            boolean answered = next.equals("json") || next.equals("text");
            examples.add(new Example(
                    blocks.get(i).group(2),
                    answered ? next : null,
                    answered ? blocks.get(i + 1).group(2) : null));
        }
        return examples;
    }

    /**
     * Runs the page's examples and compares what they print.
     *
     * @param port where the service listens, in place of the 8080 that the page names
     */
    public static void run(Path page, int port) throws IOException, InterruptedException {
        assumeTrue(onPath("curl") && onPath("bash"), "the examples of " + page + " need bash and curl");
        List<Example> examples = of(page);
        assertThat(examples).as("examples in " + page).isNotEmpty();
        String[] printed = printed(examples, port);
        for (int i = 0; i < examples.size(); i++) {
            Example example = examples.get(i);
            if (example.expected() != null) {
                ExpectedOutput.check(example, printed[i]);
            }
        }
    }

    private static String[] printed(List<Example> examples, int port) throws IOException, InterruptedException {
        StringBuilder script = new StringBuilder("set -euo pipefail\n");
        for (Example example : examples) {
            script.append(example.command().replace(BASE, "127.0.0.1:" + port))
                    .append("\nprintf '")
                    .append(MARK)
                    .append("'\n");
        }
        Path file = Files.createTempFile("examples", ".sh");
        Path output = Files.createTempFile("examples", ".out");
        try {
            Files.writeString(file, script);
            Process bash = new ProcessBuilder("bash", file.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            boolean ended = bash.waitFor(5, TimeUnit.MINUTES);
            String text = Files.readString(output);
            assertThat(ended && bash.exitValue() == 0)
                    .as("the examples ran to their end; printed:\n%s", text.replace(MARK, '\n'))
                    .isTrue();
            return text.split(String.valueOf(MARK), -1);
        } finally {
            Files.delete(file);
            Files.delete(output);
        }
    }

    private static boolean onPath(String program) {
        for (String folder : System.getenv("PATH").split(":", -1)) {
            if (Files.isExecutable(Path.of(folder, program))) {
                return true;
            }
        }
        return false;
    }
}
