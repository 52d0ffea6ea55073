package dev.chainrule.job;

import dev.chainrule.job.JobList.Page;
import dev.chainrule.job.JobList.Query;
import dev.chainrule.web.AnswersAccepted;
import dev.chainrule.web.AnswersNoContent;
import dev.chainrule.web.BodyOf;
import io.swagger.v3.oas.annotations.Hidden;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** Jobs over HTTP. */
@RestController
@RequestMapping("/api/v1/jobs")
final class JobController {

    private static final String PLAIN = MediaType.TEXT_PLAIN_VALUE + ";charset=UTF-8";
    private static final String MERGE_PATCH = "application/merge-patch+json";

    private final JobService service;
    private final JobList list;
    private final JobViews views;
    private final JobText text;
    private final JobListText listText;

    JobController(JobService service, JobList list, JobViews views, JobText text, JobListText listText) {
        this.listText = listText;
        this.service = service;
        this.list = list;
        this.views = views;
        this.text = text;
    }

    /** Submits a job: 202 and where to find it, or 422 with every fault. */
    @Operation(
            description =
                    "Submits a job. With the query validateOnly=true nothing is kept, and the answer, 200, says what"
                            + " would be accepted: valid, spec with its defaults, parameters, bytes, rows of each part, issues, and an estimate: parameters,"
                            + " memoryBytes, steps, seconds on this machine, gradientByDepth of the first step, findings.")
    @Parameter(
            name = "validateOnly",
            in = ParameterIn.QUERY,
            description = "Only says what would be accepted.",
            schema = @Schema(type = "boolean", defaultValue = "false"))
    @AnswersAccepted
    @ApiResponse(
            responseCode = "2XX", // clients are generated to answer with the lowest status
            description = "200 with validateOnly: what would be accepted; nothing is kept.",
            content = @Content(schema = @Schema(implementation = Check.class)))
    @PostMapping(consumes = MediaType.APPLICATION_JSON_VALUE, params = "!validateOnly")
    ResponseEntity<JobView> submit(
            @RequestBody @BodyOf(JobRequest.class) JsonNode body,
            @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String key) {
        return accepted(service.submit(body, key));
    }

    /** Submits a job, or with {@code validateOnly=true} only says what would be accepted. */
    @Hidden // the description has the same path for JSON
    @PostMapping(consumes = MediaType.APPLICATION_JSON_VALUE, params = "validateOnly")
    ResponseEntity<?> submitOrCheck(
            @RequestBody JsonNode body,
            @RequestParam boolean validateOnly,
            @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String key) {
        return validateOnly ? ResponseEntity.ok(service.check(body)) : submit(body, key);
    }

    /** One page of jobs, newest first unless told otherwise. */
    @GetMapping(produces = MediaType.APPLICATION_JSON_VALUE)
    JobPage list(
            @RequestParam(required = false) @Nullable String state,
            @RequestParam(required = false) @Nullable String tag,
            @RequestParam(required = false) @Nullable String q,
            @RequestParam(required = false) @Nullable String orderBy,
            @RequestParam(defaultValue = "50") int pageSize,
            @RequestParam(required = false) @Nullable String pageToken) {
        Page page = list.page(Query.of(state, tag, q, orderBy, pageSize, pageToken));
        return new JobPage(views.of(page.rows()), page.nextPageToken());
    }

    /** For a terminal: one job a line. */
    @Hidden // the description has the same path for JSON
    @GetMapping(produces = PLAIN)
    String listAsText(
            @RequestParam(required = false) @Nullable String state,
            @RequestParam(required = false) @Nullable String tag,
            @RequestParam(required = false) @Nullable String q,
            @RequestParam(required = false) @Nullable String orderBy,
            @RequestParam(defaultValue = "50") int pageSize,
            @RequestParam(required = false) @Nullable String pageToken) {
        JobPage page = list(state, tag, q, orderBy, pageSize, pageToken);
        return listText.of(page.items(), page.nextPageToken());
    }

    record JobPage(List<JobView> items, @Nullable String nextPageToken) {}

    @GetMapping(path = "/{id}", produces = MediaType.APPLICATION_JSON_VALUE)
    JobView get(@PathVariable String id) {
        return views.of(service.find(id));
    }

    /** For a terminal: a table, the loss as a sparkline, the verdict and what to type next. */
    @Hidden // the description has the same path for JSON
    @GetMapping(path = "/{id}", produces = PLAIN)
    String getAsText(@PathVariable String id) {
        return text.of(views.of(service.find(id)));
    }

    @AnswersAccepted
    @PostMapping("/{id}/cancel")
    ResponseEntity<JobView> cancel(@PathVariable String id) {
        return accepted(service.cancel(id));
    }

    @AnswersAccepted
    @PostMapping("/{id}/pause")
    ResponseEntity<JobView> pause(@PathVariable String id) {
        return accepted(service.pause(id));
    }

    @AnswersAccepted
    @PostMapping("/{id}/resume")
    ResponseEntity<JobView> resume(@PathVariable String id) {
        return accepted(service.resume(id));
    }

    /** Branches off: the job's spec with a merge patch, from the start or from a step the job has made. */
    @AnswersAccepted
    @PostMapping(path = "/{id}/fork", consumes = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<JobView> fork(
            @PathVariable String id,
            @RequestBody @BodyOf(ForkRequest.class) JsonNode body,
            @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String key) {
        return accepted(service.fork(id, body, key));
    }

    /** Changes name, tags, notes or priority (JSON merge patch). */
    @PatchMapping(
            path = "/{id}",
            consumes = {MediaType.APPLICATION_JSON_VALUE, MERGE_PATCH})
    JobView describe(
            @PathVariable String id, @RequestBody @BodyOf(value = JobDescription.class, patch = true) JsonNode patch) {
        return views.of(service.describe(id, patch));
    }

    @AnswersNoContent
    @DeleteMapping("/{id}")
    ResponseEntity<Void> delete(@PathVariable String id) {
        service.delete(id);
        return ResponseEntity.noContent().build();
    }

    private ResponseEntity<JobView> accepted(JobRow row) {
        return ResponseEntity.accepted()
                .location(URI.create("/api/v1/jobs/" + row.id()))
                .body(views.of(row));
    }
}
