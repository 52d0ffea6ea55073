package dev.chainrule.crash;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The service's classes, read and linked once for all the processes that the tests start: a start takes 3.4 s of processor time with
 * them and 5.8 s without. The virtual machine keeps no folders in such a cache, so that the service's classes are packed into a jar.
 *
 * @param classPath what the service is started with
 * @param cache file of the virtual machine, null where it could not make one: then a start takes longer, and nothing else changes
 */
record WarmStart(String classPath, @Nullable Path cache) {

    private static final Duration LONGEST_STOP = Duration.ofMinutes(2);

    private static @Nullable WarmStart made;

    /** Made by the first who asks; later ones have the same. */
    static synchronized WarmStart get() {
        if (made == null) {
            made = make();
        }
        return made;
    }

    private static WarmStart make() {
        Path folder = Campaign.newFolder("warm-start");
        String classPath = packed(folder.resolve("service.jar"));
        Path cache = folder.resolve("service.aot");
        ServiceProcess.Launch recording = new ServiceProcess.Launch(
                folder.resolve("data"), "", null, List.of("-XX:AOTCacheOutput=" + cache), List.of());
        try (ServiceProcess service = ServiceProcess.launch(recording, classPath, null, folder.resolve("log"))) {
            if (service.awaitReady()) {
                service.signal("TERM");
                service.awaitExit(LONGEST_STOP);
            }
        }
        return new WarmStart(classPath, Files.exists(cache) ? cache : null);
    }

    /** The class path of this process without the tests' own classes, and with a jar in place of the folder of the service's. */
    private static String packed(Path jar) {
        StringBuilder packed = new StringBuilder(jar.toString());
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            Path path = Path.of(entry);
            if (path.endsWith("test-classes")) {
                continue;
            }
            if (Files.isDirectory(path)) {
                pack(path, jar);
            } else {
                packed.append(File.pathSeparator).append(entry);
            }
        }
        return packed.toString();
    }

    private static void pack(Path classes, Path jar) {
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream out = new JarOutputStream(file);
                Stream<Path> all = Files.walk(classes)) {
            for (Path path : all.sorted().toList()) {
                String name = classes.relativize(path).toString();
                if (!name.isEmpty()) {
                    out.putNextEntry(new JarEntry(Files.isDirectory(path) ? name + "/" : name));
                    if (Files.isRegularFile(path)) {
                        Files.copy(path, out);
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
