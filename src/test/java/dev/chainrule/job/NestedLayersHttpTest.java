package dev.chainrule.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.chainrule.ServiceTest;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

/** Normalizing layers and skip connections from a request to a model and back. */
@ServiceTest
class NestedLayersHttpTest {

    private static final String LAYERS = """
            ["dense:8:tanh", "batch_normalization",
             {"type": "residual", "name": "block", "layers": ["layer_normalization", "dense:6:relu", "dropout:0.1",
                                              {"type": "residual", "layers": ["dense:6:tanh"]}, "dense:8"]},
             {"type": "batch_normalization", "momentum": 0.8, "name": "last"}]
            """;

    private static final String BODY = """
            {"dataset": {"generator": {"type": "iris"}, "split": {"validation": 0.2}},
             "model": {"layers": %s},
             "training": {"optimizer": "adam:0.02", "epochs": 40, "seed": 42, "batchSize": 17,
                          "earlyStopping": {"patience": 40}},
             "monitor": {"activations": {"every": 5}, "histograms": {"every": 50}}}
            """.formatted(LAYERS);

    private static final List<String> NAMES =
            List.of("layer1", "layer2", "block_1", "block_2", "block_4_1", "block_5", "last", "output");

    private final Service service;

    NestedLayersHttpTest(@LocalServerPort int port) {
        service = Service.at(port);
    }

    private static List<String> texts(JsonNode list, String field) {
        List<String> texts = new ArrayList<>();
        list.forEach(node -> texts.add(node.get(field).stringValue()));
        return texts;
    }

    @Test
    void everyLayerIsTrainedWatchedKeptAndAsked() {
        String id = service.submit(BODY);
        JsonNode job = service.awaitSuccess(id);
        assertThat(job.get("metrics").get("validationAccuracy").asDouble()).isGreaterThan(0.85);
        assertThat(job.get("spec").at("/model/layers/2/layers/3/layers/0/name").stringValue())
                .isEqualTo("block_4_1");

        String header = service.csv(id).lines().findFirst().orElseThrow();
        for (String name : NAMES) {
            for (String series : List.of("gradientNorm", "deltaNorm", "weightNorm", "updateRatio", "activationMean")) {
                assertThat(header).contains("," + series + "." + name);
            }
        }
        assertThat(header).contains("gradientNorm.layer2.scale", "gradientNorm.block_1.offset");

        JsonNode layers = service.get("/jobs/" + id + "/layers").expect(200).json();
        assertThat(texts(layers, "name"))
                .containsExactly(
                        "layer1",
                        "layer2",
                        "block_1",
                        "block_2",
                        "block_3",
                        "block_4_1",
                        "block_4",
                        "block_5",
                        "block",
                        "last",
                        "output");
        long parameters = 0;
        for (JsonNode layer : layers) {
            parameters += layer.get("parameters").asLong();
        }
        assertThat(layers.get(1).get("type").stringValue()).isEqualTo("batch_normalization");
        assertThat(layers.get(1).get("gradientNorm").asDouble()).isPositive();
        JsonNode histograms = service.get("/jobs/" + id + "/histograms?layer=block_4_1&kind=weight")
                .expect(200)
                .json();
        assertThat(histograms.toString()).contains("block_4_1");

        String model = "/models/" + job.get("modelId").stringValue();
        assertThat(service.get(model).expect(200).json().get("parameters").asLong())
                .isEqualTo(parameters);
        JsonNode kept = service.get(model + "/parameters").expect(200).json();
        assertThat(kept.get("count").asLong()).isEqualTo(parameters);
        assertThat(texts(kept.get("parameters"), "name"))
                .contains("layer2.scale", "layer2.offset", "block_4_1.weight", "layer2.mean", "last.variance");
        JsonNode report = service.post(model + "/evaluate", "{\"dataset\": {\"generator\": {\"type\": \"iris\"}}}")
                .expect(200)
                .json();
        assertThat(report.get("accuracy").asDouble()).isGreaterThan(0.85);
        service.post(model + "/predict", """
                        {"rows": [{"petal_length": 1.4, "petal_width": 0.2, "sepal_length": 5.1, "sepal_width": 3.5}]}
                        """).expect(200);
    }

    @Test
    void itsDerivativesCanBeCheckedAtTheModelAndAtTheStart() {
        String id = service.submit(BODY.replace("dense:6:relu", "dense:6:tanh"));
        service.awaitSuccess(id);
        for (String at : List.of("latest", "initial")) {
            String request = "{\"type\": \"gradient_check\", \"job\": \"%s\", \"at\": \"%s\"}".formatted(id, at);
            String analysis = service.post("/analyses", request)
                    .expect(202)
                    .json()
                    .get("id")
                    .stringValue();
            JobDatabase.await(
                    "the analysis ends",
                    () -> service.get("/analyses/" + analysis)
                            .json()
                            .get("done")
                            .booleanValue());
            JsonNode done = service.get("/analyses/" + analysis).json();

            assertThat(done.get("error").isNull()).as(done.toString()).isTrue();
            assertThat(done.get("result").get("maxRelativeError").asDouble()).isLessThan(1e-5);
        }
    }

    @Test
    void faultsOfNestedLayersPointAtThem() {
        JsonNode problem = service.post(
                        "/jobs",
                        BODY.replace("\"dense:8\"]},", "\"dense:7\"]},").replace("dense:6:relu", "dense:6:rely"))
                .expect(422)
                .json();
        assertThat(problem.toString()).contains("/model/layers/2/layers/1");

        JsonNode shapes = service.post("/jobs", BODY.replace("\"dense:8\"]},", "\"dense:7\"]},"))
                .expect(422)
                .json();
        assertThat(shapes.get("errors").get(0).get("pointer").stringValue()).isEqualTo("/model/layers/2/layers");
        assertThat(shapes.get("errors").get(0).get("code").stringValue()).isEqualTo("SHAPE_MISMATCH");

        JsonNode empty = service.post("/jobs", BODY.replace("[\"dense:6:tanh\"]", "[]"))
                .expect(422)
                .json();
        assertThat(empty.get("errors").get(0).get("pointer").stringValue())
                .isEqualTo("/model/layers/2/layers/3/layers");
    }

    @Test
    void aFindingNamesANestedLayerAndItsPatchChangesIt() {
        String body = """
                {"dataset": {"generator": {"type": "iris"}},
                 "model": {"layers": [{"type": "residual", "name": "block", "layers": ["dense:4:relu", "dense:4"]}]},
                 "training": {"optimizer": "sgd:1e6", "epochs": 100, "seed": 1}}
                """;
        String id = service.submit(body);
        JsonNode job = service.awaitEnd(id);
        assertThat(job.get("stopReason").stringValue()).isEqualTo("DIVERGED");
        JsonNode findings = service.get("/jobs/" + id + "/findings").expect(200).json();
        JsonNode diverged = findings.get(texts(findings, "code").indexOf("DIVERGED"));
        assertThat(diverged.get("layer").stringValue()).isIn("block_1", "block_2", "output");
        JsonNode inner = diverged.get("patch").at("/model/layers/0/layers/0");
        assertThat(inner.get("name").stringValue()).isEqualTo("block_1");
        assertThat(inner.get("initializer").get("type").stringValue()).isEqualTo("he_normal");

        JsonNode fork = service.post("/jobs/" + id + "/fork", "{\"patch\": " + diverged.get("patch") + "}")
                .expect(202)
                .json();
        assertThat(fork.get("spec")
                        .at("/model/layers/0/layers/0/initializer/type")
                        .stringValue())
                .isEqualTo("he_normal");
    }

    @Test
    void aRunForkedOrPausedGoesOnWithItsStatistics() {
        String body =
                BODY.replace("\"epochs\": 40", "\"epochs\": 2500").replace("\"patience\": 40", "\"patience\": 2500");
        String id = service.submit(body);
        JobDatabase.await(
                "the run is on its way",
                () -> service.job(id).get("progress").get("step").asLong() > 100);
        service.post("/jobs/" + id + "/pause", "").expect(202);
        service.awaitState(id, "PAUSED");
        service.post("/jobs/" + id + "/resume", "").expect(202);
        JobDatabase.await("the run goes on", () -> !service.state(id).equals("PAUSED"));
        JsonNode paused = service.awaitSuccess(id);
        JsonNode whole = service.awaitSuccess(service.submit(body));

        assertThat(paused.get("metrics").get("validationLoss").asDouble())
                .isEqualTo(whole.get("metrics").get("validationLoss").asDouble(), within(0.0));
        assertThat(service.get("/models/" + paused.get("modelId").stringValue() + "/parameters")
                        .json())
                .isEqualTo(service.get("/models/" + whole.get("modelId").stringValue() + "/parameters")
                        .json());
    }
}
