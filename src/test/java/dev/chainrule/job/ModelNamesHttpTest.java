package dev.chainrule.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chainrule.ServiceTest;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

/** Models of one name are versions; an alias points at one of them and moves in one step; jobs start from a model, bit by bit. */
@ServiceTest
class ModelNamesHttpTest {

    private final Service service;

    ModelNamesHttpTest(@LocalServerPort int port) {
        service = Service.at(port);
    }

    private JsonNode train(String name, String rest) {
        return service.awaitSuccess(service.submit("""
                {"name": "%s", "dataset": {"generator": {"type": "iris"}}, %s}
                """.formatted(name, rest)));
    }

    private String model(String name) {
        return train(name, "\"model\": {\"layers\": [\"dense:3:tanh\"]}, \"training\": {\"epochs\": 2, \"seed\": null}")
                .get("modelId")
                .stringValue();
    }

    private String idOf(String reference) {
        return service.get("/models/" + reference).expect(200).json().get("id").stringValue();
    }

    @Test
    void versionsAreCountedByNameAndNeverGivenTwice() {
        String first = model("counted");
        String second = model("counted");
        assertThat(idOf("counted@1")).isEqualTo(first);
        assertThat(idOf("counted@2")).isEqualTo(second).isEqualTo(idOf("counted@latest"));
        JsonNode versions =
                service.get("/models?name=counted").expect(200).json().get("items");
        assertThat(versions.size()).isEqualTo(2);
        assertThat(versions.get(0).get("id").stringValue()).isEqualTo(second);
        assertThat(versions.get(1).get("id").stringValue()).isEqualTo(first);
        assertThat(versions.get(0).get("version").intValue()).isEqualTo(2);

        service.send("DELETE", "/models/counted@2", "").expect(204);
        assertThat(idOf("counted@latest")).isEqualTo(first);
        String third = model("counted");
        assertThat(idOf("counted@3")).isEqualTo(third);
        service.get("/models/counted@2").expect(404);
        service.get("/models/counted@4").expect(404);
        service.get("/models/counted@99999999999999999999").expect(404);
        service.get("/models/nobody@latest").expect(404);
    }

    @Test
    void anAliasMovesWithoutAMomentInBetween() throws Exception {
        List<String> both = List.of(model("moving"), model("moving"));
        JsonNode named = service.send("PUT", "/models/moving@1/aliases/champion", "")
                .expect(200)
                .json();
        assertThat(named.get("aliases").toString()).isEqualTo("[\"champion\"]");
        List<Integer> states = new ArrayList<>();
        Thread reader = Thread.ofPlatform().start(() -> {
            for (int i = 0; i < 60; i++) {
                states.add(service.get("/models/moving@champion").status());
            }
        });
        for (int i = 0; i < 30; i++) {
            service.send("PUT", "/models/" + both.get(i % 2) + "/aliases/champion", "")
                    .expect(200);
            assertThat(idOf("moving@champion")).isEqualTo(both.get(i % 2));
        }
        reader.join();
        assertThat(states).hasSize(60).containsOnly(200);

        service.post("/models/moving@champion/predict", """
                        {"rows": [{"petal_length": 1.4, "petal_width": 0.2, "sepal_length": 5.1, "sepal_width": 3.5}]}
                        """).expect(200);
        JsonNode problem = service.send("DELETE", "/models/moving@champion", "")
                .expect(409)
                .json();
        assertThat(problem.get("aliases").toString()).isEqualTo("[\"champion\"]");
        service.send("DELETE", "/models/moving@champion/aliases/champion", "").expect(204);
        service.get("/models/moving@champion").expect(404);
        service.send("DELETE", "/models/moving@2/aliases/champion", "").expect(404);
        for (String bad : List.of("latest", "1", "Upper", "a".repeat(65))) {
            service.send("PUT", "/models/moving@1/aliases/" + bad, "").expect(422);
        }
    }

    private static final String PLAIN = """
            "training": {"optimizer": {"type": "sgd", "learningRate": 0.1}, "schedule": "constant", "shuffle": false, "seed": 7,
            "epochs": %d}, "model": %s
            """;

    private List<String> losses(JsonNode job) {
        List<String> lines = service.csv(job.get("id").stringValue()).lines().toList();
        int loss = List.of(lines.getFirst().split(",")).indexOf("loss");
        return lines.stream().skip(1).map(line -> line.split(",")[loss]).toList();
    }

    @Test
    void aJobThatStartsFromAModelMakesTheStepsThatWouldHaveFollowed() {
        String layers = "{\"layers\": [\"dense:5:tanh\"]}";
        JsonNode whole = train("whole", PLAIN.formatted(4, layers));
        JsonNode half = train("half", PLAIN.formatted(2, layers));
        service.send("PUT", "/models/half@1/aliases/champion", "").expect(200);
        JsonNode rest = train("rest", PLAIN.formatted(2, "{\"startFrom\": \"half@champion\"}"));

        List<String> all = losses(whole);
        List<String> second = losses(rest);
        assertThat(losses(half)).isEqualTo(all.subList(0, all.size() / 2));
        assertThat(second).isEqualTo(all.subList(all.size() / 2, all.size()));
        assertThat(rest.at("/spec/model/startFrom").stringValue()).isEqualTo(idOf("half@1"));
        assertThat(service.get("/models/" + rest.get("modelId").stringValue() + "/parameters")
                        .json())
                .isEqualTo(service.get("/models/" + whole.get("modelId").stringValue() + "/parameters")
                        .json());
    }

    @Test
    void aModelOfAnotherShapeOrNoneIsRefused() {
        model("narrow");
        JsonNode shape = service.post("/jobs", """
                        {"dataset": {"generator": {"type": "iris"}},
                         "model": {"layers": ["dense:4:tanh"], "startFrom": "narrow@latest"}}
                        """).expect(422).json();
        assertThat(shape.at("/errors/0/code").stringValue()).isEqualTo("SHAPE_MISMATCH");
        assertThat(shape.at("/errors/0/message").stringValue())
                .isEqualTo(
                        "The network has layer1.weight (4 x 4) where the model it starts from has layer1.weight (3 x 4).");
        JsonNode inputs = service.post("/jobs", """
                        {"dataset": {"generator": {"type": "spiral"}}, "model": {"startFrom": "narrow@latest"}}
                        """).expect(422).json();
        assertThat(inputs.get("errors").findValuesAsString("pointer")).contains("/model/startFrom");
        JsonNode none = service.post("/jobs", """
                        {"dataset": {"generator": {"type": "iris"}},
                         "model": {"layers": ["dense:4:tanh"], "startFrom": "nobody@champion"}}
                        """).expect(422).json();
        assertThat(none.at("/errors/0/code").stringValue()).isEqualTo("UNKNOWN_MODEL");
        JsonNode bare = service.post(
                        "/jobs",
                        "{\"dataset\": {\"generator\": {\"type\": \"iris\"}}, \"model\": {\"startFrom\": \"nobody@1\"}}")
                .expect(422)
                .json();
        assertThat(bare.at("/errors/0/code").stringValue()).isEqualTo("UNKNOWN_MODEL");
        assertThat(bare.at("/errors/0/pointer").stringValue()).isEqualTo("/model/startFrom");
    }
}
