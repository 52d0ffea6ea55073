package dev.chainrule.dataset.format;

import dev.chainrule.dataset.table.FileFaults;
import dev.chainrule.dataset.table.Issue;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** Rows in JSON: {@code {"columns":["a","b"],"rows":[[1,"x"]]}} or {@code {"rows":[{"a":1,"b":"x"}]}}. */
@Component
final class JsonFormat implements DatasetFormat {

    static final String COLUMNS = "columns";
    static final String ROWS = "rows";

    @Override
    public String name() {
        return "json";
    }

    @Override
    public int order() {
        return 40;
    }

    @Override
    public boolean recognizes(Head head) {
        String text = head.asLatin();
        String plain = text.startsWith("\u00EF\u00BB\u00BF") ? text.substring(3) : text;
        return plain.stripLeading().startsWith("{");
    }

    @Override
    public boolean isClaimed(Claim claim) {
        return claim.hasExtension(".json") || claim.hasType("application/json");
    }

    @Override
    public FileRows open(Source file, @Nullable Source labels, FormatOptions options) throws IOException {
        List<List<String>> columns = new ArrayList<>();
        Set<String> keys = new LinkedHashSet<>();
        boolean[] found = new boolean[1];
        JsonStream.read(file, (name, parser) -> {
            switch (name) {
                case COLUMNS -> columns.add(names(parser));
                case ROWS -> {
                    found[0] = true;
                    collectKeys(parser, keys);
                }
                default -> parser.skipChildren();
            }
        });
        if (!found[0]) {
            throw FileFaults.refusal("MISSING_FIELD", "The JSON has no rows.");
        }
        FileFaults faults = new FileFaults();
        List<Issue> issues = new ArrayList<>();
        List<String> given = columns.isEmpty() ? List.copyOf(keys) : columns.getFirst();
        List<String> names = ColumnNames.of(given, faults, issues);
        if (names.isEmpty()) {
            faults.add(keys.isEmpty() ? "NO_ROWS" : "NO_COLUMNS", "The JSON has no rows that name a column.");
        }
        faults.check();
        return new JsonRows(file, given, names, issues);
    }

    private static List<String> names(JsonParser parser) {
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            throw FileFaults.refusal("WRONG_TYPE", "columns must be a list of names.");
        }
        List<String> names = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (parser.currentToken() != JsonToken.VALUE_STRING) {
                throw FileFaults.refusal("WRONG_TYPE", "columns must be a list of names.");
            }
            add(names, parser.getString());
        }
        return names;
    }

    private static void add(java.util.Collection<String> names, String name) {
        names.add(name);
        if (names.size() > Formats.COLUMNS) {
            throw FileFaults.refusal("TOO_MANY_COLUMNS", "The JSON names more than " + Formats.COLUMNS + " columns.");
        }
        if (JsonRows.isBroken(name)) {
            throw FileFaults.refusal("BAD_CHARACTER", "The name " + FileFaults.shown(name) + " has half of a letter.");
        }
    }

    /** The names of all rows that are objects, in order of their first appearance. */
    private static void collectKeys(JsonParser parser, Set<String> keys) {
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            throw FileFaults.refusal("WRONG_TYPE", "rows must be a list.");
        }
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (parser.currentToken() != JsonToken.START_OBJECT) {
                parser.skipChildren();
                continue;
            }
            while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                add(keys, parser.currentName());
                parser.nextToken();
                parser.skipChildren();
            }
        }
    }
}
