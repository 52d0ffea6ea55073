package dev.chainrule.dataset;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.chainrule.dataset.table.Column;
import dev.chainrule.dataset.table.Issue;
import dev.chainrule.dataset.table.MissingWords;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What is known of a dataset, as the API shows it.
 *
 * @param format csv, npy, npz, idx, json, or the generator's name
 * @param issues what the owner should know
 * @param target the column to be predicted, where the data or the options say
 * @param options as the file was read, or the generator's fields
 * @param truth what a generator knows and training is to find out
 * @param sha256 of the content as it was uploaded
 * @param bytes of the content as it was uploaded
 */
@Schema(name = "DatasetView") // a request's dataset has the other name
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Dataset(
        String id,
        String name,
        String format,
        long rows,
        List<Column> columns,
        List<Issue> issues,
        @Nullable String target,
        JsonNode options,
        @Nullable JsonNode truth,
        String sha256,
        long bytes,
        Instant createdAt) {

    /** What stood for a missing value in its file; numbers of arrays and of generators need no words. */
    List<String> missingWords() {
        boolean text = format.equals("csv") || format.equals("json");
        JsonNode words = text ? options.get("missing") : null;
        return words == null
                ? MissingWords.DEFAULT
                : words.valueStream().map(JsonNode::stringValue).toList();
    }

    /** What a row is called: a line of a text file, otherwise a row. */
    String unit() {
        return format.equals("csv") ? "line" : "row";
    }
}
