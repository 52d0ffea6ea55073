package dev.chainrule.web;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.stereotype.Component;

/**
 * The dashboard's modules and styles under a name that changes with them: {@code /assets/VERSION/src/main.js}. A browser may keep what
 * it got from there for good, and a new version is fetched whole, never mixed with the old one.
 */
@Component
final class DashboardFiles {

    static final String FOLDER = "/assets/";

    /** All styles that the page lists, as one file: a browser takes a file of its cache in a millisecond or two. */
    static final String STYLES = "styles/all.css";

    private static final Pattern STYLE = Pattern.compile("<link rel=\"stylesheet\" href=\"(styles/[^\"]+)\">\\s*");

    private static final int DIGITS = 12;

    /** How long what was looked at is taken for the same: a page asks for dozens of files at once. */
    private static final long SAME_NANOS = Duration.ofSeconds(1).toNanos();

    private final PathMatchingResourcePatternResolver resources = new PathMatchingResourcePatternResolver();
    private final String root;
    private @Nullable Version known;
    private long lookedAt;

    DashboardFiles() {
        this("classpath:/static/");
    }

    /** @param root address of the folder that the page lies in */
    DashboardFiles(String root) {
        this.root = root;
    }

    /** @param stamp of files that can change while the service runs, 0 in a jar */
    private record Version(long stamp, String hash) {}

    /** The page, its links to modules and styles led to the version; empty where the dashboard is not built in. */
    @Nullable
    String page(String version) {
        Resource page = resources.getResource(root + "index.html");
        if (!page.exists()) {
            return null;
        }
        String folder = "\"" + FOLDER.substring(1) + version + "/";
        String html = text(page).replace("\"src/", folder + "src/");
        String first =
                STYLE.matcher(html).replaceFirst("<link rel=\"stylesheet\" href=" + folder + STYLES + "\">\n    ");
        return STYLE.matcher(first).replaceAll("");
    }

    /** The styles that the page lists, in its order. */
    String styles() {
        return STYLE.matcher(text(resources.getResource(root + "index.html")))
                .results()
                .map(link -> text(resources.getResource(root + link.group(1))))
                .collect(Collectors.joining("\n"));
    }

    private static String text(Resource resource) {
        try {
            return resource.getContentAsString(StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Hash of all modules and styles and of the page itself. */
    synchronized String version() {
        try {
            Version last = known;
            long now = System.nanoTime();
            if (last != null && (last.stamp() == 0 || now - lookedAt < SAME_NANOS)) {
                return last.hash();
            }
            lookedAt = now;
            List<Resource> files = Stream.of("index.html", "src/**/*.js", "styles/**/*.css")
                    .flatMap(this::find)
                    .toList();
            long stamp = 0;
            for (Resource file : files) {
                stamp = 31 * stamp + (file.isFile() ? file.lastModified() : 0);
            }
            Version found = last != null && last.stamp() == stamp ? last : new Version(stamp, hash(files));
            known = found;
            return found.hash();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Stream<Resource> find(String pattern) {
        try {
            return Arrays.stream(resources.getResources(root + pattern))
                    .filter(Resource::exists)
                    .sorted(Comparator.comparing(Resource::getDescription));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String hash(List<Resource> files) throws IOException {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (Resource file : files) {
                digest.update(file.getContentAsByteArray());
            }
            return HexFormat.of().formatHex(digest.digest()).substring(0, DIGITS);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
