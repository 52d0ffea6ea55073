package dev.chainrule.model;

import dev.chainrule.web.AnswersCreated;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** What was made elsewhere and goes on here. */
@RestController
@RequestMapping("/api/v1/models/import")
final class ModelImportController {

    private final ModelImports imports;
    private final ModelService service;

    ModelImportController(ModelImports imports, ModelService service) {
        this.imports = imports;
        this.service = service;
    }

    /**
     * Keeps an ONNX file, a multilayer perceptron on numbers, as a model that predicts, is judged, and that jobs start from
     * ({@code model.startFrom}). Names of features and classes are lists parted by commas.
     */
    @AnswersCreated
    @PostMapping(consumes = {MediaType.APPLICATION_OCTET_STREAM_VALUE, "application/onnx", "application/x-onnx"})
    ResponseEntity<ModelView> importOnnx(
            @RequestBody byte[] file,
            @RequestParam(required = false) @Nullable String name,
            @RequestParam(required = false) @Nullable String target,
            @RequestParam(required = false) @Nullable List<String> features,
            @RequestParam(required = false) @Nullable List<String> classes) {
        ModelView view = service.view(imports.onnx(file, new ImportNames(name, target, features, classes)));
        return ResponseEntity.created(URI.create("/api/v1/models/" + view.id())).body(view);
    }

    /** Turns what Keras's {@code model.to_json()} writes into the {@code model} of a job; nothing is kept. */
    @ApiResponse(
            responseCode = "2XX", // clients are generated to answer with the lowest status
            description = "200 for what Keras writes: the model of a job; nothing is kept.",
            useReturnTypeSchema = true)
    @PostMapping(consumes = MediaType.APPLICATION_JSON_VALUE)
    KerasSpec.KerasAnswer importKeras(@RequestBody JsonNode document) {
        return KerasSpec.read(document);
    }
}
