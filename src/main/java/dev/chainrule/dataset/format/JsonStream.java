package dev.chainrule.dataset.format;

import dev.chainrule.web.ProblemException;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import org.springframework.http.HttpStatus;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;

/** A JSON object read property by property, so that its rows never are in memory all at once. */
public final class JsonStream {

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(32)
                    .maxStringLength(TextRecords.LONGEST)
                    .maxNumberLength(1_000)
                    .maxNameLength(4_096)
                    .build())
            .build();

    private JsonStream() {}

    /** Reads one property's value, or skips it; the parser stands on the value's first token, and is left on its last. */
    @FunctionalInterface
    public interface Property {
        void read(String name, JsonParser parser) throws IOException;
    }

    /**
     * Reads a file that holds one JSON object.
     *
     * @throws ProblemException 400 if it does not
     */
    public static void read(Source file, Property property) throws IOException {
        try (InputStream in = file.open();
                JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), in)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw malformed(
                        "a JSON object is expected",
                        parser.currentTokenLocation().getLineNr(),
                        1);
            }
            while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                String name = parser.currentName();
                parser.nextToken();
                property.read(name, parser);
            }
            if (parser.nextToken() != null) {
                throw malformed(
                        "something follows the JSON object",
                        parser.currentTokenLocation().getLineNr(),
                        1);
            }
        } catch (JacksonException e) {
            for (Throwable cause = e; cause != null; cause = cause.getCause()) {
                if (cause instanceof ProblemException problem) {
                    throw problem;
                }
            }
            int line = e.getLocation() == null ? 1 : e.getLocation().getLineNr();
            int column = e.getLocation() == null ? 1 : e.getLocation().getColumnNr();
            throw malformed(plain(e), line, column);
        }
    }

    /** The parser's sentence without what it says of its own inside. */
    private static String plain(JacksonException e) {
        String message = String.valueOf(e.getOriginalMessage());
        return message.replaceAll("(?s), from `[^`]*`| \\(for (JsonReadFeature|StreamRead|`tools).*|\\n.*", "");
    }

    private static ProblemException malformed(String what, int line, int column) {
        String detail = "The JSON cannot be read: " + what + " (line " + line + ", column " + column + ").";
        return new ProblemException(
                HttpStatus.BAD_REQUEST, "MALFORMED_JSON", detail, List.of(), Map.of("line", line, "column", column));
    }
}
