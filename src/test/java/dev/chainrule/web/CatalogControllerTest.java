package dev.chainrule.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chainrule.RawHttp;
import dev.chainrule.RawHttp.Answer;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

@WebTest
final class CatalogControllerTest {

    @LocalServerPort
    private int port;

    private RawHttp http;

    @BeforeEach
    void connect() {
        http = new RawHttp(port);
    }

    @Test
    void aFieldIsToldWithTypeDefaultRangeAndHelp() {
        JsonNode catalog = http.get("/api/v1/catalog").json();

        assertThat(named(
                                named(catalog.at("/families/optimizer/members"), "adam")
                                        .get("fields"),
                                "learningRate")
                        .toString())
                .isEqualTo("{\"name\":\"learningRate\",\"type\":\"number\",\"default\":0.001,\"required\":false,"
                        + "\"nullable\":false,\"min\":0,\"openMin\":true,\"max\":1000000,\"openMax\":false,"
                        + "\"help\":\"Step size alpha.\"}");
        assertThat(named(catalog.at("/families/activation/members"), "relu")
                        .get("formula")
                        .stringValue())
                .isEqualTo("f(a) = max(0, a)");
        assertThat(named(catalog.at("/records/training/fields"), "precision").toString())
                .contains("\"type\":\"enum\",\"values\":[\"float32\",\"float64\"],\"default\":\"float32\"");
        assertThat(named(catalog.at("/records/training/fields"), "optimizer").toString())
                .contains("\"type\":\"family\",\"family\":\"optimizer\",\"default\":\"adam");
        assertThat(named(catalog.at("/records/training/fields"), "clip").toString())
                .contains("\"type\":\"record\",\"record\":\"clip\",\"default\":null");
        assertThat(named(catalog.at("/families/layer/members"), "dense").toString())
                .contains("\"name\":\"initialWeights\",\"type\":\"matrix\",\"default\":null")
                .contains("\"name\":\"initialBias\",\"type\":\"vector\"")
                .contains("\"name\":\"units\",\"type\":\"integer\",\"required\":true");
    }

    @Test
    void theFamiliesOfTheEngineAreThere() {
        JsonNode catalog = http.get("/api/v1/catalog").json();

        assertThat(catalog.get("families").propertyNames())
                .contains("activation", "initializer", "layer", "loss", "optimizer", "regularizer", "schedule");
        assertThat(catalog.get("records").propertyNames())
                .contains("clip", "earlyStopping", "every", "monitor", "training");
    }

    /** As API.md names them. */
    @ParameterizedTest
    @CsvSource({
        "activation, linear relu leaky_relu elu selu gelu silu sigmoid hard_sigmoid tanh softplus softsign mish softmax",
        "loss, mean_squared_error mean_absolute_error huber log_cosh binary_crossentropy categorical_crossentropy hinge"
                + " logistic",
        "initializer, zeros ones constant random_normal random_uniform glorot_uniform glorot_normal he_uniform he_normal"
                + " lecun_uniform lecun_normal orthogonal",
        "regularizer, l1 l2 l1_l2"
    })
    void familiesAreCompleteWithFormulaAndHelp(String family, String names) {
        JsonNode members = http.get("/api/v1/catalog").json().at("/families/" + family + "/members");

        assertThat(members.findValuesAsString("name")).containsAll(List.of(names.split(" ")));
        for (JsonNode member : members) {
            assertThat(member.get("formula").stringValue()).isNotBlank();
            assertThat(member.get("help").stringValue()).isNotBlank();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/v1/catalog", "/api/v1/schemas/specimen"})
    void whoHasItAlreadyIsToldSo(String path) {
        Answer first = http.get(path);
        assertThat(first.status()).isEqualTo(200);
        assertThat(first.header("content-type")).isEqualTo("application/json");
        assertThat(first.header("cache-control")).isEqualTo("no-cache");

        Answer second = http.get(path, "If-None-Match: " + first.header("etag"));
        assertThat(second.status()).isEqualTo(304);
        assertThat(second.body()).isEmpty();
        assertThat(http.get(path, "If-None-Match: \"other\"").status()).isEqualTo(200);
    }

    @Test
    void aSchemaIsCompleteInItself() {
        JsonNode schema = http.get("/api/v1/schemas/specimen").json();

        assertThat(schema.get("$schema").stringValue()).isEqualTo("https://json-schema.org/draft/2020-12/schema");
        assertThat(schema.findValues("$ref"))
                .isNotEmpty()
                .allSatisfy(ref -> assertThat(
                                schema.at(ref.stringValue().substring(1)).isMissingNode())
                        .isFalse());
    }

    @Test
    void anUnknownSchemaIsNotFound() {
        assertThat(http.get("/api/v1/schemas/nothing").status()).isEqualTo(404);
    }

    private static JsonNode named(JsonNode list, String name) {
        return list.valueStream()
                .filter(node -> node.get("name").stringValue().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
