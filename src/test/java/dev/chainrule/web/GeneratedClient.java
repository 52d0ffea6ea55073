package dev.chainrule.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import jakarta.annotation.Nonnull;
import java.io.File;
import java.io.IOException;
import java.io.Writer;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** A Java client that OpenAPI Generator makes of a description, in a folder of its own, with a program that uses it. */
final class GeneratedClient {

    /** Brought by {@code mvnw generate-test-resources}. */
    static final Path GENERATOR = Path.of("target/tools/openapi-generator-cli.jar");

    /** All that a client is compiled against and runs on. */
    private static final List<Class<?>> NEEDED =
            List.of(JsonProperty.class, JsonFactory.class, ObjectMapper.class, JavaTimeModule.class, Nonnull.class);

    private final Path folder;

    GeneratedClient(Path folder, String description) throws IOException, InterruptedException {
        this.folder = folder;
        Path file = Files.writeString(folder.resolve("api.json"), description);
        Path log = folder.resolve("generator.log");
        Process generator = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-jar",
                        GENERATOR.toString(),
                        "generate",
                        "--generator-name=java",
                        "--library=native",
                        "--input-spec=" + file,
                        "--output=" + folder.resolve("client"),
                        "--global-property=apis,models,supportingFiles,apiTests=false,modelTests=false",
                        "--additional-properties=useJakartaEe=true,openApiNullable=false,apiPackage=client.api,"
                                + "modelPackage=client.model,invokerPackage=client")
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        boolean ended = generator.waitFor(3, TimeUnit.MINUTES);
        if (!ended) {
            generator.destroy();
        }
        assertThat(ended && generator.exitValue() == 0)
                .as(Files.readString(log))
                .isTrue();
    }

    /** What javac says of the client with the program; empty if they compile. */
    String compile(String program) throws IOException {
        Path sources = folder.resolve("client/src/main/java");
        Files.writeString(Files.createDirectories(sources.resolve("journey")).resolve("Journey.java"), program);
        Path said = folder.resolve("javac.log");
        List<String> options = List.of(
                "-proc:none", "-nowarn", "-cp", classPath(), "-d", classes().toString());
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (Stream<Path> files = Files.walk(sources);
                Writer out = Files.newBufferedWriter(said);
                StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, null)) {
            List<Path> java =
                    files.filter(file -> file.toString().endsWith(".java")).toList();
            boolean right = compiler.getTask(
                            out, manager, null, options, null, manager.getJavaFileObjectsFromPaths(java))
                    .call();
            out.flush();
            return right ? "" : Files.readString(said);
        }
    }

    /** Runs the program's {@code run(base, csv)} with the client and what it needs, and nothing of ours. */
    Object run(String base, String csv) throws IOException, ReflectiveOperationException {
        List<URL> places = new ArrayList<>(List.of(classes().toUri().toURL()));
        NEEDED.forEach(type -> places.add(place(type)));
        ClassLoader platform = ClassLoader.getPlatformClassLoader();
        try (URLClassLoader loader = new URLClassLoader(places.toArray(URL[]::new), platform)) {
            return loader.loadClass("journey.Journey")
                    .getMethod("run", String.class, String.class)
                    .invoke(null, base, csv);
        }
    }

    private Path classes() {
        return folder.resolve("classes");
    }

    private static String classPath() {
        return NEEDED.stream()
                .map(type -> Path.of(URI.create(place(type).toString())).toString())
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static URL place(Class<?> type) {
        return type.getProtectionDomain().getCodeSource().getLocation();
    }
}
