package dev.chainrule.job;

import dev.chainrule.access.Sight;
import dev.chainrule.web.Fault;
import dev.chainrule.web.ProblemException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Pages of jobs. A page begins after the last row of the one before (keyset): no row is skipped or told twice. */
@Component
final class JobList {

    static final int LARGEST_PAGE = 200;

    private final JdbcClient jdbc;

    JobList(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * What is looked for.
     *
     * @param states any of these; empty is all
     * @param tag exactly this tag
     * @param text part of the name, upper and lower case alike
     */
    record Query(
            List<JobState> states,
            @Nullable String tag,
            @Nullable String text,
            Order order,
            int pageSize,
            @Nullable String pageToken) {

        static Query of(
                @Nullable String states,
                @Nullable String tag,
                @Nullable String text,
                @Nullable String orderBy,
                int pageSize,
                @Nullable String pageToken) {
            List<Fault> faults = new ArrayList<>();
            List<JobState> parsed = states(states, faults);
            Order order = Order.of(orderBy, faults);
            if (pageSize < 1 || pageSize > LARGEST_PAGE) {
                faults.add(new Fault(
                        "/pageSize", "OUT_OF_RANGE", "pageSize must be 1 to " + LARGEST_PAGE + ", was " + pageSize));
            }
            if (!faults.isEmpty()) {
                throw ProblemException.unprocessable("INVALID_QUERY", faults);
            }
            return new Query(parsed, tag, text, order, pageSize, pageToken);
        }

        private static List<JobState> states(@Nullable String names, List<Fault> faults) {
            List<JobState> states = new ArrayList<>();
            for (String name : names == null ? new String[0] : names.split(",")) {
                Arrays.stream(JobState.values())
                        .filter(s -> s.name().equals(name.strip().toUpperCase(Locale.ROOT)))
                        .findFirst()
                        .ifPresentOrElse(states::add, () -> faults.add(unknown("/state", name, JobState.values())));
            }
            return states;
        }
    }

    /** Columns a list can be ordered by; the order of submission settles ties. */
    enum Column {
        CREATED_AT("createdAt", "submission"),
        NAME("name", "name"),
        PRIORITY("priority", "priority"),
        STATE("state", "state");

        private final String publicName;
        private final String column;

        Column(String publicName, String column) {
            this.publicName = publicName;
            this.column = column;
        }

        @Override
        public String toString() {
            return publicName;
        }
    }

    /** Written {@code "name"} or {@code "name desc"}; newest first where nothing is said. */
    record Order(Column column, boolean descending) {

        static Order of(@Nullable String text, List<Fault> faults) {
            if (text == null || text.isBlank()) {
                return new Order(Column.CREATED_AT, true);
            }
            String[] words = text.strip().split("[ :]+");
            boolean direction = words.length == 2 && (words[1].equals("desc") || words[1].equals("asc"));
            for (Column column : Column.values()) {
                if (column.publicName.equals(words[0]) && (words.length == 1 || direction)) {
                    return new Order(column, words.length == 2 && words[1].equals("desc"));
                }
            }
            faults.add(unknown("/orderBy", text, Column.values()));
            return new Order(Column.CREATED_AT, true);
        }
    }

    private static Fault unknown(String pointer, String given, Object[] allowed) {
        return new Fault(
                pointer,
                "UNKNOWN_NAME",
                "\"" + ProblemException.abbreviate(given) + "\" is not known here",
                Arrays.stream(allowed).map(Object::toString).toList(),
                null);
    }

    record Page(List<JobRow> rows, @Nullable String nextPageToken) {}

    /** Ids of the first jobs of the list where nothing is looked for. */
    List<String> first(int most) {
        return page(Query.of(null, null, null, null, most, null)).rows().stream()
                .map(JobRow::id)
                .toList();
    }

    Page page(Query query) {
        Order order = query.order();
        Cursor after = query.pageToken() == null ? null : Cursor.decode(query.pageToken(), order);
        StringBuilder sql = new StringBuilder("select * from job where " + Sight.CONDITION);
        if (!query.states().isEmpty()) {
            sql.append(" and state in (:states)");
        }
        if (query.tag() != null) {
            sql.append(" and tags like :tag escape '!'");
        }
        if (query.text() != null) {
            sql.append(" and lower(name) like :text escape '!'");
        }
        String column = order.column().column;
        String direction = order.descending() ? " desc" : "";
        boolean tied = order.column() != Column.CREATED_AT;
        if (after != null) {
            String beyond = order.descending() ? "<" : ">";
            String next = "submission " + beyond + " :submission";
            sql.append(" and ")
                    .append(
                            tied
                                    ? "%1$s %2$s= :value and (%1$s %2$s :value or %3$s)".formatted(column, beyond, next)
                                    : next);
        }
        sql.append(" order by ").append(tied ? column + direction + ", " : "");
        sql.append("submission").append(direction);
        sql.append(" fetch first ").append(query.pageSize() + 1).append(" rows only");
        List<JobRow> rows =
                bind(jdbc.sql(sql.toString()), query, after).query(JobRow::of).list();
        if (rows.size() <= query.pageSize()) {
            return new Page(rows, null);
        }
        List<JobRow> page = rows.subList(0, query.pageSize());
        return new Page(page, Cursor.of(page.getLast(), order).encode(order));
    }

    private static JdbcClient.StatementSpec bind(JdbcClient.StatementSpec sql, Query query, @Nullable Cursor after) {
        JdbcClient.StatementSpec bound = sql.params(Sight.now().params());
        if (!query.states().isEmpty()) {
            bound = bound.param(
                    "states", query.states().stream().map(Enum::name).toList());
        }
        if (query.tag() != null) {
            bound = bound.param("tag", "%\n" + escaped(query.tag()) + "\n%");
        }
        if (query.text() != null) {
            bound = bound.param("text", "%" + escaped(query.text().toLowerCase(Locale.ROOT)) + "%");
        }
        return after == null ? bound : bound.param("value", after.value()).param("submission", after.submission());
    }

    private static String escaped(String text) {
        return text.replace("!", "!!").replace("%", "!%").replace("_", "!_");
    }

    /** The last row of a page, as the next one's beginning. */
    private record Cursor(Object value, long submission) {

        static Cursor of(JobRow row, Order order) {
            Object value = switch (order.column()) {
                case CREATED_AT -> row.submission();
                case NAME -> row.name();
                case PRIORITY -> (long) row.priority();
                case STATE -> row.state().name();
            };
            return new Cursor(value, row.submission());
        }

        String encode(Order order) {
            String text = order.column() + (order.descending() ? "-" : "+") + "|" + submission + "|" + value;
            return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
        }

        static Cursor decode(String token, Order order) {
            try {
                String text = new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
                String[] parts = text.split("\\|", 3);
                if (parts.length == 3 && parts[0].equals(order.column() + (order.descending() ? "-" : "+"))) {
                    boolean number = order.column() == Column.CREATED_AT || order.column() == Column.PRIORITY;
                    Object value = number ? (Object) Long.parseLong(parts[2]) : (Object) parts[2];
                    return new Cursor(value, Long.parseLong(parts[1]));
                }
            } catch (IllegalArgumentException e) {
                // Said below.
            }
            throw ProblemException.unprocessable(new Fault(
                    "/pageToken", "INVALID", "pageToken must be the nextPageToken of a page in the same order"));
        }
    }
}
