package dev.chainrule.dataset.table;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a column.
 *
 * @param name as it stands in the file
 * @param missing cells without a value
 * @param firstMissing line of the file (or number of the row) of the first of them
 * @param unique different values; null where there were too many to count
 * @param mean of the numbers; absent like the next three where the column is categorical or has no value
 * @param deviation sqrt(mean of (x - mean)^2), over all n numbers
 * @param categories the different texts in order of their code points; absent where numeric or too many
 * @param counts cells of each category
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Column(
        String name,
        ColumnType type,
        long missing,
        @Nullable Long firstMissing,
        @JsonInclude @Nullable Long unique,
        @Nullable Double min,
        @Nullable Double max,
        @Nullable Double mean,
        @Nullable Double deviation,
        @Nullable List<String> categories,
        @Nullable List<Long> counts) {

    /** Whether its cells are numbers. */
    public boolean isNumeric() {
        return type == ColumnType.NUMERIC;
    }

    /** Whether no cell has a value. */
    public boolean isEmpty() {
        return isNumeric() ? min == null : unique != null && unique == 0;
    }
}
