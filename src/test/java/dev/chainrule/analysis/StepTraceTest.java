package dev.chainrule.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class StepTraceTest extends JobsTestBase {

    private static final String IRIS = """
        {"dataset": {"generator": {"type": "iris"}}, "model": {"layers": ["dense:6:tanh", "dense:5:sigmoid"]},
         "training": {"epochs": 20, "seed": 5, "batchSize": 16}}
        """;

    private JsonNode trace(String job, long step) {
        Answer answer = get("/jobs/" + job + "/steps/" + step + "/trace");
        assertThat(answer.status()).as(answer.body().toString()).isEqualTo(200);
        return answer.body();
    }

    private static List<JsonNode> lines(JsonNode trace, String algorithm, int line) {
        return trace.get("lines")
                .valueStream()
                .filter(l -> l.get("algorithm").stringValue().equals(algorithm)
                        && l.get("line").intValue() == line)
                .toList();
    }

    private static JsonNode symbol(JsonNode trace, String symbol) {
        return trace.get("lines")
                .valueStream()
                .filter(l -> l.get("symbol").stringValue().equals(symbol))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + symbol));
    }

    private void assertIsTheStoredStep(String job, long step) {
        JsonNode trace = trace(job, step);
        Map<String, Double> stored = stored(job, step);
        assertThat(trace.get("step").longValue()).isEqualTo(step);
        trace.get("series")
                .properties()
                .forEach(series -> assertThat(series.getValue().doubleValue())
                        .as("%s at step %d", series.getKey(), step)
                        .isEqualTo(stored.get(series.getKey())));
        assertThat(symbol(trace, "J").at("/values/0/0").doubleValue()).isEqualTo(stored.get("loss"));
        double gradient = 0;
        for (JsonNode line : trace.get("lines")) {
            if (line.get("symbol").stringValue().matches("dJ/d[Wb]_\\d")) {
                gradient += Math.pow(line.get("norm").doubleValue(), 2);
            }
        }
        assertThat(Math.sqrt(gradient)).isCloseTo(stored.get("gradientNorm"), within(1e-6));
    }

    @Test
    void aTraceIsTheJobsOwnStepBitByBit() {
        String job = train(IRIS);
        for (long step : new long[] {1, 2, 8, 9, 81, 160}) {
            assertIsTheStoredStep(job, step);
        }
        assertThat(trace(job, 160).get("replayedFrom").longValue()).isLessThan(160);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"optimizer\": \"momentum:0.05\", \"precision\": \"float64\", \"schedule\": \"cosine\"",
                "\"optimizer\": \"gradient_descent:0.1\"",
                "\"clip\": {\"norm\": 0.1}, \"earlyStopping\": {\"patience\": 2}",
                "\"shuffle\": false, \"batchSize\": 7"
            })
    void soItIsUnderEverySetting(String training) {
        String job = train("""
            {"dataset": {"generator": {"type": "iris"}}, "monitor": {"every": 3},
             "model": {"layers": ["dense:6:relu", "dropout:0.3"], "regularizer": {"type": "l2", "lambda": 0.01}},
             "training": {"epochs": 12, "seed": 9, %s}}
            """.formatted(training));
        assertIsTheStoredStep(job, 3);
        assertIsTheStoredStep(job, 12);
    }

    @ParameterizedTest
    @ValueSource(strings = {"lbfgs", "newton_cg", "svrg:0.05", "averaged_sgd:0.1"})
    void theStepsOfMethodsWithSeveralGradientsAreTheirOwnToo(String optimizer) throws Exception {
        String job = train("""
                {"dataset": {"generator": {"type": "iris"}}, "model": {"layers": ["dense:5:tanh"]},
                 "training": {"epochs": 6, "seed": 9, "precision": "float64", "optimizer": "%s"}}
                """.formatted(optimizer));
        for (long step : new long[] {1, 3}) {
            JsonNode trace = trace(job, step);
            Map<String, Double> stored = stored(job, step);
            trace.get("series")
                    .properties()
                    .forEach(series -> assertThat(series.getValue().doubleValue())
                            .as("%s at step %d", series.getKey(), step)
                            .isEqualTo(stored.get(series.getKey())));
            assertThat(symbol(trace, "J").at("/values/0/0").doubleValue()).isCloseTo(stored.get("loss"), within(1e-12));
            JsonNode code = symbol(trace, "next layer1.weight").get("code");
            assertThat(Files.readString(Path.of(code.get("file").stringValue())))
                    .contains("class ");
        }
    }

    @Test
    void aForksStepsAreItsOwnAfterAndItsOriginsBefore() {
        String origin = train(IRIS);
        String fork = post("/jobs/" + origin + "/fork", """
            {"atStep": 50, "patch": {"training": {"optimizer": "sgd:0.5"}}}\
            """).body().get("id").stringValue();
        awaitEnd(fork);
        for (long step : new long[] {49, 50, 51, 52, 120}) {
            assertIsTheStoredStep(fork, step);
        }
        assertThat(trace(fork, 50)
                        .get("lines")
                        .valueStream()
                        .map(l -> l.get("algorithm").stringValue()))
                .contains("adam")
                .doesNotContain("sgd");
        assertThat(trace(fork, 51)
                        .get("lines")
                        .valueStream()
                        .map(l -> l.get("algorithm").stringValue()))
                .contains("sgd")
                .doesNotContain("adam");
    }

    @Test
    void theLinesFollowTheAlgorithmsAndNameTheirCode() throws Exception {
        JsonNode trace = trace(train(IRIS), 4);
        List<String> order = new ArrayList<>();
        for (JsonNode line : trace.get("lines")) {
            String algorithm = line.get("algorithm").stringValue();
            if (order.isEmpty() || !order.getLast().equals(algorithm)) {
                order.add(algorithm);
            }
            String file = line.at("/code/file").stringValue();
            String method = line.at("/code/method").stringValue();
            assertThat(Files.readString(Path.of(file))).contains(" " + method.replaceAll(".*\\.", "") + "(");
            List<String> source = Files.readAllLines(Path.of(file));
            assertThat(source.get(line.at("/code/line").intValue() - 1))
                    .as(method)
                    .contains("(");
            assertThat(line.get("values").size()).isEqualTo(line.at("/shape/0").intValue());
            assertThat(line.at("/values/0").size())
                    .isEqualTo(line.at("/shape/1").intValue());
        }
        assertThat(order).containsExactly("6.3", "6.4", "adam");
        assertThat(lines(trace, "6.3", 3))
                .extracting(l -> l.get("symbol").stringValue())
                .containsExactly("a_1", "a_2", "a_3");
        assertThat(lines(trace, "6.4", 6))
                .extracting(l -> l.get("symbol").stringValue())
                .containsExactly("dJ/dh_2", "dJ/dh_1");
        assertThat(symbol(trace, "a_1").get("shape").toString()).isEqualTo("[6,16]");
        assertThat(symbol(trace, "a_1").at("/code/method").stringValue()).isEqualTo("DenseLayer.forward");
        assertThat(symbol(trace, "h_1").at("/code/method").stringValue()).endsWith("Tanh.value");
        assertThat(symbol(trace, "dJ/da_2").at("/code/method").stringValue()).endsWith("Sigmoid.backward");
        assertThat(symbol(trace, "dJ/da_3").at("/code/method").stringValue())
                .endsWith("CategoricalCrossentropy.gradient");
    }

    /** a_1 = W_1 x + b_1 and dJ/dW_1 = dJ/da_1 x', done again here in double precision. */
    @Test
    void theNumbersOfALineFollowFromThoseItNames() {
        JsonNode trace = trace(train(IRIS), 4);
        double[][] w = rows(symbol(trace, "W_1"));
        double[][] x = rows(symbol(trace, "x"));
        double[][] b = rows(symbol(trace, "b_1"));
        double[][] a = rows(symbol(trace, "a_1"));
        double[][] delta = rows(symbol(trace, "dJ/da_1"));
        double[][] gradient = rows(symbol(trace, "dJ/dW_1"));
        for (int i = 0; i < w.length; i++) {
            for (int e = 0; e < x[0].length; e++) {
                double sum = b[i][0];
                for (int j = 0; j < x.length; j++) {
                    sum += w[i][j] * x[j][e];
                }
                assertThat(a[i][e]).isCloseTo(sum, within(1e-6));
            }
            for (int j = 0; j < x.length; j++) {
                double sum = 0;
                for (int e = 0; e < x[0].length; e++) {
                    sum += delta[i][e] * x[j][e];
                }
                assertThat(gradient[i][j]).isCloseTo(sum, within(1e-7));
            }
        }
    }

    private static double[][] rows(JsonNode line) {
        return line.get("values")
                .valueStream()
                .map(row -> row.valueStream().mapToDouble(JsonNode::doubleValue).toArray())
                .toArray(double[][]::new);
    }

    @Test
    void theNextParametersAreThoseTheNextStepBeginsWith() {
        String job = train(IRIS);
        JsonNode before = trace(job, 10);
        JsonNode after = trace(job, 11);
        assertThat(symbol(before, "next layer1.weight").get("values"))
                .isEqualTo(symbol(after, "W_1").get("values"));
        double[][] change = rows(symbol(before, "change of layer1.weight"));
        double[][] old = rows(symbol(before, "W_1"));
        double[][] next = rows(symbol(before, "next layer1.weight"));
        assertThat(old[2][1] + change[2][1]).isCloseTo(next[2][1], within(1e-7));
        assertThat(change[2][1]).isNotZero();
    }

    @Test
    void theStepThatDivergedShowsWhereItsNumbersEnded() {
        String job = train("""
            {"dataset": {"generator": {"type": "linear"}}, "model": {"layers": ["dense:8:relu", "dense:8:relu"]},
             "training": {"epochs": 50, "seed": 1, "optimizer": "sgd:50"}}
            """);
        JsonNode ended = get("/jobs/" + job).body();
        assertThat(ended.get("stopReason").stringValue()).isEqualTo("DIVERGED");
        long step = ended.at("/error/step").longValue();
        JsonNode trace = trace(job, step);
        double largest = trace.get("lines")
                .valueStream()
                .filter(line -> line.get("algorithm").stringValue().equals("6.4"))
                .mapToDouble(line -> line.get("norm").isNull()
                        ? Double.POSITIVE_INFINITY
                        : line.get("norm").doubleValue())
                .max()
                .orElseThrow();
        assertThat(largest * largest).as("no float holds its square").isGreaterThan(Float.MAX_VALUE);
        assertThat(symbol(trace, "change of layer1.weight").get("norm").doubleValue())
                .as("a step that diverges is not taken")
                .isZero();
    }

    @Test
    void whatIsNotFiniteIsToldByRowAndColumn() {
        Matrix matrix = new Matrix(2, 2, new double[] {1, Double.NaN, Double.NEGATIVE_INFINITY, 4});
        assertThat(matrix.nonFinite())
                .containsExactly(
                        new Matrix.NonFinite(List.of(0, 1), "-Infinity"), new Matrix.NonFinite(List.of(1, 0), "NaN"));
        assertThat(matrix.toRows()[1]).containsExactly(Double.NaN, 4);
        assertThat(new Matrix(1, 1, new double[] {3}).nonFinite()).isNull();
    }

    @Test
    void aRunningJobIsNotDisturbed() {
        String endless = """
            {"dataset": {"generator": {"type": "iris"}}, "model": {"layers": ["dense:4:tanh"]},
             "training": {"epochs": 1000000, "seed": 1}, "monitor": {"every": 50}, "checkpoints": {"everySeconds": 1}}
            """;
        String job = submit(endless);
        Awaitility.await()
                .until(() -> get("/jobs/" + job).body().at("/progress/step").longValue() > 300);
        Awaitility.await().untilAsserted(() -> stored(job, 100));
        assertIsTheStoredStep(job, 100);
        assertThat(get("/jobs/" + job).body().get("state").stringValue()).isEqualTo("RUNNING");
        post("/jobs/" + job + "/cancel", "");
        JsonNode ended = awaitEnd(job);
        assertThat(ended.get("state").stringValue()).isEqualTo("CANCELLED");
        assertThat(ended.get("attempt").intValue()).isEqualTo(1);
    }

    @Test
    void whatCannotBeShownIsRefusedWithItsReason() {
        String job = train(IRIS);
        assertThat(get("/jobs/" + job + "/steps/0/trace").status()).isEqualTo(404);
        Answer beyond = get("/jobs/" + job + "/steps/161/trace");
        assertThat(beyond.status()).isEqualTo(404);
        assertThat(beyond.body().get("code").stringValue()).isEqualTo("NO_SUCH_STEP");
        assertThat(beyond.body().get("detail").stringValue()).contains("has made 160");
        assertThat(get("/jobs/" + job + "/steps/x/trace").status()).isEqualTo(400);
        assertThat(get("/jobs/nothing/steps/1/trace").status()).isEqualTo(404);

        String wide = train("""
            {"dataset": {"generator": {"type": "iris"}}, "model": {"layers": ["dense:400", "dense:400"]},
             "training": {"epochs": 1, "seed": 1}}
            """);
        Answer large = get("/jobs/" + wide + "/steps/1/trace");
        assertThat(large.status()).isEqualTo(422);
        assertThat(large.body().get("code").stringValue()).isEqualTo("TOO_LARGE");
        assertThat(large.body().get("detail").stringValue()).contains("at most 100000 are shown");
    }
}
