package dev.chainrule.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

class NetworkGradientsEndpointTest extends MathematicsTestBase {

    private static final Path SKLEARN = Path.of("../shared/data/reference/sklearn-worked-example.json");

    private static final String WORKED = """
        {"model": {"layers": [{"type": "dense", "units": 2, "activation": "sigmoid",
                               "initialWeights": [[0.1, 0.3, 0.5], [0.2, 0.1, 0]], "initialBias": [0.1, 0.1]},
                              {"type": "dense", "units": 1, "activation": "sigmoid", "initialWeights": [[0.1, 0.2]],
                               "initialBias": [1]}],
                   "regularizer": {"type": "l2", "lambda": 0.05}},
         "loss": "binary_crossentropy", "rows": [[0.6, 0.8, 0.7]], "targets": [[0]]}
        """;

    private JsonNode ask(String request) {
        Answer answer = post("/network-gradients", request);
        assertThat(answer.status()).as(answer.body().toString()).isEqualTo(200);
        return answer.body();
    }

    /** For others the gradient would not be that of the loss. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "hinge | [[0.75]] | 422",
                "logistic | [[-1]] | 422",
                "logistic | [[1]] | 200",
                "binary_crossentropy | [[0.75]] | 200",
                "categorical_crossentropy | [[1, 1]] | 422",
                "categorical_crossentropy | [[0.3, 0.7]] | 200"
            })
    void targetsAreWhatTheLossIsStatedFor(String loss, String targets, int status) {
        Answer answer = post(
                "/network-gradients",
                "{\"model\": {\"layers\": []}, \"loss\": \"" + loss + "\", \"rows\": [[1, 2]], \"targets\": " + targets
                        + "}");
        assertThat(answer.status()).as(answer.body().toString()).isEqualTo(status);
        if (status == 422) {
            assertThat(answer.body().get("code").stringValue()).isEqualTo("OUT_OF_RANGE");
            assertThat(answer.body().at("/errors/0/pointer").stringValue()).isEqualTo("/targets/0");
        }
    }

    /** theta - 0.1 gradient is what scikit-learn's step gives. */
    @Test
    void theWorkedExampleOfScikitLearnAgreesTo1e9() throws Exception {
        assumeTrue(Files.exists(SKLEARN), "needs " + SKLEARN);
        JsonNode golden = JSON.readTree(Files.readString(SKLEARN)).get("recomputed");
        JsonNode request = JSON.readTree(WORKED);
        JsonNode layers = ask(WORKED).get("layers");
        for (int i = 0; i < 2; i++) {
            for (int j = 0; j < 3; j++) {
                double w = request.at("/model/layers/0/initialWeights/" + i + "/" + j)
                        .doubleValue();
                double next =
                        w - 0.1 * layers.at("/0/weightGradient/" + i + "/" + j).doubleValue();
                assertThat(next).isCloseTo(golden.at("/W1/" + j + "/" + i).doubleValue(), within(1e-9));
            }
            assertThat(0.1 - 0.1 * layers.at("/0/biasGradient/" + i).doubleValue())
                    .isCloseTo(golden.at("/b1/" + i).doubleValue(), within(1e-9));
            double w = request.at("/model/layers/1/initialWeights/0/" + i).doubleValue();
            assertThat(w - 0.1 * layers.at("/1/weightGradient/0/" + i).doubleValue())
                    .isCloseTo(golden.at("/W2/" + i).doubleValue(), within(1e-9));
            assertThat(layers.at("/0/output/0/" + i).doubleValue())
                    .isCloseTo(golden.at("/h/" + i).doubleValue(), within(1e-9));
        }
        assertThat(1 - 0.1 * layers.at("/1/biasGradient/0").doubleValue())
                .isCloseTo(golden.get("b2").doubleValue(), within(1e-9));
        assertThat(layers.at("/1/output/0/0").doubleValue())
                .isCloseTo(golden.get("o").doubleValue(), within(1e-9));
    }

    @Test
    void outputAndLossMayStandWhereAJobHasThem() {
        ObjectNode request = (ObjectNode) JSON.readTree(WORKED);
        ObjectNode model = (ObjectNode) request.get("model");
        model.set("output", model.get("layers").get(1));
        model.set("layers", JSON.createArrayNode().add(model.get("layers").get(0)));
        model.set("loss", request.remove("loss"));
        JsonNode job = ask(request.toString());
        JsonNode plain = ask(WORKED);
        assertThat(job.get("loss")).isEqualTo(plain.get("loss"));
        assertThat(job.at("/layers/1/weightGradient")).isEqualTo(plain.at("/layers/1/weightGradient"));
        assertThat(job.at("/layers/1/name").stringValue()).isEqualTo("output");
    }

    /** yHat = 2 x1 - x2 + 1 at (1, 2) and (3, -1): 1 and 8, targets 0 and 6: L = (1 + 4) / 2. */
    @Test
    void aLinearModelIsWorkedOutAsByHand() {
        JsonNode answer = ask("""
            {"model": {"layers": [{"type": "dense", "units": 1, "initialWeights": [[2, -1]], "initialBias": [1]}]},
             "loss": "mean_squared_error", "rows": [[1, 2], [3, -1]], "targets": [[0], [6]]}
            """);
        assertThat(answer.get("loss").doubleValue()).isEqualTo(2.5);
        assertThat(answer.at("/layers/0/output").toString()).isEqualTo("[[1.0],[8.0]]");
        assertThat(answer.at("/layers/0/delta").toString()).isEqualTo("[[1.0],[2.0]]");
        assertThat(answer.at("/layers/0/weightGradient").toString()).isEqualTo("[[7.0,0.0]]");
        assertThat(answer.at("/layers/0/biasGradient").toString()).isEqualTo("[3.0]");
        assertThat(answer.has("hessianVectorProduct")).isFalse();
        assertThat(answer.get("nonFinite").size()).isZero();
    }

    @Test
    void everyGradientIsTheDifferenceQuotientOfTheLoss() {
        String layers = """
            [{"type": "dense", "units": 3, "activation": "tanh", "initialWeights": [[%s, -0.2], [0.4, 0.1], [-0.3, 0.8]],
              "initialBias": [0.1, %s, 0]}, {"type": "dropout", "rate": 0.4},
             {"type": "dense", "units": 2, "activation": "softmax", "initialWeights": [[0.2, %s, -0.5], [0.1, 0.6, 0.3]]}]
            """;
        double[] at = {0.5, -0.1, 0.7};
        JsonNode answer = ask(request(layers, at));
        double[] gradient = {
            answer.at("/layers/0/weightGradient/0/0").doubleValue(),
            answer.at("/layers/0/biasGradient/1").doubleValue(),
            answer.at("/layers/2/weightGradient/0/1").doubleValue()
        };
        for (int i = 0; i < 3; i++) {
            double[] up = at.clone();
            double[] down = at.clone();
            up[i] += 1e-5;
            down[i] -= 1e-5;
            double above = ask(request(layers, up)).get("loss").doubleValue();
            double below = ask(request(layers, down)).get("loss").doubleValue();
            assertThat((above - below) / 2e-5).isCloseTo(gradient[i], within(1e-8));
        }
    }

    private static String request(String layers, double[] at) {
        return """
            {"model": {"layers": %s}, "rows": [[1, 2], [0.5, -1], [0.3, 0.9]], "targets": [[1, 0], [0, 1], [0, 1]], "seed": 4}
            """.formatted(layers.formatted(at[0], at[1], at[2]));
    }

    /** yHat = w1 x1 + w2 x2 + b: H = 2/n sum (x1, x2, 1) (x1, x2, 1)', here over (1, 2) and (3, -1). */
    @Test
    void theHessianTimesAVectorOfALinearModelIsKnown() {
        JsonNode answer = ask("""
                {"model": {"layers": [{"type": "dense", "units": 1, "initialWeights": [[2, -1]], "initialBias": [1]}]},
                 "loss": "mean_squared_error", "rows": [[1, 2], [3, -1]], "targets": [[0], [6]], "vector": [1, 10, 100]}
                """);
        assertThat(answer.get("hessianVectorProduct").toString()).isEqualTo("[400.0,149.0,214.0]");
    }

    /** H v by the difference of two gradients along v, listed layer by layer, row by row. */
    @Test
    void theHessianTimesAVectorIsTheDifferenceOfGradients() {
        double[] v = {1, -2, 0.5, 0.25, 3, -1, 2, 0.1, -0.7, 1.1};
        double e = 1e-5;
        JsonNode exact = ask(curved(v, 0)).get("hessianVectorProduct");
        double[] above = gradient(ask(curved(v, e)));
        double[] below = gradient(ask(curved(v, -e)));
        for (int i = 0; i < v.length; i++) {
            assertThat(exact.get(i).doubleValue()).isCloseTo((above[i] - below[i]) / (2 * e), within(1e-7));
        }
    }

    /** 2-2-1 (6 + 3 numbers) and one more: the parameters listed are moved by e v. */
    private static String curved(double[] v, double e) {
        double[] at = {0.3, -0.4, 0.2, 0.7, 0.1, -0.2, 0.5, -0.6, 0.05, 0};
        double[] moved = new double[at.length];
        for (int i = 0; i < at.length; i++) {
            moved[i] = at[i] + e * v[i];
        }
        return """
                {"model": {"layers": [
                   {"type": "dense", "units": 2, "activation": "tanh", "initialWeights": [[%s, %s], [%s, %s]], "initialBias": [%s, %s]},
                   {"type": "dense", "units": 1, "activation": "sigmoid", "initialWeights": [[%s, %s]], "initialBias": [%s]},
                   {"type": "dense", "units": 1, "useBias": false, "initialWeights": [[%s]]}]},
                 "loss": "mean_squared_error", "rows": [[1, 2], [0.5, -1]], "targets": [[1], [0]], "vector": %s}
                """.formatted(
                        moved[0],
                        moved[1],
                        moved[2],
                        moved[3],
                        moved[4],
                        moved[5],
                        moved[6],
                        moved[7],
                        moved[8],
                        moved[9],
                        Arrays.toString(v));
    }

    private static double[] gradient(JsonNode answer) {
        List<Double> all = new ArrayList<>();
        for (JsonNode layer : answer.get("layers")) {
            layer.get("weightGradient").forEach(row -> row.forEach(w -> all.add(w.doubleValue())));
            if (layer.has("biasGradient")) {
                layer.get("biasGradient").forEach(b -> all.add(b.doubleValue()));
            }
        }
        return all.stream().mapToDouble(Double::doubleValue).toArray();
    }

    @Test
    void whatIsNotFiniteIsNullAndTold() {
        JsonNode answer = ask("""
            {"model": {"layers": [{"type": "dense", "units": 1, "initialWeights": [[1e200]]}]},
             "loss": "mean_squared_error", "rows": [[1e200]], "targets": [[0]]}
            """);
        assertThat(answer.get("loss").isNull()).isTrue();
        assertThat(answer.at("/layers/0/output/0/0").isNull()).isTrue();
        List<String> pointers = answer.get("nonFinite").findValuesAsString("pointer");
        assertThat(pointers)
                .contains("/loss", "/layers/0/output/0/0", "/layers/0/weightGradient/0/0", "/layers/0/biasGradient/0");
        assertThat(pointers)
                .allSatisfy(p -> assertThat(answer.at(p).isNull()).as(p).isTrue());
    }

    @Test
    void anOutputThatFitsIsAddedWhereNoneIsGiven() {
        JsonNode answer = ask("""
            {"model": {"layers": ["dense:4:tanh"]}, "loss": "categorical_crossentropy",
             "rows": [[1, 2]], "targets": [[0, 1, 0]]}
            """);
        assertThat(answer.at("/layers/1/name").stringValue()).isEqualTo("output");
        assertThat(answer.at("/layers/1/output/0")
                        .valueStream()
                        .mapToDouble(JsonNode::doubleValue)
                        .sum())
                .isCloseTo(1, within(1e-12));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        {"model": {"layers": []}, "rows": [], "targets": []}                           | /rows                          | OUT_OF_RANGE
        {"model": {"layers": []}, "rows": [[1]], "targets": [[1], [2]]}                | /targets                       | SHAPE_MISMATCH
        {"model": {"layers": [], "output": "dense:2"}, "rows": [[1]], "targets": [[1]]} | /targets                      | SHAPE_MISMATCH
        {"model": {"layers": []}, "rows": [[1, 2], [3]], "targets": [[1], [2]]}        | /rows/1                        | RAGGED_ROW
        {"model": {"layers": []}, "rows": [[1]], "targets": [[1]], "vector": [1]}      | /vector                        | SHAPE_MISMATCH
        {"model": {"layers": [{"type": "dense", "units": 1, "initialWeights": [[1, 2]]}]}, "rows": [[1]], "targets": [[1]]} | /model/layers/0/initialWeights | SHAPE_MISMATCH
        {"model": {"layers": [], "output": {"type": "dense", "units": 1, "initialBias": [1, 2]}}, "rows": [[1]], "targets": [[1]]} | /model/output/initialBias | SHAPE_MISMATCH
        {"model": {"layers": ["dense:2:relu"]}, "loss": "binary_crossentropy", "rows": [[1]], "targets": [[1, 2]]} | /model/layers/0/activation | LOSS_MISMATCH
        {"model": {"layers": ["dense:90000"]}, "rows": [[1, 2, 3]], "targets": [[1]]}  | /model                         | TOO_LARGE
        {"model": {"layers": [], "loss": "mean_squared_error"}, "loss": "mean_squared_error", "rows": [[1]], "targets": [[1]]} | /loss | AMBIGUOUS
        """)
    void whatDoesNotFitIsRefused(String request, String pointer, String code) {
        Answer answer = post("/network-gradients", request);
        assertThat(answer.status()).as(answer.body().toString()).isEqualTo(422);
        assertThat(answer.body().get("errors").findValuesAsString("pointer"))
                .as(answer.body().toString())
                .contains(pointer);
        assertThat(answer.body().get("errors").findValuesAsString("code")).contains(code);
    }

    @Test
    void everyFaultIsToldAtOnce() {
        Answer answer = post("/network-gradients", """
            {"model": {"layers": [{"type": "dense", "units": 2, "initialWeights": [[1, 2]]}], "output": "dense:3"},
             "loss": "binary_crossentropy", "rows": [[1, 2]], "targets": [[1], [0]], "vector": [1]}
            """);
        assertThat(answer.body().get("errors").findValuesAsString("pointer"))
                .contains("/model/layers/0/initialWeights", "/model/output/activation", "/targets", "/vector");
    }
}
