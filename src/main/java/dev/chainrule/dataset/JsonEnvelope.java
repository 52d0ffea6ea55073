package dev.chainrule.dataset;

import dev.chainrule.dataset.format.JsonStream;
import dev.chainrule.dataset.format.Source;
import dev.chainrule.dataset.generate.Generator;
import dev.chainrule.web.Fault;
import dev.chainrule.web.Names;
import dev.chainrule.web.ProblemException;
import dev.chainrule.web.SpecReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a JSON request says beside its rows.
 *
 * @param generator that makes the rows, null where they are given
 */
record JsonEnvelope(@Nullable String name, @Nullable Generator generator, DatasetOptions options) {

    private static final List<String> FIELDS = List.of("name", "columns", "rows", "generator", "options");

    /** Reads all but the rows. */
    static JsonEnvelope read(Source file, JsonMapper json) throws IOException {
        Reading reading = new Reading(json);
        JsonStream.read(file, reading::property);
        return reading.envelope();
    }

    private static final class Reading {
        private final JsonMapper json;
        private final List<Fault> faults = new ArrayList<>();
        private @Nullable String name;
        private @Nullable Generator generator;
        private boolean generated;
        private boolean given;
        private DatasetOptions options = DatasetOptions.defaults();

        Reading(JsonMapper json) {
            this.json = json;
        }

        void property(String field, JsonParser parser) {
            switch (field) {
                case "name" -> name(parser);
                case "generator" -> {
                    generated = true;
                    generator = SpecReader.readMember(tree(parser), Generator.class, "/generator", faults);
                }
                case "options" -> options = Intake.options(tree(parser), "/options");
                case "columns", "rows" -> {
                    given = true;
                    parser.skipChildren();
                }
                default -> {
                    unknown(field);
                    parser.skipChildren();
                }
            }
        }

        private void name(JsonParser parser) {
            if (parser.currentToken() == JsonToken.VALUE_STRING) {
                name = parser.getString();
            } else if (parser.currentToken() != JsonToken.VALUE_NULL) {
                faults.add(new Fault("/name", "WRONG_TYPE", "name must be a text"));
                parser.skipChildren();
            }
        }

        private JsonNode tree(JsonParser parser) {
            return json.readerFor(JsonNode.class)
                    .without(DeserializationFeature.FAIL_ON_TRAILING_TOKENS) // the rest of the envelope follows
                    .readValue(parser);
        }

        private void unknown(String field) {
            String nearest = Names.nearest(field, FIELDS);
            String hint = nearest == null ? "" : "; did you mean " + nearest + "?";
            String message = "there is no field \"" + ProblemException.abbreviate(field) + "\"" + hint;
            faults.add(new Fault("/" + ProblemException.abbreviate(field), "UNKNOWN_FIELD", message, FIELDS, nearest));
        }

        JsonEnvelope envelope() {
            if (generated == given) {
                String code = given ? "AMBIGUOUS" : "MISSING_FIELD";
                faults.add(new Fault("", code, "Either generator or rows says where the data come from."));
            }
            if (!faults.isEmpty()) {
                throw ProblemException.unprocessable("INVALID_SPEC", faults);
            }
            return new JsonEnvelope(name, generator, options);
        }
    }
}
