package dev.chainrule.history;

import dev.chainrule.history.Chart.Hole;
import dev.chainrule.history.Chart.Line;
import dev.chainrule.history.RunReader.OpenRun;
import dev.chainrule.history.SeriesSelection.Selected;
import dev.chainrule.web.Fault;
import dev.chainrule.web.ProblemException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/** Makes charts. What is read grows with the points asked for, not with the rows there are. */
@Component
final class Charts {

    private static final long MOST_NUMBERS = 1_000_000;

    private final RunReader runs;

    Charts(RunReader runs) {
        this.runs = runs;
    }

    /** @throws ProblemException 422 where a series is unknown, or where there are too many numbers for one answer */
    Chart chart(String runId, ChartQuery query) {
        return runs.read(runId, run -> chart(run, query)).orElseGet(() -> new Chart(List.of(), EventId.START.text()));
    }

    static Chart chart(OpenRun run, ChartQuery query) {
        List<Selected> selected = query.series().in(run.plan());
        if ((long) selected.size() * query.maxPoints() > MOST_NUMBERS) {
            String message = selected.size() + " series of up to " + query.maxPoints()
                    + " points are too much for one answer: name fewer series, or ask for fewer points.";
            throw ProblemException.unprocessable(new Fault("series", "TOO_MANY_POINTS", message));
        }
        Map<Integer, Axis> axes = new LinkedHashMap<>();
        List<Line> lines = new ArrayList<>();
        for (Selected one : selected) {
            Axis axis = axes.computeIfAbsent(one.groupNo(), g -> Axis.of(run.group(g), query));
            lines.add(axis.line(one, query.statistic()));
        }
        return new Chart(lines, EventId.at(run).text());
    }

    /** What the series of a group share. */
    private record Axis(GroupReader group, Buckets buckets, long[] steps, int[] epochs) {

        static Axis of(GroupReader group, ChartQuery query) {
            long from = query.from() == Long.MIN_VALUE ? 0 : group.rowsUpTo(query.from() - 1);
            long to = query.to() == Long.MAX_VALUE ? group.rows() : group.rowsUpTo(query.to());
            Buckets buckets = new Buckets(from, to, query.maxPoints());
            long[] steps = Stream.of(buckets.summarize(group, GroupReader.STEP))
                    .mapToLong(point -> (long) point.last())
                    .toArray();
            int[] epochs = Stream.of(buckets.summarize(group, GroupReader.EPOCH))
                    .mapToInt(point -> (int) point.last())
                    .toArray();
            return new Axis(group, buckets, steps, epochs);
        }

        Line line(Selected one, ChartQuery.Statistic statistic) {
            Summary[] points = buckets.summarize(group, one.column());
            double[] values = new double[points.length];
            double[] min = new double[points.length];
            double[] max = new double[points.length];
            List<Hole> holes = new ArrayList<>();
            for (int i = 0; i < points.length; i++) {
                Summary point = points[i];
                values[i] = statistic.of(point);
                min[i] = point.min();
                max[i] = point.max();
                for (NonFinite kind : NonFinite.values()) {
                    if (kind.in(point.kinds())) {
                        holes.add(new Hole(i, kind.spelling()));
                    }
                }
            }
            return new Line(
                    one.series().name(),
                    one.series().unit(),
                    one.series().layer(),
                    one.group(),
                    buckets.rows(),
                    buckets.reduced(),
                    steps,
                    epochs,
                    values,
                    min,
                    max,
                    holes);
        }
    }
}
