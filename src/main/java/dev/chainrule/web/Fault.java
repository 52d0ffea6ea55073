package dev.chainrule.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One thing wrong with a request.
 *
 * @param pointer JSON pointer ({@code /model/layers/0/units}), or the place in a file ({@code line 7, column species})
 * @param code e.g. UNKNOWN_FIELD, OUT_OF_RANGE, RAGGED_ROW
 * @param message a sentence with the bad value in it (at most 40 characters of it)
 * @param allowed the names that would do
 * @param suggestion the one that was probably meant
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Fault(
        String pointer,
        String code,
        String message,
        @Nullable List<String> allowed,
        @Nullable String suggestion) {

    public Fault(String pointer, String code, String message) {
        this(pointer, code, message, null, null);
    }
}
