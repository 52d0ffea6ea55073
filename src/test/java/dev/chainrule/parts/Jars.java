package dev.chainrule.parts;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/** The jars this test runs with: those of the service, and the tests' own. */
final class Jars {

    private Jars() {}

    static List<Path> ofClassPath() {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(Path::of)
                .filter(path -> path.toString().endsWith(".jar"))
                .filter(Jars::isOfARepository)
                .distinct()
                .toList();
    }

    /** What a tool puts on the class path to run the tests (a launcher, a jar of paths) lies elsewhere. */
    private static boolean isOfARepository(Path jar) {
        int names = jar.getNameCount();
        return names > 2
                && jar.getFileName().toString().startsWith(jar.getName(names - 3) + "-" + jar.getName(names - 2));
    }

    static String sha256(InputStream content) throws IOException {
        try {
            DigestInputStream read = new DigestInputStream(content, MessageDigest.getInstance("SHA-256"));
            read.transferTo(java.io.OutputStream.nullOutputStream());
            return HexFormat.of().formatHex(read.getMessageDigest().digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    static String sha256(Path file) {
        try (InputStream content = Files.newInputStream(file)) {
            return sha256(content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
