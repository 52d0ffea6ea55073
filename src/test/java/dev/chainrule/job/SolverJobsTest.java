package dev.chainrule.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.chainrule.ServiceTest;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Jobs whose optimizers need more than one gradient a step. */
@ServiceTest
class SolverJobsTest {

    private static final String RIDGE = "\"regularizer\": {\"type\": \"l2\", \"lambda\": 0.01}";

    private final Service service;

    SolverJobsTest(@LocalServerPort int port) {
        service = Service.at(port);
    }

    private static String job(String generator, String model, String optimizer, int epochs) {
        return """
                {"dataset": {"generator": {"type": "%s"}}, "model": {%s},
                 "training": {"optimizer": %s, "epochs": %d, "precision": "float64", "seed": 3}}
                """.formatted(generator, model, optimizer, epochs);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "iris   | \"layers\": [\"dense:8:tanh\"]                     | \"averaged_sgd:0.1\"      | 60  | EPOCHS",
                "iris   | \"layers\": [\"dense:8:tanh\"]                     | \"svrg:0.1\"              | 60  | EPOCHS",
                "iris   | \"layers\": [\"dense:8:tanh\"], RIDGE              | \"lbfgs\"                 | 400 | CONVERGED",
                "iris   | \"layers\": [\"dense:8:tanh\"], RIDGE              | {\"type\": \"newton_cg\"} | 400 | CONVERGED",
                "iris   | \"layers\": [], RIDGE                              | \"newton_cg\"             | 100 | CONVERGED",
                "linear | \"layers\": []                                     | \"least_squares\"         | 10  | CONVERGED",
                "linear | \"layers\": [], RIDGE                              | \"least_squares\"         | 10  | CONVERGED"
            })
    void everyOneTrainsAJobToItsEnd(String data, String model, String optimizer, int epochs, String reason) {
        String body = job(data, model.replace("RIDGE", RIDGE), optimizer, epochs);
        JsonNode job = service.awaitSuccess(service.submit(body));

        assertThat(job.get("stopReason").stringValue()).as(job.toString()).isEqualTo(reason);
        assertThat(job.get("modelId").isString()).isTrue();
        if (reason.equals("CONVERGED")) {
            assertThat(job.get("verdict").stringValue()).contains(", converged.");
            assertThat(job.at("/metrics/gradientNorm").doubleValue()).isLessThan(1e-6);
        }
        if (data.equals("iris")) {
            assertThat(job.at("/metrics/validationAccuracy").doubleValue()).isGreaterThan(0.85);
        }
        String id = job.get("id").stringValue();
        JsonNode history = service.get("/jobs/" + id
                        + "/history?series=gradientEvaluations,loss,learningRate,gradientNorm.*,updateRatio.*")
                .expect(200)
                .json();
        assertThat(history.get("series").findValuesAsString("name"))
                .contains("gradientEvaluations", "loss", "learningRate", "gradientNorm.output", "updateRatio.output");
    }

    @ParameterizedTest
    @CsvSource({"lbfgs", "newton_cg", "svrg", "averaged_sgd", "least_squares"})
    void theirShortFormsAreShownWithEveryDefault(String name) {
        JsonNode spec = service.post("/jobs?validateOnly=true", job("linear", "\"layers\": []", '"' + name + '"', 3))
                .expect(200)
                .json();
        assertThat(spec.toString()).contains("\"type\":\"" + name + "\"");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"layers\": [\"dense:4:tanh\"]    | \"epoch_gd\"      | /training/optimizer | NOT_STRONGLY_CONVEX | hidden layer",
                "\"layers\": []                    | \"epoch_gd\"      | /training/optimizer | NOT_STRONGLY_CONVEX | l2 penalty",
                "\"layers\": [\"dense:4:tanh\"]    | \"least_squares\" | /training/optimizer | NOT_LEAST_SQUARES   | hidden layer",
                "\"layers\": [\"dropout:0.1\"]     | \"lbfgs\"         | /training/optimizer | NOT_REPEATABLE      | the layer",
                "\"layers\": [\"dropout:0.1\"]     | \"newton_cg\"     | /training/optimizer | NOT_REPEATABLE      | layer",
            })
    void whatTheyCannotDoIsRefusedWithPointerAndReason(
            String model, String optimizer, String pointer, String code, String reason) {
        JsonNode problem = service.post("/jobs", job("linear", model, optimizer, 10))
                .expect(422)
                .json();
        JsonNode fault = problem.at("/errors/0");

        assertThat(fault.get("pointer").stringValue()).as(problem.toString()).isEqualTo(pointer);
        assertThat(fault.get("code").stringValue()).isEqualTo(code);
        assertThat(fault.get("message").stringValue()).contains("cannot train this", reason);
    }

    @Test
    void epochGdTrainsARidgeRegressionForTheEpochsThatFit() {
        String model =
                "\"layers\": [], \"output\": {\"type\": \"dense\", \"units\": 1, \"useBias\": false}, \"regularizer\": \"l2:0.2\"";
        JsonNode job = service.awaitSuccess(service.submit(job("linear", model, "\"epoch_gd\"", 60)));

        long steps = job.at("/progress/step").longValue();
        assertThat(steps).isEqualTo(job.at("/progress/totalSteps").longValue());
        assertThat(Long.bitCount(steps / 4 + 1))
                .as("4 (2^k - 1) steps, were %s", steps)
                .isOne();
        assertThat(job.at("/progress/fraction").doubleValue()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"Norris, 12", "Longley, 11"})
    void nistSetsComeOutOfAJobToTheDigitsOfTheClosedForm(String name, double digits) {
        JsonNode set = Service.JSON
                .readTree(Objects.requireNonNull(SolverJobsTest.class.getResourceAsStream("/nist/nist.json")))
                .get(name);
        JsonNode job = service.awaitSuccess(service.submit(nist(set)));
        String model = job.get("modelId").stringValue();
        JsonNode parameters = service.get("/models/" + model + "/parameters")
                .expect(200)
                .json()
                .get("parameters");
        JsonNode exact = set.at("/exact/weights");
        int d = exact.size() - 1;

        assertThat(job.get("stopReason").stringValue()).isEqualTo("CONVERGED");
        for (int j = 0; j <= d; j++) {
            double expected = exact.get(j).doubleValue();
            double actual = j < d
                    ? parameters.at("/0/values/0/" + j).doubleValue()
                    : parameters.at("/1/values/0").doubleValue();
            assertThat(actual)
                    .as("weight %s", j)
                    .isCloseTo(expected, within(Math.abs(expected) * Math.pow(10, -digits)));
        }
    }

    private static String nist(JsonNode set) {
        ObjectNode request = Service.JSON.createObjectNode();
        ObjectNode dataset = request.putObject("dataset");
        dataset.put("target", "y").put("scaling", "none").putObject("split").put("validation", 0);
        ArrayNode columns = dataset.putArray("columns");
        int d = set.at("/rows/0").size();
        for (int j = 0; j < d; j++) {
            columns.add("x" + j);
        }
        columns.add("y");
        ArrayNode rows = dataset.putArray("rows");
        for (int i = 0; i < set.get("y").size(); i++) {
            ArrayNode row = rows.addArray();
            set.at("/rows/" + i).forEach(row::add);
            row.add(set.at("/y/" + i));
        }
        request.putObject("model").putArray("layers");
        request.putObject("training")
                .put("optimizer", "least_squares")
                .put("precision", "float64")
                .put("epochs", 1);
        return request.toString();
    }
}
