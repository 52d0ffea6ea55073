package dev.chainrule.dataset.table;

import dev.chainrule.dataset.table.Footer.Place;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the second walk learns of one column: its spread, or its texts. */
final class ColumnSummary {

    private final Plan plan;
    private final Dictionary texts;
    private final double mean;
    /** The largest distance from the mean, so that no square over- or underflows. */
    private final double reach;

    private double squares;

    ColumnSummary(Plan plan, TextPool pool) {
        this.plan = plan;
        this.texts = new Dictionary(pool);
        this.mean = plan.profile().mean();
        this.reach = Math.max(plan.profile().max - mean, mean - plan.profile().min);
    }

    void add(double value) {
        if (reach > 0) {
            double part = (value - mean) / reach;
            squares += part * part;
        }
    }

    Dictionary texts() {
        return texts;
    }

    Column column() {
        return plan.type() == ColumnType.NUMERIC ? numeric() : categorical();
    }

    private Column numeric() {
        ColumnProfile profile = plan.profile();
        boolean any = profile.numbers > 0;
        double deviation = reach > 0 ? reach * Math.sqrt(squares / profile.numbers) : 0;
        long unique = profile.distinct.count();
        return new Column(
                plan.name(),
                ColumnType.NUMERIC,
                profile.missing,
                firstMissing(),
                unique < 0 ? null : unique,
                any ? profile.min : null,
                any ? profile.max : null,
                any ? mean : null,
                any && Double.isFinite(deviation) ? deviation : null,
                null,
                null);
    }

    private @Nullable Long firstMissing() {
        return plan.profile().missing == 0 ? null : plan.profile().firstMissing;
    }

    private Column categorical() {
        boolean listed = !texts.overflow();
        int[] order = texts.order();
        List<String> categories = Arrays.stream(order).mapToObj(texts::text).toList();
        List<Long> counts = Arrays.stream(order).mapToObj(texts::count).toList();
        return new Column(
                plan.name(),
                ColumnType.CATEGORICAL,
                plan.profile().missing,
                firstMissing(),
                listed ? (long) order.length : null,
                null,
                null,
                null,
                null,
                listed ? categories : null,
                listed ? counts : null);
    }

    Place place() {
        if (plan.type() == ColumnType.NUMERIC || texts.overflow()) {
            return new Place(plan.storage(), plan.offset(), null, null);
        }
        int[] order = texts.order();
        int[] ranks = new int[order.length];
        for (int rank = 0; rank < order.length; rank++) {
            ranks[order[rank]] = rank;
        }
        return new Place(plan.storage(), plan.offset(), texts.entries(), ranks);
    }
}
