package dev.chainrule.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chainrule.RawHttp;
import dev.chainrule.RawHttp.Answer;
import dev.chainrule.ServiceTest;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import tools.jackson.databind.JsonNode;

/** Bodies of the description have the media types and the fields that are read and answered. */
@ServiceTest
final class OpenApiBodyTest {

    private static final String DATASETS = "/api/v1/datasets";

    @LocalServerPort
    private int port;

    @Autowired
    @Qualifier("requestMappingHandlerMapping")
    private RequestMappingHandlerMapping mapping;

    private RawHttp http;
    private JsonNode description;

    @BeforeEach
    void connect() {
        http = new RawHttp(port);
        description = http.get("/v3/api-docs").json();
    }

    private JsonNode operation(String method, String path) {
        JsonNode operation = description.get("paths").get(path).get(method);
        assertThat(operation).as("%s %s", method, path).isNotNull();
        return operation;
    }

    private JsonNode body(String method, String path, String mediaType) {
        return operation(method, path)
                .get("requestBody")
                .get("content")
                .path(mediaType)
                .path("schema");
    }

    private JsonNode schema(String name) {
        return description.at("/components/schemas/" + name);
    }

    @Test
    void everyMediaTypeThatIsReadIsDescribedAndNoOther() {
        Map<String, Set<String>> read = new TreeMap<>();
        mapping.getHandlerMethods().keySet().forEach(info -> consumed(info, read));
        Map<String, Set<String>> described = new TreeMap<>();
        read.keySet()
                .forEach(key -> described.put(
                        key,
                        new TreeSet<>(operation(key.split(" ")[0], key.split(" ")[1])
                                .at("/requestBody/content")
                                .propertyNames())));

        assertThat(read)
                .containsKeys("post " + DATASETS, "post " + DATASETS + "/preview", "post /api/v1/models/import");
        assertThat(read.get("post " + DATASETS)).hasSize(8);
        assertThat(described).isEqualTo(read);
    }

    private static void consumed(RequestMappingInfo info, Map<String, Set<String>> read) {
        List<String> types = info.getConsumesCondition().getConsumableMediaTypes().stream()
                .map(Object::toString)
                .toList();
        info.getMethodsCondition()
                .getMethods()
                .forEach(method -> info.getPatternValues().stream()
                        .filter(path -> !types.isEmpty() && path.startsWith("/api/"))
                        .forEach(path -> read.computeIfAbsent(
                                        method.name().toLowerCase(Locale.ROOT) + " " + path, key -> new TreeSet<>())
                                .addAll(types)));
    }

    @Test
    void everyJsonBodyHasASchemaWithFields() {
        List<String> bare = new ArrayList<>();
        int bodies = 0;
        for (Map.Entry<String, JsonNode> path : description.get("paths").properties()) {
            for (Map.Entry<String, JsonNode> method : path.getValue().properties()) {
                JsonNode schema = method.getValue().at("/requestBody/content/application~1json/schema");
                bodies += schema.isMissingNode() ? 0 : 1;
                if (!schema.isMissingNode() && !schema.has("$ref")) {
                    bare.add(method.getKey() + " " + path.getKey());
                }
            }
        }

        assertThat(bodies).isGreaterThan(10);
        assertThat(bare).containsExactly("post /api/v1/models/import"); // what Keras writes is not ours to describe
    }

    @Test
    void aForkAndAMergePatchOfAJobAreDescribed() {
        assertThat(body("post", "/api/v1/jobs/{id}/fork", "application/json")
                        .get("$ref")
                        .stringValue())
                .isEqualTo("#/components/schemas/fork");
        assertThat(schema("fork").at("/properties/atStep/anyOf/0/minimum").intValue())
                .isZero();
        assertThat(body("patch", "/api/v1/jobs/{id}", "application/merge-patch+json")
                        .get("$ref")
                        .stringValue())
                .isEqualTo("#/components/schemas/jobDescriptionPatch");
        JsonNode patch = schema("jobDescriptionPatch");
        assertThat(patch.get("properties").propertyNames()).containsExactly("name", "tags", "notes", "priority");
        assertThat(patch.has("required")).isFalse();
        assertThat(patch.at("/properties/name/type").stringValue()).isEqualTo("string");
        assertThat(patch.at("/properties/priority/anyOf/1/type").stringValue()).isEqualTo("null");
        assertThat(patch.at("/properties/priority").has("default")).isFalse();
        assertThat(schema("job").get("properties").has("name")).isTrue();
    }

    @Test
    void uploadsAreDescribedWithTheirParts() {
        for (String path : List.of(DATASETS, DATASETS + "/preview")) {
            JsonNode form = body("post", path, "multipart/form-data");
            assertThat(form.get("patternProperties").propertyNames())
                    .containsExactlyInAnyOrder("^file$", "^labels$", "^options$");
            assertThat(form.at("/required/0").stringValue()).isEqualTo("file");
            assertThat(body("post", path, "application/gzip").get("format").stringValue())
                    .isEqualTo("binary");
            assertThat(operation("post", path).get("parameters"))
                    .extracting(parameter -> parameter.get("name").stringValue())
                    .containsExactly("name", "options");
        }
        assertThat(schema("GivenDataset").get("properties").propertyNames())
                .containsExactlyInAnyOrder("name", "columns", "rows", "generator", "options");
        assertThat(body("post", "/api/v1/models/import", "application/onnx")
                        .get("format")
                        .stringValue())
                .isEqualTo("binary");
    }

    @Test
    void aCheckIsDescribedAsItIsAnswered() {
        JsonNode submit = operation("post", "/api/v1/jobs");
        assertThat(submit.get("parameters"))
                .filteredOn(parameter -> parameter.get("name").stringValue().equals("validateOnly"))
                .singleElement()
                .satisfies(parameter ->
                        assertThat(parameter.at("/schema/type").stringValue()).isEqualTo("boolean"));
        Answer check = http.post(
                "/api/v1/jobs?validateOnly=true",
                "{\"dataset\":{\"generator\":{\"type\":\"xor\"}},\"model\":{\"layers\":[\"dense:4:tanh\"]}}");

        assertThat(check.status()).isEqualTo(200);
        assertThat(submit.at("/responses/2XX/content/application~1json/schema/$ref")
                        .stringValue())
                .isEqualTo("#/components/schemas/Check");
        assertThat(schema("Check").get("properties").propertyNames())
                .containsExactlyInAnyOrderElementsOf(check.json().propertyNames());
    }

    @Test
    void documentsAreObjectsAndFilesAreFiles() {
        for (String path : List.of("/api/v1/catalog", "/api/v1/schemas/{name}")) {
            assertThat(answer(path, "application~1json").get("type").stringValue())
                    .isEqualTo("object");
        }
        String export = "/api/v1/models/{id}/export";
        assertThat(answer(export, "application~1octet-stream").get("format").stringValue())
                .isEqualTo("binary");
        assertThat(answer(export, "application~1zip").get("format").stringValue())
                .isEqualTo("binary");
        assertThat(answer(export, "application~1json").get("type").stringValue())
                .isEqualTo("object");
        String history = "/api/v1/jobs/{id}/history";
        assertThat(answer(history, "application~1json").get("$ref").stringValue())
                .isEqualTo("#/components/schemas/Chart");
        assertThat(answer(history, "text~1csv").get("type").stringValue()).isEqualTo("string");
    }

    private JsonNode answer(String path, String mediaType) {
        return operation("get", path).at("/responses/200/content/" + mediaType + "/schema");
    }
}
