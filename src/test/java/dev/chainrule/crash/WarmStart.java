package dev.chainrule.crash;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import dev.chainrule.crash.ServiceProcess.Launch;
import dev.chainrule.storage.Hashes;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The service's classes, read and linked once for all the processes that the tests of one build start: a start takes 3.4 s of processor
 * time with them and 5.8 s without. The virtual machine keeps no folders in such a cache, so that the service's classes are packed into
 * a jar. What was made stays in {@code target} under the hash of the classes, for the other processes of the build that run tests.
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
        try {
            Path all = Files.createDirectories(Path.of("target", "warm-start").toAbsolutePath());
            Path folder = Files.createDirectories(all.resolve(key()));
            try (FileChannel channel = FileChannel.open(all.resolve("lock"), CREATE, WRITE);
                    FileLock ignored = channel.lock()) {
                return make(folder);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** In a folder that no other process looks into meanwhile. */
    private static WarmStart make(Path folder) throws IOException {
        Path jar = folder.resolve("service.jar");
        Path cache = folder.resolve("service.aot");
        Path whole = folder.resolve("whole");
        if (!Files.exists(whole)) {
            String classPath = packed(jar, true);
            record(Launch.of(Campaign.newFolder("warm-start").resolve("data")), classPath, cache);
            Files.writeString(whole, "");
        }
        return new WarmStart(packed(jar, false), Files.exists(cache) ? cache : null);
    }

    private static void record(Launch launch, String classPath, Path cache) {
        Launch recording = launch.withJvm("-XX:AOTCacheOutput=" + cache);
        Path log = cache.resolveSibling("log");
        try (ServiceProcess service = ServiceProcess.launch(recording, classPath, null, log)) {
            if (service.awaitReady()) {
                service.signal("TERM");
                service.awaitExit(LONGEST_STOP);
            }
        }
    }

    /** Of the service's classes and of what is beside them on the class path. */
    private static String key() throws IOException {
        MessageDigest digest = Hashes.sha256();
        for (Path path : entries()) {
            digest.update(path.toString().getBytes(StandardCharsets.UTF_8));
            if (Files.isDirectory(path)) {
                try (Stream<Path> files = Files.walk(path)) {
                    for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                        digest.update(Files.readAllBytes(file));
                    }
                }
            }
        }
        return HexFormat.of().formatHex(digest.digest(), 0, 8);
    }

    /** The class path of this process without the tests' own classes. */
    private static List<Path> entries() {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(Path::of)
                .filter(path -> !path.endsWith("test-classes"))
                .toList();
    }

    /** The class path with a jar in place of the folder of the service's classes. */
    private static String packed(Path jar, boolean write) {
        StringBuilder packed = new StringBuilder(jar.toString());
        for (Path path : entries()) {
            if (!Files.isDirectory(path)) {
                packed.append(File.pathSeparator).append(path);
            } else if (write) {
                pack(path, jar);
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
