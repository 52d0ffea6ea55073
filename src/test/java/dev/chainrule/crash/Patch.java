package dev.chainrule.crash;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * The service with a protection taken out of its own source: the controls of the crash test. A text that is no longer in the source
 * fails, so that a control cannot become empty.
 */
final class Patch {

    private static final Path SOURCES = Path.of("src/main/java/dev/chainrule");

    private final Path folder = Campaign.newFolder("patch");
    private final List<Path> patched = new ArrayList<>();

    /** Replaces a text wherever it stands in a source file; it must be there. */
    Patch replace(String file, String text, String by) {
        try {
            Path target = folder.resolve("source").resolve(file);
            Path source = Files.exists(target) ? target : SOURCES.resolve(file);
            String before = Files.readString(source);
            if (!before.contains(text)) {
                throw new IllegalStateException(file + " does not hold: " + text);
            }
            Files.createDirectories(target.getParent());
            Files.writeString(target, before.replace(text, by));
            if (!patched.contains(target)) {
                patched.add(target);
            }
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The folder of the compiled classes. */
    Path compile() {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        Path classes = folder.resolve("classes");
        StringWriter messages = new StringWriter();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
            Files.createDirectories(classes);
            List<String> options = List.of(
                    "-proc:none",
                    "-parameters",
                    "-nowarn",
                    "--add-modules=jdk.incubator.vector",
                    "-cp",
                    System.getProperty("java.class.path"),
                    "-d",
                    classes.toString());
            boolean well = compiler.getTask(
                            messages, files, null, options, null, files.getJavaFileObjectsFromPaths(patched))
                    .call();
            if (!well) {
                throw new IllegalStateException("the patch does not compile:\n" + messages);
            }
            return classes;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
