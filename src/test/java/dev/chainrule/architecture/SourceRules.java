package dev.chainrule.architecture;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What byte code does not show. */
public final class SourceRules {

    public static final int LONGEST_FILE = 300;

    private static final Pattern INTERRUPTING_CANCEL = Pattern.compile("\\.cancel\\(\\s*true\\s*\\)");
    private static final Pattern UNFINISHED = Pattern.compile("\\b(TODO|FIXME|XXX)\\b");

    private SourceRules() {}

    /** What is wrong with the source files under a folder, one line each. */
    public static List<String> violations(Path folder) {
        return read(folder, file -> violation(lines(file)).map(what -> file.getFileName() + " " + what));
    }

    public static Optional<String> violation(List<String> lines) {
        String text = String.join("\n", lines);
        if (lines.size() > LONGEST_FILE) {
            return Optional.of("has " + lines.size() + " lines");
        }
        if (INTERRUPTING_CANCEL.matcher(text).find()) {
            return Optional.of("cancels with an interrupt");
        }
        return UNFINISHED.matcher(text).find() ? Optional.of("is not finished") : Optional.empty();
    }

    private static List<String> read(Path folder, Function<Path, Optional<String>> check) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .flatMap(file -> check.apply(file).stream())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
