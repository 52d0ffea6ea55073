package dev.chainrule.model;

import dev.chainrule.access.Sight;
import dev.chainrule.model.ModelController.ModelPage;
import dev.chainrule.web.Fault;
import dev.chainrule.web.ProblemException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Limit;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Pages of models, newest first; a page begins after the last model of the one before. */
@Component
final class ModelPages {

    /** Later than any model, and what every database can hold. */
    private static final Instant END = Instant.parse("9999-01-01T00:00:00Z");

    private final ModelRows rows;
    private final ModelNames names;
    private final JsonMapper json;

    ModelPages(ModelRows rows, ModelNames names, JsonMapper json) {
        this.rows = rows;
        this.names = names;
        this.json = json;
    }

    ModelPage page(@Nullable String name, int pageSize, @Nullable String pageToken) {
        if (pageSize < 1 || pageSize > ModelService.LARGEST_PAGE) {
            String message = "pageSize must be 1 to " + ModelService.LARGEST_PAGE + ", was " + pageSize;
            throw ProblemException.unprocessable(new Fault("/pageSize", "OUT_OF_RANGE", message));
        }
        Cursor before = pageToken == null ? new Cursor(END, "") : Cursor.decode(pageToken);
        Limit limit = Limit.of(pageSize + 1);
        List<ModelRow> found = name == null
                ? rows.before(before.createdAt(), before.id(), Sight.now(), limit)
                : rows.namedBefore(name, before.createdAt(), before.id(), Sight.now(), limit);
        boolean more = found.size() > pageSize;
        List<ModelRow> page = more ? found.subList(0, pageSize) : found;
        Map<String, List<String>> aliases =
                names.aliasesOf(page.stream().map(ModelRow::getId).toList());
        return new ModelPage(
                page.stream()
                        .map(row -> view(row, aliases.getOrDefault(row.getId(), List.of())))
                        .toList(),
                more ? cursor(page.getLast().model(json)).encode() : null);
    }

    private static Cursor cursor(Model last) {
        return new Cursor(last.createdAt(), last.id());
    }

    /** A model as callers see it. */
    ModelView view(ModelRow row) {
        return view(row, names.aliasesOf(row.getId()));
    }

    private ModelView view(ModelRow row, List<String> aliases) {
        return ModelView.of(row.model(json), row.version(), aliases);
    }

    private record Cursor(Instant createdAt, String id) {

        String encode() {
            String text = createdAt + "|" + id;
            return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
        }

        static Cursor decode(String token) {
            try {
                String text = new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
                int bar = text.indexOf('|');
                return new Cursor(Instant.parse(text.substring(0, Math.max(0, bar))), text.substring(bar + 1));
            } catch (IllegalArgumentException | DateTimeException e) {
                throw ProblemException.unprocessable(
                        new Fault("/pageToken", "INVALID", "pageToken must be the nextPageToken of a page"));
            }
        }
    }
}
