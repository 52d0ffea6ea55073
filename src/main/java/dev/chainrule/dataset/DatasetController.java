package dev.chainrule.dataset;

import dev.chainrule.web.AnswersCreated;
import dev.chainrule.web.AnswersNoContent;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.multipart.MultipartHttpServletRequest;

/** Datasets: sent, looked at, listed, deleted. */
@RestController
@RequestMapping("/api/v1/datasets")
final class DatasetController {

    static final String CSV = "text/csv";
    static final String TSV = "text/tab-separated-values";
    static final String NPY = "application/x-npy";
    static final String NPZ = "application/x-npz";
    static final String GZIP = "application/gzip";

    private final Intake intake;
    private final DatasetService service;

    DatasetController(Intake intake, DatasetService service) {
        this.intake = intake;
        this.service = service;
    }

    /** Keeps a file sent in a form: part {@code file}, and perhaps {@code labels} and {@code options}. */
    @AnswersCreated
    @AnswersKnown
    @PostMapping(consumes = MediaType.MULTIPART_FORM_DATA_VALUE)
    ResponseEntity<Dataset> create(MultipartHttpServletRequest request) {
        return answer(intake.form(request, service::keep));
    }

    /** Keeps a file sent as the body, or rows or a generator sent as JSON. */
    @AnswersCreated
    @AnswersKnown
    @PostMapping(
            consumes = {
                CSV,
                TSV,
                NPY,
                NPZ,
                GZIP,
                MediaType.APPLICATION_OCTET_STREAM_VALUE,
                MediaType.APPLICATION_JSON_VALUE
            })
    ResponseEntity<Dataset> create(HttpServletRequest request) {
        return answer(intake.raw(request, service::keep));
    }

    private static ResponseEntity<Dataset> answer(DatasetStore.Kept kept) {
        URI location = URI.create("/api/v1/datasets/" + kept.dataset().id());
        return kept.created()
                ? ResponseEntity.created(location).body(kept.dataset())
                : ResponseEntity.ok().location(location).body(kept.dataset());
    }

    /** What a file sent in a form would be; nothing is kept. */
    @PostMapping(path = "/preview", consumes = MediaType.MULTIPART_FORM_DATA_VALUE)
    DatasetService.Preview preview(MultipartHttpServletRequest request) {
        return intake.form(request, service::preview);
    }

    /** What a body would be; nothing is kept. */
    @PostMapping(
            path = "/preview",
            consumes = {
                CSV,
                TSV,
                NPY,
                NPZ,
                GZIP,
                MediaType.APPLICATION_OCTET_STREAM_VALUE,
                MediaType.APPLICATION_JSON_VALUE
            })
    DatasetService.Preview preview(HttpServletRequest request) {
        return intake.raw(request, service::preview);
    }

    /** Datasets, newest first. */
    @GetMapping
    DatasetService.DatasetPage list(
            @RequestParam(defaultValue = "20") int pageSize,
            @RequestParam(required = false) @Nullable String pageToken) {
        return service.page(pageSize, pageToken);
    }

    /** One dataset. */
    @GetMapping("/{id}")
    Dataset get(@PathVariable String id) {
        return service.get(id);
    }

    /** Some of its rows, each with its cells in order of the columns. */
    @GetMapping("/{id}/rows")
    DatasetService.RowsPage rows(
            @PathVariable String id,
            @RequestParam(defaultValue = "0") long offset,
            @RequestParam(defaultValue = "100") int limit) {
        return service.rows(id, offset, limit);
    }

    /** Deletes a dataset that no job needs. */
    @AnswersNoContent
    @DeleteMapping("/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void delete(@PathVariable String id) {
        service.delete(id);
    }
}
