package dev.chainrule.dataset;

import dev.chainrule.dataset.table.Issue;
import dev.chainrule.dataset.table.Table;
import dev.chainrule.web.Fault;
import dev.chainrule.web.ProblemException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/** What the endpoints do. */
@Component
final class DatasetService {

    private static final int FIRST_ROWS = 20;
    private static final int PAGE = 100;
    private static final int ROWS = 1_000;
    /** Cells of an answer: a wide table gives fewer rows at once. */
    private static final int CELLS = 1_000_000;

    /** Later than any dataset, and what every database can hold. */
    private static final Instant END = Instant.parse("9999-01-01T00:00:00Z");

    private final DatasetStore store;
    private final Candidates candidates;

    DatasetService(DatasetStore store, Candidates candidates) {
        this.store = store;
        this.candidates = candidates;
    }

    /** What a dataset would be. */
    record Preview(
            String name,
            String format,
            JsonNode options,
            @Nullable String target,
            long rows,
            List<dev.chainrule.dataset.table.Column> columns,
            List<List<@Nullable Object>> firstRows,
            List<Issue> issues) {}

    /** Some rows of a dataset. */
    record RowsPage(long offset, long total, List<String> columns, List<List<@Nullable Object>> rows) {}

    /** Some datasets, newest first. */
    record DatasetPage(List<Dataset> items, @Nullable String nextPageToken) {}

    DatasetStore.Kept keep(Upload upload) {
        return with(upload, store::keep);
    }

    Preview preview(Upload upload) {
        return with(upload, candidate -> {
            try (Draft draft = store.draft(candidate)) {
                return preview(draft.dataset(), draft.table());
            }
        });
    }

    private static Preview preview(Dataset dataset, Table table) {
        return new Preview(
                dataset.name(),
                dataset.format(),
                dataset.options(),
                dataset.target(),
                dataset.rows(),
                dataset.columns(),
                table.page(0, FIRST_ROWS),
                dataset.issues());
    }

    private <T> T with(Upload upload, Function<Candidate, T> use) {
        try {
            return use.apply(candidates.of(upload));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    DatasetPage page(int pageSize, @Nullable String pageToken) {
        check("pageSize", pageSize, 1, PAGE);
        PageCursor after = pageToken == null ? new PageCursor(END, "") : PageCursor.decode(pageToken);
        List<Dataset> found = store.newest(after.at(), after.id(), pageSize + 1);
        boolean more = found.size() > pageSize;
        List<Dataset> items = more ? found.subList(0, pageSize) : found;
        Dataset last = more ? items.getLast() : null;
        return new DatasetPage(items, last == null ? null : new PageCursor(last.createdAt(), last.id()).encode());
    }

    Dataset get(String id) {
        return store.get(id);
    }

    RowsPage rows(String id, long offset, int limit) {
        check("offset", offset, 0, Long.MAX_VALUE);
        check("limit", limit, 1, ROWS);
        try (Table table = store.open(id)) {
            List<String> names = table.columns().stream()
                    .map(dev.chainrule.dataset.table.Column::name)
                    .toList();
            int most = Math.max(1, Math.min(limit, CELLS / Math.max(1, names.size())));
            return new RowsPage(offset, table.rows(), names, table.page(offset, most));
        }
    }

    private static void check(String name, long value, long least, long most) {
        if (value < least || value > most) {
            String range = most == Long.MAX_VALUE ? ">= " + least : least + " to " + most;
            throw ProblemException.unprocessable(
                    new Fault("/" + name, "OUT_OF_RANGE", name + " must be " + range + ", was " + value));
        }
    }

    void delete(String id) {
        store.delete(id);
    }
}
