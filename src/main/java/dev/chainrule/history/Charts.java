package dev.chainrule.history;

import dev.chainrule.history.Chart.Hole;
import dev.chainrule.history.Chart.Line;
import dev.chainrule.history.RunReader.OpenRun;
import dev.chainrule.history.SeriesSelection.Selected;
import dev.chainrule.web.Fault;
import dev.chainrule.web.ProblemException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/** Makes charts. What is read grows with the points asked for, not with the rows there are. */
@Component
final class Charts {

    private static final long MOST_NUMBERS = 1_000_000;
    private static final int AT_ONCE = 32;

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
        Line[] lines = new Line[selected.size()];
        for (int groupNo :
                selected.stream().mapToInt(Selected::groupNo).distinct().toArray()) {
            int[] places = IntStream.range(0, lines.length)
                    .filter(i -> selected.get(i).groupNo() == groupNo)
                    .toArray();
            draw(run.group(groupNo), query, selected, places, lines);
        }
        return new Chart(List.of(lines), EventId.at(run).text());
    }

    /** Draws the series of one group, some at a time: what is read of them is held in memory. */
    private static void draw(GroupReader group, ChartQuery query, List<Selected> selected, int[] places, Line[] lines) {
        long from = query.from() == Long.MIN_VALUE ? 0 : group.rowsUpTo(query.from() - 1);
        long to = query.to() == Long.MAX_VALUE ? group.rows() : group.rowsUpTo(query.to());
        Buckets buckets = new Buckets(from, to, query.maxPoints());
        IntStream series =
                Arrays.stream(places).map(place -> selected.get(place).column());
        int[] columns = IntStream.concat(IntStream.of(GroupReader.STEP, GroupReader.EPOCH), series)
                .toArray();
        Axis axis = new Axis(buckets, new long[0], new int[0]);
        for (int first = 0; first < columns.length; first += AT_ONCE) {
            int[] some = Arrays.copyOfRange(columns, first, Math.min(columns.length, first + AT_ONCE));
            Summary[][] points = buckets.summarize(group, some);
            if (first == 0) {
                axis = Axis.of(buckets, points[0], points[1]);
            }
            for (int i = first == 0 ? 2 : 0; i < some.length; i++) {
                int place = places[first + i - 2];
                lines[place] = axis.line(selected.get(place), points[i], query.statistic());
            }
        }
    }

    /** What the series of a group share. */
    private record Axis(Buckets buckets, long[] steps, int[] epochs) {

        static Axis of(Buckets buckets, Summary[] steps, Summary[] epochs) {
            return new Axis(
                    buckets,
                    Stream.of(steps).mapToLong(point -> (long) point.last()).toArray(),
                    Stream.of(epochs).mapToInt(point -> (int) point.last()).toArray());
        }

        Line line(Selected one, Summary[] points, ChartQuery.Statistic statistic) {
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
