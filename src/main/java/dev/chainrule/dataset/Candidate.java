package dev.chainrule.dataset;

import dev.chainrule.dataset.table.CellRules;
import dev.chainrule.dataset.table.Issue;
import dev.chainrule.dataset.table.Rows;
import dev.chainrule.dataset.table.TableBuilder;
import dev.chainrule.storage.Hashes;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A dataset to be: its rows have been found, not yet looked at.
 *
 * @param wishes types by name of the column
 * @param options as they are shown
 * @param issues noticed on the way
 * @param key options that change what is read, in one canonical text
 * @param sha256 of the content
 * @param bytes of the content
 */
record Candidate(
        String name,
        String format,
        Rows rows,
        CellRules rules,
        Map<String, TableBuilder.Wish> wishes,
        @Nullable String target,
        JsonNode options,
        @Nullable JsonNode truth,
        List<Issue> issues,
        String key,
        String sha256,
        long bytes) {

    /** One hash of all that decides what is kept. */
    String fingerprint() {
        return Hashes.of((sha256 + "\n" + key).getBytes(StandardCharsets.UTF_8));
    }

    Dataset dataset(String id, TableBuilder.Summary summary, Instant at) {
        List<Issue> all = new ArrayList<>(issues);
        all.addAll(summary.issues());
        return new Dataset(
                id,
                name,
                format,
                summary.rows(),
                summary.columns(),
                List.copyOf(all),
                target,
                options,
                truth,
                sha256,
                bytes,
                at);
    }
}
