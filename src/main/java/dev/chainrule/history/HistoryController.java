package dev.chainrule.history;

import dev.chainrule.engine.diagnose.Finding;
import dev.chainrule.history.HistogramViews.HistogramView;
import dev.chainrule.history.LayerViews.LayerView;
import io.swagger.v3.oas.annotations.Hidden;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import jakarta.servlet.http.HttpServletResponse;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What a job reported, ready to draw. */
@RestController
@RequestMapping("/api/v1/jobs/{id}")
final class HistoryController {

    private static final String CSV = "text/csv";

    private final Runs known;
    private final RunReader runs;
    private final Charts charts;
    private final HistoryCsv csv;

    HistoryController(Runs known, RunReader runs, Charts charts, HistoryCsv csv) {
        this.known = known;
        this.runs = runs;
        this.charts = charts;
        this.csv = csv;
    }

    @Operation(
            description =
                    "Series reduced to at most maxPoints points each. statistic (mean, last or max) is what values holds where a"
                            + " point speaks of several rows. parts (any of steps, epochs, values, min, max) leaves the others out; axes"
                            + " instead of steps tells the steps that the series of a group share once,"
                            + " digits rounds to so many significant digits: a small answer for whoever only draws.")
    @ApiResponse(
            responseCode = "200",
            description = "Series to draw; as text/csv, every row as it was reported.",
            content = {
                @Content(
                        mediaType = MediaType.APPLICATION_JSON_VALUE,
                        schema = @Schema(implementation = ChartView.class)),
                @Content(mediaType = CSV, schema = @Schema(type = "string"))
            })
    @GetMapping(path = "/history", produces = MediaType.APPLICATION_JSON_VALUE)
    ChartView history(
            @PathVariable String id,
            @RequestParam @Nullable List<String> series,
            @RequestParam @Nullable Long from,
            @RequestParam @Nullable Long to,
            @RequestParam(defaultValue = "500") int maxPoints,
            @RequestParam(defaultValue = "mean") String statistic,
            @RequestParam @Nullable List<String> parts,
            @RequestParam @Nullable Integer digits) {
        known.requireVisible(id);
        ChartQuery query = ChartQuery.of(series, from, to, maxPoints, statistic);
        ChartView.Detail detail = ChartView.Detail.of(parts, digits);
        return ChartView.of(charts.chart(id, query), detail);
    }

    @Hidden // the description has the same path for JSON
    @GetMapping(path = "/history", produces = CSV)
    void historyAsCsv(
            @PathVariable String id,
            @RequestParam @Nullable List<String> series,
            @RequestParam @Nullable Long from,
            @RequestParam @Nullable Long to,
            HttpServletResponse response)
            throws IOException {
        known.requireVisible(id);
        HistoryCsv.Export export = csv.export(id, ChartQuery.of(series, from, to, 1, "mean"));
        response.setContentType(CSV + ";charset=UTF-8");
        response.setHeader("Content-Disposition", "attachment; filename=\"history.csv\"");
        try (Writer out = new BufferedWriter(
                new OutputStreamWriter(response.getOutputStream(), StandardCharsets.UTF_8), 1 << 15)) {
            export.write(out);
        }
    }

    @GetMapping("/layers")
    List<LayerView> layers(@PathVariable String id) {
        known.requireVisible(id);
        return runs.read(id, LayerViews::of).orElseGet(List::of);
    }

    @GetMapping("/histograms")
    List<HistogramView> histograms(
            @PathVariable String id,
            @RequestParam @Nullable String layer,
            @RequestParam @Nullable String kind,
            @RequestParam @Nullable Long from,
            @RequestParam @Nullable Long to,
            @RequestParam(defaultValue = "100") int maxPoints) {
        known.requireVisible(id);
        HistogramViews.Query query = new HistogramViews.Query(layer, kind, from, to, maxPoints);
        return runs.read(id, run -> HistogramViews.of(run, query)).orElseGet(List::of);
    }

    @GetMapping("/findings")
    List<Finding> findings(@PathVariable String id) {
        known.requireVisible(id);
        return runs.read(id, run -> run.findings(0)).orElseGet(List::of);
    }
}
