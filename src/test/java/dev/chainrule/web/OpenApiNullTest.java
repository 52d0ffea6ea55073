package dev.chainrule.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chainrule.RawHttp;
import dev.chainrule.RawHttp.Answer;
import dev.chainrule.ServiceTest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What may be null in an answer is described so, and what is left out is not. */
@ServiceTest
final class OpenApiNullTest {

    @LocalServerPort
    private int port;

    private RawHttp http;
    private JsonNode schemas;

    @BeforeEach
    void connect() {
        http = new RawHttp(port);
        schemas = http.get("/v3/api-docs").json().at("/components/schemas");
    }

    private List<String> types(String pointer) {
        JsonNode type = schemas.at(pointer + "/type");
        return type.isArray() ? type.valueStream().map(JsonNode::stringValue).toList() : List.of(type.stringValue());
    }

    @Test
    void fieldsThatAreNullableAndWrittenMayBeNull() {
        assertThat(types("/JobView/properties/notes")).containsExactly("string", "null");
        assertThat(types("/JobView/properties/finishedAt")).containsExactly("string", "null");
        assertThat(schemas.at("/JobView/properties/error/anyOf/0/$ref").stringValue())
                .isEqualTo("#/components/schemas/JobError");
        assertThat(types("/JobView/properties/error/anyOf/1")).containsExactly("null");
        assertThat(schemas.at("/JobView/properties/stopReason/enum"))
                .hasSizeGreaterThan(3)
                .last()
                .satisfies(value -> assertThat(value.isNull()).isTrue());
        assertThat(types("/JobPage/properties/nextPageToken")).containsExactly("string", "null");
        assertThat(types("/Line/properties/layer")).containsExactly("string", "null");
    }

    @Test
    void fieldsThatAreLeftOutWhereTheyAreNullAreNotNull() {
        assertThat(types("/DatasetView/properties/target")).containsExactly("string");
        assertThat(types("/Line/properties/values")).containsExactly("array");
        assertThat(types("/JobView/properties/name")).containsExactly("string");
        assertThat(types("/ProgressView/properties/fraction")).containsExactly("number");
    }

    @Test
    void numbersThatMayNotBeFiniteMayBeNull() {
        for (String array : List.of("values", "min", "max")) {
            assertThat(types("/Line/properties/" + array + "/items")).containsExactly("number", "null");
        }
        assertThat(types("/TraceLine/properties/values/items/items")).containsExactly("number", "null");
        assertThat(types("/TraceLine/properties/norm")).containsExactly("number", "null");
        assertThat(types("/Plane/properties/outputs/items/items")).containsExactly("number", "null");
        assertThat(types("/StepTrace/properties/series/additionalProperties")).containsExactly("number", "null");
        assertThat(types("/NetworkGradientsAnswer/properties/loss")).containsExactly("number", "null");
        assertThat(types("/LayerAnswer/properties/gradients/additionalProperties/items"))
                .containsExactly("number", "null");
    }

    @Test
    void noArrayOfNumbersOfAnAnswerIsForgotten() {
        List<JsonNode> elements = new ArrayList<>();
        schemas.properties().stream()
                .filter(entry -> Character.isUpperCase(entry.getKey().charAt(0)))
                .forEach(entry -> collect(entry.getValue(), elements));

        assertThat(elements)
                .filteredOn(element -> element.path("format").asString("").equals("double"))
                .hasSizeGreaterThan(20)
                .allSatisfy(element -> assertThat(element.get("type").isArray()).isTrue());
    }

    /** What arrays and maps hold, however deep. */
    private static void collect(JsonNode schema, List<JsonNode> elements) {
        for (Map.Entry<String, JsonNode> entry : schema.properties()) {
            if (entry.getKey().equals("items") || entry.getKey().equals("additionalProperties")) {
                elements.add(entry.getValue());
            }
            collect(entry.getValue(), elements);
        }
    }

    /** Pointers of nulls in an answer that its schema does not allow. */
    private List<String> undescribed(JsonNode value, JsonNode schema, String pointer) {
        JsonNode meant = schema.has("$ref")
                ? schemas.get(schema.get("$ref").stringValue().replace("#/components/schemas/", ""))
                : schema;
        List<String> found = new ArrayList<>();
        if (value.isNull()) {
            if (!allowsNull(meant)) {
                found.add(pointer);
            }
            return found;
        }
        if (meant.has("anyOf")) {
            return undescribed(value, meant.at("/anyOf/0"), pointer);
        }
        for (Map.Entry<String, JsonNode> field : value.properties()) {
            JsonNode property = meant.path("properties").path(field.getKey());
            JsonNode below = property.isMissingNode() ? meant.path("additionalProperties") : property;
            found.addAll(undescribed(field.getValue(), below, pointer + "/" + field.getKey()));
        }
        for (int i = 0; value.isArray() && i < value.size(); i++) {
            found.addAll(undescribed(value.get(i), meant.path("items"), pointer + "/" + i));
        }
        return found;
    }

    private static boolean allowsNull(JsonNode schema) {
        boolean any = !schema.has("type") && !schema.has("anyOf");
        boolean other = schema.path("anyOf")
                .valueStream()
                .anyMatch(way -> way.path("type").asString("").equals("null"));
        return any
                || other
                || schema.path("type")
                        .valueStream()
                        .anyMatch(type -> type.stringValue().equals("null"));
    }

    @Test
    void nullsOfRealAnswersAreDescribed() {
        Answer job = http.post(
                "/api/v1/jobs",
                "{\"dataset\":{\"generator\":{\"type\":\"xor\"}},\"model\":{\"layers\":[]},\"training\":{\"epochs\":1}}");
        assertThat(job.status()).as(job.body()).isEqualTo(202);
        assertThat(job.json().get("notes").isNull()).isTrue();
        assertThat(undescribed(job.json(), schemas.get("JobView"), "")).isEmpty();

        Answer huge = http.post(
                "/api/v1/network-gradients",
                "{\"model\":{\"layers\":[],\"output\":{\"type\":\"dense\",\"units\":1,\"initialWeights\":[[1e200]]}},"
                        + "\"loss\":\"mean_squared_error\",\"rows\":[[1e200]],\"targets\":[[0]]}");
        assertThat(huge.status()).as(huge.body()).isEqualTo(200);
        assertThat(huge.json().get("loss").isNull()).isTrue();
        assertThat(undescribed(huge.json(), schemas.get("NetworkGradientsAnswer"), ""))
                .isEmpty();
    }

    @Test
    void aNullThatIsNotDescribedIsFound() {
        JsonNode answer = JsonMapper.shared()
                .readTree("{\"name\":null,\"notes\":null,\"progress\":{\"step\":null,\"etaSeconds\":null}}");

        assertThat(undescribed(answer, schemas.get("JobView"), "")).containsExactly("/name", "/progress/step");
    }
}
