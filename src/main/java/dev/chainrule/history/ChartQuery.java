package dev.chainrule.history;

import dev.chainrule.web.Fault;
import dev.chainrule.web.ProblemException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a chart shows.
 *
 * @param series which series
 * @param from first step, null for the run's first
 * @param to last step, null for the run's last
 * @param maxPoints points a series, 1 to 10000
 * @param statistic what {@code values} holds where a point speaks of several rows
 */
record ChartQuery(SeriesSelection series, long from, long to, int maxPoints, Statistic statistic) {

    static final int MOST_POINTS = 10_000;

    /** What one number says of many. */
    enum Statistic {
        /** Mean of the finite ones. */
        MEAN,
        /** The last one. */
        LAST,
        /** The greatest finite one: no spike is lost, and none needs columns of its own. */
        MAX;

        static final List<String> NAMES = List.of("mean", "last", "max");

        double of(Summary rows) {
            return switch (this) {
                case MEAN -> rows.mean();
                case LAST -> rows.last();
                case MAX -> rows.max();
            };
        }
    }

    /** @throws ProblemException 422 with every fault */
    static ChartQuery of(
            @Nullable List<String> series, @Nullable Long from, @Nullable Long to, int maxPoints, String statistic) {
        List<Fault> faults = new ArrayList<>();
        if (maxPoints < 1 || maxPoints > MOST_POINTS) {
            faults.add(new Fault(
                    "maxPoints", "OUT_OF_RANGE", "maxPoints must be 1 to " + MOST_POINTS + ", was " + maxPoints + "."));
        }
        if (from != null && to != null && from > to) {
            faults.add(new Fault("from", "OUT_OF_RANGE", "from is " + from + ", after to, which is " + to + "."));
        }
        if (!Statistic.NAMES.contains(statistic)) {
            faults.add(new Fault(
                    "statistic",
                    "UNKNOWN_VALUE",
                    "There is no statistic " + ProblemException.abbreviate(statistic) + ".",
                    Statistic.NAMES,
                    null));
        }
        if (!faults.isEmpty()) {
            throw ProblemException.unprocessable(faults.getFirst().code(), faults);
        }
        return new ChartQuery(
                SeriesSelection.of(series),
                from == null ? Long.MIN_VALUE : from,
                to == null ? Long.MAX_VALUE : to,
                maxPoints,
                Statistic.valueOf(statistic.toUpperCase(Locale.ROOT)));
    }
}
