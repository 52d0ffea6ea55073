package dev.chainrule.history;

import dev.chainrule.engine.diagnose.Finding;
import dev.chainrule.history.ChartView.LineView;
import dev.chainrule.history.RunReader.OpenRun;
import dev.chainrule.web.Fault;
import dev.chainrule.web.ProblemException;
import io.swagger.v3.oas.annotations.Operation;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Small curves of many runs in one answer, for a list of them. */
@RestController
@RequestMapping("/api/v1/curves")
final class CurvesController {

    private static final int MOST_RUNS = 200;
    private static final int MOST_POINTS = 200;
    private static final int DIGITS = 4;

    private final Runs known;
    private final RunReader runs;

    CurvesController(Runs known, RunReader runs) {
        this.known = known;
        this.runs = runs;
    }

    /** What was found about a run, in a word. */
    record Found(String code, Finding.Severity severity) {}

    /** @param findings in the order in which they were found */
    record RunCurves(String job, List<LineView> series, List<Found> findings) {}

    @Operation(
            description =
                    "Series of up to 200 jobs (their ids in the query jobs, separated by commas, or so many of the newest) in at most"
                            + " maxPoints points of four digits, and the codes of what was found about each. A job that has reported"
                            + " nothing is left out.")
    @GetMapping
    List<RunCurves> curves(
            @RequestParam @Nullable List<String> jobs,
            @RequestParam @Nullable Integer newest,
            @RequestParam @Nullable List<String> series,
            @RequestParam(defaultValue = "60") int maxPoints) {
        if (maxPoints > MOST_POINTS) {
            throw outOfRange("maxPoints", "maxPoints must be 1 to " + MOST_POINTS + ", was " + maxPoints + ".");
        }
        ChartQuery query = ChartQuery.of(series, null, null, maxPoints, "mean");
        ChartView.Detail detail = ChartView.Detail.of(null, DIGITS);
        return ids(jobs, newest)
                .map(id -> curves(id, query, detail))
                .flatMap(Optional::stream)
                .toList();
    }

    /** What the caller sees of those that were asked for. */
    private Stream<String> ids(@Nullable List<String> jobs, @Nullable Integer newest) {
        if (jobs != null && newest == null) {
            if (jobs.size() > MOST_RUNS) {
                throw outOfRange("jobs", jobs.size() + " jobs; at most " + MOST_RUNS + ".");
            }
            return jobs.stream().filter(known::visible);
        }
        if (jobs != null) {
            throw ProblemException.unprocessable(
                    new Fault("newest", "AMBIGUOUS", "Name jobs, or say how many of the newest; one of both."));
        }
        if (newest == null) {
            throw ProblemException.of(
                    HttpStatus.BAD_REQUEST, "MISSING_PARAMETER", "Name jobs, or say how many of the newest.");
        }
        if (newest < 1 || newest > MOST_RUNS) {
            throw outOfRange("newest", "newest must be 1 to " + MOST_RUNS + ", was " + newest + ".");
        }
        return known.newest(newest).stream();
    }

    private static ProblemException outOfRange(String parameter, String message) {
        return ProblemException.unprocessable(new Fault(parameter, "OUT_OF_RANGE", message));
    }

    private Optional<RunCurves> curves(String id, ChartQuery query, ChartView.Detail detail) {
        return runs.read(id, run -> new RunCurves(id, lines(run, query, detail), found(run)));
    }

    private static List<LineView> lines(OpenRun run, ChartQuery query, ChartView.Detail detail) {
        return ChartView.of(Charts.chart(run, query), detail).series();
    }

    private static List<Found> found(OpenRun run) {
        return run.findings(0).stream()
                .map(finding -> new Found(finding.code(), finding.severity()))
                .toList();
    }
}
