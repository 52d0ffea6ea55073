package dev.chainrule.history;

import java.util.List;
import org.springframework.stereotype.Component;

/** One series of a run in few numbers, for whoever has little room to show it. */
@Component
public final class Curves {

    private final Charts charts;

    Curves(Charts charts) {
        this.charts = charts;
    }

    /** At most so many means of a series, from its first row to its last; empty before the run has reported any. */
    public double[] means(String runId, String series, int points) {
        ChartQuery query = ChartQuery.of(List.of(series), null, null, points, "mean");
        List<Chart.Line> lines = charts.chart(runId, query).series();
        return lines.isEmpty() ? new double[0] : lines.getFirst().values();
    }
}
