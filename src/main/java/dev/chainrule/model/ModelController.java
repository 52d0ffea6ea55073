package dev.chainrule.model;

import dev.chainrule.web.AnswersNoContent;
import dev.chainrule.web.BodyOf;
import dev.chainrule.web.TextPage;
import io.swagger.v3.oas.annotations.Hidden;
import io.swagger.v3.oas.annotations.headers.Header;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** Models over HTTP. Wherever an id stands, {@code name@alias}, {@code name@version} and {@code name@latest} may stand too. */
@RestController
@RequestMapping("/api/v1/models")
final class ModelController {

    private final ModelService service;
    private final ModelExports exports;

    ModelController(ModelService service, ModelExports exports) {
        this.service = service;
        this.exports = exports;
    }

    /** One page of models, newest first; of one name they are its versions. */
    @GetMapping(produces = MediaType.APPLICATION_JSON_VALUE)
    ModelPage list(
            @RequestParam(required = false) @Nullable String name,
            @RequestParam(defaultValue = "50") int pageSize,
            @RequestParam(required = false) @Nullable String pageToken) {
        return service.page(name, pageSize, pageToken);
    }

    /** For a terminal: one model a line. */
    @Hidden // the description has the same path for JSON
    @GetMapping(produces = TextPage.PLAIN)
    String listAsText(
            @RequestParam(required = false) @Nullable String name,
            @RequestParam(defaultValue = "50") int pageSize,
            @RequestParam(required = false) @Nullable String pageToken) {
        return ModelText.list(list(name, pageSize, pageToken).items());
    }

    record ModelPage(List<ModelView> items, @Nullable String nextPageToken) {}

    @GetMapping(path = "/{id}", produces = MediaType.APPLICATION_JSON_VALUE)
    ModelView get(@PathVariable String id) {
        return service.view(id);
    }

    /** For a terminal: what it is, its numbers, and what to type next. */
    @Hidden // the description has the same path for JSON
    @GetMapping(path = "/{id}", produces = TextPage.PLAIN)
    String getAsText(@PathVariable String id) {
        return ModelText.of(service.view(id));
    }

    @AnswersNoContent
    @DeleteMapping("/{id}")
    ResponseEntity<Void> delete(@PathVariable String id) {
        service.delete(id);
        return ResponseEntity.noContent().build();
    }

    /** Points an alias of the model's name, such as champion, at this model: {@code name@champion} is it from now on. */
    @PutMapping(path = "/{id}/aliases/{alias}", produces = MediaType.APPLICATION_JSON_VALUE)
    ModelView alias(@PathVariable String id, @PathVariable String alias) {
        return service.alias(id, alias);
    }

    @AnswersNoContent
    @DeleteMapping("/{id}/aliases/{alias}")
    ResponseEntity<Void> removeAlias(@PathVariable String id, @PathVariable String alias) {
        service.removeAlias(id, alias);
        return ResponseEntity.noContent().build();
    }

    /** Answers to raw rows: {@code {"rows":[{"petal_length":1.4, …}]}}. */
    @PostMapping(path = "/{id}/predict", consumes = MediaType.APPLICATION_JSON_VALUE)
    Answers predict(@PathVariable String id, @RequestBody @BodyOf(PredictRequest.class) JsonNode body) {
        return new Answers(service.predict(id, body));
    }

    record Answers(List<Map<String, Object>> predictions) {}

    /** Judges the model on all rows of a dataset: {@code {"dataset":{"id":"…"}}}. */
    @PostMapping(
            path = "/{id}/evaluate",
            consumes = MediaType.APPLICATION_JSON_VALUE,
            produces = MediaType.APPLICATION_JSON_VALUE)
    EvaluationReport evaluate(@PathVariable String id, @RequestBody @BodyOf(EvaluateRequest.class) JsonNode body) {
        return service.evaluate(id, body);
    }

    /** For a terminal: the confusion matrix, or the errors, and the rows that deserve a look. */
    @Hidden // the description has the same path for JSON
    @PostMapping(path = "/{id}/evaluate", consumes = MediaType.APPLICATION_JSON_VALUE, produces = TextPage.PLAIN)
    String evaluateAsText(@PathVariable String id, @RequestBody @BodyOf(EvaluateRequest.class) JsonNode body) {
        return ModelText.of(service.evaluate(id, body));
    }

    /** Every layer's weight (units x inputs) and bias. */
    @GetMapping("/{id}/parameters")
    ParameterList parameters(@PathVariable String id) {
        return service.parameters(id);
    }

    /** The model as a file. */
    @ApiResponse(
            responseCode = "200",
            description = "The file: octet-stream for onnx and safetensors, zip for npz, JSON for json.",
            headers =
                    @Header(
                            name = HttpHeaders.CONTENT_DISPOSITION,
                            description = "The name of the file.",
                            schema = @Schema(type = "string")),
            content = {
                @Content(
                        mediaType = MediaType.APPLICATION_OCTET_STREAM_VALUE,
                        schema = @Schema(type = "string", format = "binary")),
                @Content(mediaType = "application/zip", schema = @Schema(type = "string", format = "binary")),
                @Content(mediaType = MediaType.APPLICATION_JSON_VALUE, schema = @Schema(type = "object"))
            })
    @GetMapping("/{id}/export")
    ResponseEntity<byte[]> export(@PathVariable String id, @RequestParam(defaultValue = "json") String format) {
        ModelExports.File file = exports.export(id, format);
        String disposition = ContentDisposition.attachment()
                .filename(file.name(), StandardCharsets.UTF_8)
                .build()
                .toString();
        return ResponseEntity.ok()
                .header(HttpHeaders.CONTENT_DISPOSITION, disposition)
                .contentType(MediaType.parseMediaType(file.mediaType()))
                .body(file.content());
    }
}
