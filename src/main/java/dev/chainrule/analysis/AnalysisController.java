package dev.chainrule.analysis;

import dev.chainrule.engine.catalog.Member;
import dev.chainrule.web.AnswersAccepted;
import dev.chainrule.web.AnswersNoContent;
import dev.chainrule.web.BodyOf;
import dev.chainrule.web.Fault;
import dev.chainrule.web.ProblemException;
import dev.chainrule.web.SpecReader;
import dev.chainrule.web.SpecWriter;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Slower questions about jobs: asked, watched, cancelled, deleted. */
@RestController
@RequestMapping("/api/v1/analyses")
final class AnalysisController {

    /** Waiting ones; more are refused. */
    private static final int MOST_WAITING = 200;

    private static final int RETRY_SECONDS = 30;
    private static final int LARGEST_PAGE = 200;

    private final Analyses analyses;
    private final AnalysisTable table;
    private final AnalysisWorkers workers;
    private final JsonMapper json;

    AnalysisController(Analyses analyses, AnalysisTable table, AnalysisWorkers workers, JsonMapper json) {
        this.analyses = analyses;
        this.table = table;
        this.workers = workers;
        this.json = json;
    }

    /** Asks a question: 202 and where its answer will be. It is in the table, for good, before its caller hears of it. */
    @AnswersAccepted
    @PostMapping
    ResponseEntity<AnalysisView> ask(@RequestBody @BodyOf(AnalysisRequest.class) JsonNode body) {
        List<Fault> faults = new ArrayList<>();
        AnalysisRequest request = SpecReader.readMember(body, AnalysisRequest.class, "", faults);
        if (request == null) {
            throw ProblemException.unprocessable(
                    faults.size() == 1 ? faults.getFirst().code() : "INVALID_SPEC", faults);
        }
        analyses.check(request);
        if (table.unfinished() >= MOST_WAITING) {
            throw new ProblemException(
                    HttpStatus.SERVICE_UNAVAILABLE,
                    "BUSY",
                    MOST_WAITING + " analyses are waiting; no more until one is done.",
                    List.of(),
                    Map.of("retryAfterSeconds", RETRY_SECONDS));
        }
        Record record = (Record) request;
        String type = Member.of(record.getClass()).name();
        AnalysisRow row =
                table.insert(request.job(), type, SpecWriter.write(record).toString());
        workers.wake();
        return accepted(row);
    }

    /** One page, newest first. */
    @GetMapping
    AnalysisView.AnalysisPage list(
            @RequestParam(required = false) @Nullable String job,
            @RequestParam(defaultValue = "50") int pageSize,
            @RequestParam(required = false) @Nullable String pageToken) {
        if (pageSize < 1 || pageSize > LARGEST_PAGE) {
            String message = "pageSize must be 1 to " + LARGEST_PAGE + ", was " + pageSize;
            throw ProblemException.unprocessable(new Fault("pageSize", "OUT_OF_RANGE", message));
        }
        List<AnalysisRow> rows = table.page(job, before(pageToken), pageSize + 1);
        boolean more = rows.size() > pageSize;
        List<AnalysisRow> shown = more ? rows.subList(0, pageSize) : rows;
        return new AnalysisView.AnalysisPage(
                shown.stream().map(row -> AnalysisView.of(row, json, false)).toList(),
                more ? Long.toString(shown.getLast().submission()) : null);
    }

    private static long before(@Nullable String pageToken) {
        try {
            return pageToken == null ? Long.MAX_VALUE : Long.parseLong(pageToken);
        } catch (NumberFormatException e) {
            throw ProblemException.unprocessable(
                    new Fault("pageToken", "INVALID", "pageToken must be one that a page gave."));
        }
    }

    @GetMapping("/{id}")
    AnalysisView get(@PathVariable String id) {
        return AnalysisView.of(find(id), json, true);
    }

    /** Asks for an end; one that is done stays as it is. */
    @AnswersAccepted
    @PostMapping("/{id}/cancel")
    ResponseEntity<AnalysisView> cancel(@PathVariable String id) {
        find(id);
        table.cancel(id);
        workers.wakeKeeper();
        return accepted(find(id));
    }

    /** Removes one that is done. */
    @AnswersNoContent
    @DeleteMapping("/{id}")
    ResponseEntity<Void> delete(@PathVariable String id) {
        AnalysisRow row = find(id);
        if (!table.delete(id)) {
            throw new ProblemException(
                    HttpStatus.CONFLICT,
                    "STATE_FORBIDS",
                    "An analysis that is " + row.state() + " cannot be deleted.",
                    List.of(),
                    Map.of("state", row.state(), "allowedActions", List.of("cancel")));
        }
        return ResponseEntity.noContent().build();
    }

    private AnalysisRow find(String id) {
        return table.find(id).orElseThrow(() -> ProblemException.notFound("analysis", id));
    }

    private ResponseEntity<AnalysisView> accepted(AnalysisRow row) {
        return ResponseEntity.accepted()
                .location(URI.create("/api/v1/analyses/" + row.id()))
                .body(AnalysisView.of(row, json, true));
    }
}
