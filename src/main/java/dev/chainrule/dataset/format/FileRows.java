package dev.chainrule.dataset.format;

import dev.chainrule.dataset.table.Issue;
import dev.chainrule.dataset.table.Rows;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The rows of an open file. */
public interface FileRows extends Rows {

    /** What was guessed or found, by name of the option: shown to the owner. */
    default Map<String, Object> details() {
        return Map.of();
    }

    /** What the owner should know. */
    default List<Issue> issues() {
        return List.of();
    }

    /** The column to be predicted, where the format says. */
    default @Nullable String target() {
        return null;
    }
}
