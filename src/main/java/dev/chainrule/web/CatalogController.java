package dev.chainrule.web;

import dev.chainrule.engine.network.LayerSpec;
import dev.chainrule.engine.network.Loss;
import dev.chainrule.engine.train.MonitorSpec;
import dev.chainrule.engine.train.TrainingSpec;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.util.DigestUtils;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Tells what may be asked for: each family's members with fields, defaults, ranges, help and formula. */
@RestController
@RequestMapping(path = "/api/v1", produces = MediaType.APPLICATION_JSON_VALUE)
final class CatalogController {

    private static final List<Class<?>> ENGINE =
            List.of(LayerSpec.class, Loss.class, TrainingSpec.class, MonitorSpec.class);

    private final JsonMapper json;
    private final Catalog catalog;
    private final Map<String, Page> pages = new ConcurrentHashMap<>();

    /** A document that only a new release changes. */
    private record Page(byte[] body, String tag) {}

    CatalogController(JsonMapper json, ObjectProvider<CatalogSource> sources) {
        this.json = json;
        this.catalog = new Catalog(ENGINE, sources.orderedStream().toList());
    }

    @ApiResponse(
            responseCode = "200",
            description = "Families and records by name.",
            content = @Content(schema = @Schema(type = "object")))
    @GetMapping("/catalog")
    ResponseEntity<byte[]> catalog() {
        return answer(pages.computeIfAbsent("", name -> page(CatalogDocument.of(catalog))));
    }

    /** JSON Schema of a request, for editors and validators. */
    @ApiResponse(
            responseCode = "200",
            description = "JSON Schema, draft 2020-12.",
            content = @Content(schema = @Schema(type = "object")))
    @GetMapping("/schemas/{name}")
    ResponseEntity<byte[]> schema(@PathVariable String name) {
        Class<?> request = catalog.request(name).orElseThrow(() -> ProblemException.notFound("schema", name));
        return answer(pages.computeIfAbsent(name, n -> page(SchemaDocument.of(n, request))));
    }

    private Page page(JsonNode document) {
        byte[] body = json.writeValueAsBytes(document);
        return new Page(body, "\"" + DigestUtils.md5DigestAsHex(body) + "\"");
    }

    private static ResponseEntity<byte[]> answer(Page page) {
        return ResponseEntity.ok()
                .eTag(page.tag())
                .cacheControl(CacheControl.noCache())
                .contentType(MediaType.APPLICATION_JSON)
                .body(page.body());
    }
}
