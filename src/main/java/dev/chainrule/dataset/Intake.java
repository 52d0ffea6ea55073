package dev.chainrule.dataset;

import dev.chainrule.dataset.format.Claim;
import dev.chainrule.dataset.format.Source;
import dev.chainrule.storage.FileStore;
import dev.chainrule.storage.Scratch;
import dev.chainrule.storage.Stored;
import dev.chainrule.web.Fault;
import dev.chainrule.web.ProblemException;
import dev.chainrule.web.SpecReader;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.multipart.MultipartHttpServletRequest;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Streams what a request brings to disk, hashed on the way; nothing of it is left when the request ends. */
@Component
final class Intake {

    private static final String FOLDER = "datasets";
    private static final String FILE = "file";
    private static final String LABELS = "labels";
    private static final String OPTIONS = "options";
    private static final int BUFFER = 1 << 16;
    private static final int LONGEST_OPTIONS = 1 << 20;

    private final FileStore files;
    private final DatasetProperties properties;
    private final JsonMapper json;

    Intake(FileStore files, DatasetProperties properties, JsonMapper json) {
        this.files = files;
        this.properties = properties;
        this.json = json;
    }

    /** Takes in a body that is the file. */
    <T> T raw(HttpServletRequest request, Function<Upload, T> use) {
        String name = request.getParameter("name");
        Claim claim = new Claim(name, request.getContentType());
        DatasetOptions options = options(request.getParameter(OPTIONS));
        try (Scratch scratch = files.scratch(FOLDER)) {
            Stored content = scratch.take(out -> copy(request.getInputStream(), out));
            try (Source file = source(scratch)) {
                return use.apply(new Upload(file, content, null, "", claim, name, options));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Takes in a form with a part file, and perhaps parts labels and options. */
    <T> T form(MultipartHttpServletRequest request, Function<Upload, T> use) {
        checkParts(request);
        MultipartFile part = one(request, FILE);
        MultipartFile second = one(request, LABELS);
        if (part == null) {
            throw ProblemException.of(HttpStatus.BAD_REQUEST, "MISSING_PART", "The part file is missing.");
        }
        DatasetOptions options = options(text(request));
        try (Scratch scratch = files.scratch(FOLDER);
                Scratch other = files.scratch(FOLDER)) {
            Stored content = take(scratch, part);
            String labels = second == null ? "" : take(other, second).sha256();
            try (Source file = source(scratch);
                    Source labelFile = source(other)) {
                Claim claim = new Claim(part.getOriginalFilename(), part.getContentType());
                Source given = second == null ? null : labelFile;
                return use.apply(new Upload(file, content, given, labels, claim, part.getOriginalFilename(), options));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Source source(Scratch scratch) throws IOException {
        return new Source(
                scratch.path(), files, FOLDER, properties.maxUnpacked().toBytes());
    }

    private Stored take(Scratch scratch, MultipartFile part) {
        return scratch.take(out -> {
            try (InputStream in = part.getInputStream()) {
                copy(in, out);
            }
        });
    }

    private static void checkParts(MultipartHttpServletRequest request) {
        Set<String> names = new java.util.TreeSet<>(request.getMultiFileMap().keySet());
        names.addAll(request.getParameterMap().keySet());
        names.removeAll(Set.of(FILE, LABELS, OPTIONS));
        if (!names.isEmpty()) {
            List<Fault> faults = names.stream()
                    .map(name -> new Fault(
                            name,
                            "UNKNOWN_PART",
                            "There is no part " + ProblemException.abbreviate(name) + ".",
                            List.of(FILE, LABELS, OPTIONS),
                            null))
                    .toList();
            throw new ProblemException(
                    HttpStatus.BAD_REQUEST, "UNKNOWN_PART", faults.getFirst().message(), faults, Map.of());
        }
    }

    private static @Nullable MultipartFile one(MultipartHttpServletRequest request, String name) {
        List<MultipartFile> parts = request.getFiles(name);
        if (parts.size() > 1) {
            throw ProblemException.of(
                    HttpStatus.BAD_REQUEST, "TOO_MANY_PARTS", "There is more than one part " + name + ".");
        }
        return parts.isEmpty() ? null : parts.getFirst();
    }

    /** The part options, sent as a file or as a field. */
    private static @Nullable String text(MultipartHttpServletRequest request) {
        MultipartFile part = one(request, OPTIONS);
        if (part == null) {
            return request.getParameter(OPTIONS);
        }
        try {
            return part.getSize() > LONGEST_OPTIONS ? "" : new String(part.getBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private DatasetOptions options(@Nullable String text) {
        if (text == null) {
            return DatasetOptions.defaults();
        }
        try {
            return options(json.readTree(text), "/options");
        } catch (JacksonException e) {
            throw ProblemException.of(HttpStatus.BAD_REQUEST, "MALFORMED_JSON", "The options are no JSON object.");
        }
    }

    /** Reads options, telling everything that is wrong with them. */
    static DatasetOptions options(JsonNode node, String pointer) {
        List<Fault> faults = new ArrayList<>();
        DatasetOptions options = SpecReader.read(node, DatasetOptions.class, pointer, faults);
        if (options == null) {
            throw ProblemException.unprocessable("INVALID_OPTIONS", faults);
        }
        return options;
    }

    /** A client that goes away in the middle is no fault of the disk. */
    private void copy(InputStream in, OutputStream out) throws IOException {
        byte[] buffer = new byte[BUFFER];
        long left = properties.maxUpload().toBytes();
        for (int n = read(in, buffer); n >= 0; n = read(in, buffer)) {
            left -= n;
            if (left < 0) {
                throw ProblemException.of(
                        HttpStatus.CONTENT_TOO_LARGE,
                        "TOO_LARGE",
                        "The file is over the limit of "
                                + properties.maxUpload().toBytes() + " bytes.");
            }
            out.write(buffer, 0, n);
        }
    }

    private static int read(InputStream in, byte[] buffer) {
        try {
            return in.read(buffer);
        } catch (IOException e) {
            throw ProblemException.of(HttpStatus.BAD_REQUEST, "BODY_CUT", "The body ended before its end.");
        }
    }
}
