package dev.chainrule.dataset;

import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.SpecVersion;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.parameters.QueryParameter;
import io.swagger.v3.oas.models.parameters.RequestBody;
import java.util.List;
import java.util.Objects;
import org.springdoc.core.customizers.OpenApiCustomizer;
import org.springframework.stereotype.Component;

/** The bodies that datasets come in, for OpenAPI: they are streamed, so no parameter of the controller shows them. */
@Component
final class UploadDescription implements OpenApiCustomizer {

    private static final List<String> TEXT = List.of(DatasetController.CSV, DatasetController.TSV);
    private static final List<String> BINARY = List.of(
            DatasetController.NPY,
            DatasetController.NPZ,
            DatasetController.GZIP,
            org.springframework.http.MediaType.APPLICATION_OCTET_STREAM_VALUE);

    private static final String SCHEMAS = "#/components/schemas/";
    private static final String GIVEN = "GivenDataset";

    @Override
    public void customise(OpenAPI document) {
        document.getComponents().addSchemas(GIVEN, json());
        for (String path : List.of("/api/v1/datasets", "/api/v1/datasets/preview")) {
            Operation operation =
                    Objects.requireNonNull(document.getPaths().get(path)).getPost();
            operation.setRequestBody(new RequestBody().required(true).content(content()));
            operation.setParameters(List.of(
                    parameter("name", "The file's name, where the body is the file."),
                    parameter("options", "How it is read, as JSON, where the body is the file.")));
        }
    }

    private static QueryParameter parameter(String name, String description) {
        QueryParameter parameter = new QueryParameter();
        parameter.name(name).description(description).schema(text());
        return parameter;
    }

    private static Content content() {
        Content content = new Content();
        TEXT.forEach(type -> content.addMediaType(type, new MediaType().schema(text())));
        BINARY.forEach(type -> content.addMediaType(type, new MediaType().schema(file())));
        content.addMediaType(
                org.springframework.http.MediaType.APPLICATION_JSON_VALUE, new MediaType().schema(reference(GIVEN)));
        content.addMediaType(
                org.springframework.http.MediaType.MULTIPART_FORM_DATA_VALUE, new MediaType().schema(form()));
        return content;
    }

    /** With patterns for names: of a form with properties OpenAPI Generator makes a client that lacks a class. */
    private static Schema<?> form() {
        Schema<?> form = schema("object");
        form.addPatternProperty("^file$", file().description("The data."));
        form.addPatternProperty("^labels$", file().description("The labels of an IDX pair."));
        form.addPatternProperty("^options$", text().description("How it is read, as JSON."));
        form.additionalProperties(false).required(List.of("file"));
        return form.description("A form of the parts file, labels (of an IDX pair) and options (JSON).");
    }

    private static Schema<?> json() {
        Schema<?> rows = schema("array")
                .items(new Schema<>())
                .description("Lists of cells in order of columns, or objects of cells by name.");
        return schema("object")
                .addProperty("name", text())
                .addProperty("columns", schema("array").items(text()))
                .addProperty("rows", rows)
                .addProperty("generator", reference("generator"))
                .addProperty("options", schema("object").description("How it is read."));
    }

    private static Schema<?> reference(String name) {
        return new Schema<>(SpecVersion.V31).$ref(SCHEMAS + name);
    }

    private static Schema<?> text() {
        return schema("string");
    }

    private static Schema<?> file() {
        return text().format("binary");
    }

    private static Schema<?> schema(String type) {
        Schema<?> schema = new Schema<>(SpecVersion.V31);
        schema.addType(type);
        return schema;
    }
}
