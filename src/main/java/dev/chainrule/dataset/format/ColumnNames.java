package dev.chainrule.dataset.format;

import dev.chainrule.dataset.table.FileFaults;
import dev.chainrule.dataset.table.Issue;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Makes names of a header: as they stand there, each once. */
public final class ColumnNames {

    /** Letters of a name at most. */
    private static final int LONGEST = 256;

    private ColumnNames() {}

    /** Names for columns that have none: col_1, col_2, … */
    static List<String> numbered(int columns) {
        List<String> names = new ArrayList<>();
        for (int i = 1; i <= columns; i++) {
            names.add("col_" + i);
        }
        return names;
    }

    /**
     * Checks names.
     *
     * @param given an empty one becomes col_ and its number
     */
    public static List<String> of(List<String> given, FileFaults faults, List<Issue> issues) {
        List<String> names = new ArrayList<>();
        Map<String, Integer> seen = new HashMap<>();
        for (int i = 0; i < given.size(); i++) {
            String name = given.get(i);
            if (name.isEmpty()) {
                name = "col_" + (i + 1);
                issues.add(Issue.warning(
                        "UNNAMED_COLUMN", name, "Column " + (i + 1) + " has no name: it is called " + name + "."));
            }
            if (name.codePointCount(0, name.length()) > LONGEST) {
                String message = "The name of column " + (i + 1) + " has more than " + LONGEST + " letters.";
                faults.add(0, name, "NAME_TOO_LONG", message);
            }
            // Letters with accents may be written in two ways that look the same.
            Integer first = seen.putIfAbsent(Normalizer.normalize(name, Normalizer.Form.NFC), i + 1);
            if (first != null) {
                String message =
                        "Columns " + first + " and " + (i + 1) + " are both called " + FileFaults.shown(name) + ".";
                faults.add(0, name, "DUPLICATE_COLUMN", message);
            }
            names.add(name);
        }
        return List.copyOf(names);
    }
}
