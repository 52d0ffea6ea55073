package dev.chainrule.dataset.table;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * Something accepted that its owner should know of.
 *
 * @param severity how much it matters
 * @param code e.g. CONSTANT_COLUMN
 * @param row line of the file where it was first seen, absent where it is of no one line
 * @param column name of the column, absent where it is of the whole
 * @param message a sentence
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Issue(
        Severity severity,
        String code,
        @Nullable Long row,
        @Nullable String column,
        String message) {

    /** How much an issue matters. */
    public enum Severity {
        INFO,
        WARNING
    }

    /** A warning about a whole column. */
    public static Issue warning(String code, @Nullable String column, String message) {
        return new Issue(Severity.WARNING, code, null, column, message);
    }

    /** A remark about the whole. */
    public static Issue info(String code, @Nullable String column, String message) {
        return new Issue(Severity.INFO, code, null, column, message);
    }
}
