package dev.chainrule.dataset;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How one column becomes inputs: a number becomes (x - offset) / scale; a text becomes one input a category, 1 for its own.
 *
 * @param name of the column
 * @param categories null for a number; otherwise in order of the inputs
 * @param offset 0 for a text
 * @param scale 1 for a text; never 0
 * @param fill stands for a missing number, null where missing is refused
 * @param fillCategory stands for a missing text, null where missing is refused
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Feature(
        String name,
        @Nullable List<String> categories,
        double offset,
        double scale,
        @Nullable Double fill,
        @Nullable String fillCategory) {

    static Feature number(String name, double offset, double scale, @Nullable Double fill) {
        return new Feature(name, null, offset, scale, fill, null);
    }

    static Feature category(String name, List<String> categories, @Nullable String fill) {
        return new Feature(name, categories, 0, 1, null, fill);
    }

    /** Inputs it becomes. */
    @JsonIgnore
    public int width() {
        return categories == null ? 1 : categories.size();
    }

    /** Whether it is a number. */
    @JsonIgnore
    public boolean isNumeric() {
        return categories == null;
    }
}
