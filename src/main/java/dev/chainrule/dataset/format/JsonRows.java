package dev.chainrule.dataset.format;

import dev.chainrule.dataset.table.FileFaults;
import dev.chainrule.dataset.table.Issue;
import dev.chainrule.dataset.table.RowSink;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * The rows of a JSON file. A name that a row does not have is a missing value.
 *
 * @param keys the names as the file has them: an empty one too
 */
record JsonRows(Source file, List<String> keys, List<String> names, List<Issue> issues) implements FileRows {

    private static final char[] TRUE = "true".toCharArray();
    private static final char[] FALSE = "false".toCharArray();

    @Override
    public void walk(RowSink sink, FileFaults faults) throws IOException {
        JsonStream.read(file, (name, parser) -> {
            if (name.equals(JsonFormat.ROWS)) {
                new Walk(keys, sink, faults).rows(parser);
            } else {
                parser.skipChildren();
            }
        });
    }

    /** Whether a text holds half of a letter that takes two: no text outside Java can. */
    static boolean isBroken(CharSequence text) {
        return text.codePoints()
                .anyMatch(point -> point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE);
    }

    private static final class Walk {
        private final Map<String, Integer> places = new HashMap<>();
        private final RowSink sink;
        private final FileFaults faults;
        private final boolean[] seen;
        private long row;

        Walk(List<String> keys, RowSink sink, FileFaults faults) {
            keys.forEach(key -> places.put(key, places.size()));
            this.sink = sink;
            this.faults = faults;
            this.seen = new boolean[keys.size()];
        }

        void rows(JsonParser parser) {
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                row++;
                sink.beginRow(row);
                switch (parser.currentToken()) {
                    case START_ARRAY -> list(parser);
                    case START_OBJECT -> object(parser);
                    default -> faults.add(row, "WRONG_TYPE", "Row " + row + " is neither a list nor an object.");
                }
                sink.endRow();
            }
        }

        private void list(JsonParser parser) {
            int cells = 0;
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                if (cells < seen.length) {
                    cell(cells, parser);
                } else {
                    parser.skipChildren();
                }
                cells++;
            }
            if (cells != seen.length) {
                String message = "Row " + row + " has " + cells + " cells, expected " + seen.length + ".";
                faults.add(row, "RAGGED_ROW", message);
            }
        }

        private void object(JsonParser parser) {
            Arrays.fill(seen, false);
            while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                String name = parser.currentName();
                Integer place = places.get(name);
                parser.nextToken();
                if (place == null) {
                    faults.add(
                            row,
                            name,
                            "UNKNOWN_COLUMN",
                            "Row " + row + " has " + FileFaults.shown(name) + ", which columns does not name.");
                    parser.skipChildren();
                } else {
                    seen[place] = true;
                    cell(place, parser);
                }
            }
            for (int column = 0; column < seen.length; column++) {
                if (!seen[column]) {
                    sink.missing(column);
                }
            }
        }

        private void cell(int column, JsonParser parser) {
            switch (parser.currentToken()) {
                case VALUE_NULL -> sink.missing(column);
                case VALUE_TRUE -> sink.text(column, TRUE, 0, TRUE.length);
                case VALUE_FALSE -> sink.text(column, FALSE, 0, FALSE.length);
                case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> {
                    int from = parser.getStringOffset();
                    sink.cell(column, parser.getStringCharacters(), from, from + parser.getStringLength());
                }
                case VALUE_STRING -> text(column, parser);
                default -> {
                    faults.add(row, "WRONG_TYPE", "Row " + row + ": a cell is a number, a text, true, false or null.");
                    parser.skipChildren();
                }
            }
        }

        private void text(int column, JsonParser parser) {
            char[] letters = parser.getStringCharacters();
            int from = parser.getStringOffset();
            int to = from + parser.getStringLength();
            for (int i = from; i < to; i++) {
                if (Character.isSurrogate(letters[i]) && isBroken(new String(letters, from, to - from))) {
                    faults.add(row, "BAD_CHARACTER", "Row " + row + " has a text with half of a letter.");
                    sink.missing(column);
                    return;
                }
            }
            sink.text(column, letters, from, to);
        }
    }
}
