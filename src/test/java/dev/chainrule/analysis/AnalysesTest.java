package dev.chainrule.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.chainrule.engine.diagnose.GradientCheck;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class AnalysesTest extends JobsTestBase {

    private static final String IRIS = """
            {"dataset": {"generator": {"type": "iris"}},
             "model": {"layers": ["dense:6:tanh", "dropout:0.2", "dense:5:sigmoid"], "regularizer": {"type": "l2", "lambda": 0.01}},
             "training": {"epochs": 20, "seed": 5, "optimizer": "sgd:0.1"}}
            """;

    /** y = w x + b on x = 1, 2, 3, 4: H = 2/n [sum x^2, sum x; sum x, n] = [15, 5; 5, 2]. */
    private static final String LINE = """
            {"dataset": {"columns": ["x", "y"], "rows": [[1, 3], [2, 5], [3, 7], [4, 9]], "target": "y", "scaling": "none",
                         "task": "regression", "split": {"validation": 0}},
             "model": {"layers": []}, "training": {"epochs": 5, "seed": 1, "optimizer": "sgd:%s", "precision": "float64"}}
            """;

    private JsonNode ask(String request) {
        Answer answer = post("/analyses", request);
        assertThat(answer.status()).as(answer.body().toString()).isEqualTo(202);
        assertThat(answer.body().get("result").isNull()).isTrue();
        return awaitDone(answer.body().get("id").stringValue());
    }

    private JsonNode awaitDone(String id) {
        Awaitility.await()
                .atMost(Duration.ofMinutes(2))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> get("/analyses/" + id).body().get("done").booleanValue());
        return get("/analyses/" + id).body();
    }

    private JsonNode result(String request) {
        JsonNode done = ask(request);
        assertThat(done.get("state").stringValue()).as(done.toString()).isEqualTo("SUCCEEDED");
        assertThat(done.get("progress").doubleValue()).isEqualTo(1);
        assertThat(done.get("error").isNull()).isTrue();
        return done.get("result");
    }

    @ParameterizedTest
    @ValueSource(strings = {"latest", "initial"})
    void aJobsGradientsAgreeWithDifferencesLayerByLayer(String at) {
        String job = train(IRIS);
        JsonNode result = result("{\"type\": \"gradient_check\", \"job\": \"%s\", \"at\": \"%s\"}".formatted(job, at));
        assertThat(result.get("agrees").booleanValue()).as(result.toString()).isTrue();
        assertThat(result.get("maxRelativeError").doubleValue()).isBetween(0.0, 1e-6);
        assertThat(result.get("verdict").stringValue()).startsWith("Back-propagation gives the derivative");
        assertThat(result.get("step").longValue()).isEqualTo(at.equals("latest") ? 80 : 0);
        assertThat(result.get("examples").intValue()).isEqualTo(32);
        assertThat(result.get("arrays").findValuesAsString("layer"))
                .containsExactly("layer1", "layer1", "layer3", "layer3", "output", "output");
        assertThat(result.at("/arrays/0/compared").intValue()).isEqualTo(20);
        assertThat(result.at("/arrays/0/medianRelativeError").doubleValue())
                .isLessThanOrEqualTo(result.at("/arrays/0/maxRelativeError").doubleValue());
    }

    @Test
    void aWrongDerivativeIsSaidToBeWrong() {
        var component = new GradientCheck.Component(0, 1, 2, 0.5);
        String verdict = GradientCheckAnswer.verdict(new GradientCheck(List.of(component), 0.5), 1);
        assertThat(verdict).startsWith("1 of 1 components differ by more than 1.0E-5");
    }

    @Test
    void theCurvatureOfALineIsItsKnownHessian() {
        String job = train(LINE.formatted("0.05"));
        JsonNode result = result("{\"type\": \"curvature\", \"job\": \"%s\", \"draws\": 400}".formatted(job));
        double top = (17 + Math.sqrt(269)) / 2;
        assertThat(result.at("/largest/0/value").doubleValue()).isCloseTo(top, within(1e-9));
        assertThat(result.at("/least/value").doubleValue()).isCloseTo(17 - top, within(1e-9));
        assertThat(result.get("stableBelow").doubleValue()).isCloseTo(2 / top, within(1e-10));
        assertThat(result.at("/trace/value").doubleValue())
                .isCloseTo(17, within(4 * result.at("/trace/standardError").doubleValue()));
        assertThat(result.get("learningRate").doubleValue()).isEqualTo(0.05);
        assertThat(result.get("converged").booleanValue()).isTrue();
        assertThat(result.get("verdict").stringValue()).contains("below it");

        JsonNode fast = result("{\"type\": \"curvature\", \"job\": \"%s\"}".formatted(train(LINE.formatted("0.13"))));
        assertThat(fast.get("verdict").stringValue()).contains("above it");
        JsonNode adam = result("{\"type\": \"curvature\", \"job\": \"%s\"}"
                .formatted(train(LINE.formatted("0.13").replace("sgd", "adam"))));
        assertThat(adam.get("verdict").stringValue()).contains("adam does not step along the gradient alone");
    }

    @Test
    void theHessianOfALineTimesAVectorIsKnown() {
        String job = train(LINE.formatted("0.05"));
        JsonNode given = result("""
                {"type": "hessian_vector_product", "job": "%s", "direction": "given", "vector": [1, 0]}""".formatted(job));
        assertThat(given.at("/product/0").doubleValue()).isCloseTo(15, within(1e-12));
        assertThat(given.at("/product/1").doubleValue()).isCloseTo(5, within(1e-12));
        assertThat(given.get("rayleighQuotient").doubleValue()).isCloseTo(15, within(1e-12));
        assertThat(given.get("vectorNorm").doubleValue()).isEqualTo(1);
        assertThat(given.get("differenceError").doubleValue()).isLessThan(1e-7);
        JsonNode gradient = result("""
                {"type": "hessian_vector_product", "job": "%s", "direction": "gradient"}""".formatted(job));
        assertThat(gradient.get("rayleighQuotient").doubleValue()).isBetween(0.29, 16.71);
    }

    @Test
    void theProductOfANetworkAgreesWithADifferenceOfGradients() {
        JsonNode result = result("{\"type\": \"hessian_vector_product\", \"job\": \"%s\"}".formatted(train(IRIS)));
        assertThat(result.get("differenceError").doubleValue()).isBetween(1e-14, 1e-6);
        assertThat(result.get("productNorm").doubleValue()).isPositive();
        assertThat(result.get("examples").intValue()).isEqualTo(120);
    }

    /** Both directions are plus or minus w; J is that of the moved w, by hand. */
    @Test
    void theLandscapeOfALineIsAParabola() {
        String job = train(LINE.formatted("0.02"));
        String model = get("/jobs/" + job).body().get("modelId").stringValue();
        List<JsonNode> values = get("/models/" + model + "/parameters").body().findValues("values");
        double w = values.get(0).get(0).get(0).doubleValue();
        double b = values.get(1).get(0).doubleValue();
        JsonNode result =
                result("{\"type\": \"landscape\", \"job\": \"%s\", \"points\": 5, \"radius\": 0.5}".formatted(job));
        assertThat(result.get("center").doubleValue()).isCloseTo(line(w, b), within(1e-12));
        assertThat(result.at("/values/2/2").doubleValue())
                .isEqualTo(result.get("center").doubleValue());
        double corner = result.at("/values/4/2").doubleValue();
        assertThat(List.of(line(1.5 * w, b), line(0.5 * w, b)))
                .anySatisfy(j -> assertThat(corner).isCloseTo(j, within(1e-12)));
        assertThat(Math.abs(result.get("cosine").doubleValue())).isCloseTo(1, within(1e-12));
    }

    private static double line(double w, double b) {
        double sum = 0;
        for (int x = 1; x <= 4; x++) {
            sum += Math.pow(w * x + b - (2 * x + 1), 2);
        }
        return sum / 4;
    }

    @Test
    void theRangeOfRatesBeginsWithTheJobsOwnFirstStepAndFindsWhereItDiverges() {
        String job = train(IRIS);
        JsonNode result = result("""
                {"type": "learning_rate_range", "job": "%s", "min": 1e-4, "max": 1e5, "steps": 150}""".formatted(job));
        assertThat(result.at("/losses/0").doubleValue())
                .isEqualTo(stored(job, 1).get("loss"));
        assertThat(result.at("/rates/0").doubleValue()).isEqualTo(1e-4);
        assertThat(result.get("suggested").doubleValue())
                .isBetween(1e-4, result.get("least").doubleValue());
        assertThat(result.get("diverges").doubleValue())
                .isGreaterThan(result.get("least").doubleValue());
        assertThat(result.get("verdict").stringValue())
                .contains("falls fastest", "diverges from", "The job's rate is 0.10");
    }

    @Test
    void whereAJobStartsFromAModelItsFirstParametersAreTheModels() {
        String name = "origin of the analyses";
        String origin = train(IRIS.replace("{\"dataset\"", "{\"name\": \"" + name + "\", \"dataset\""));
        String model = get("/jobs/" + origin).body().get("modelId").stringValue();
        String job = train(IRIS.replace("{\"layers\"", "{\"startFrom\": \"" + model + "\", \"layers\""));

        JsonNode range = result("""
                {"type": "learning_rate_range", "job": "%s", "min": 1e-4, "max": 1e5, "steps": 150}""".formatted(job));
        assertThat(range.at("/losses/0").doubleValue()).isEqualTo(stored(job, 1).get("loss"));
        String curvature = """
                {"type": "hessian_vector_product", "job": "%s", "at": "%s", "direction": "gradient", "examples": 1000, "seed": 3}""";
        assertThat(result(curvature.formatted(job, "initial")).get("vectorNorm"))
                .isEqualTo(result(curvature.formatted(origin, "latest")).get("vectorNorm"));
    }

    @Test
    void aLongOneShowsItsProgressAndIsCancelledWhileTrainingGoesOn() {
        String job = train(IRIS.replace("dense:6", "dense:300"));
        String id = post("/analyses", """
                        {"type": "landscape", "job": "%s", "points": 101, "examples": 10000}""".formatted(job)).body().get("id").stringValue();
        String waiting = post("/analyses", "{\"type\": \"gradient_check\", \"job\": \"%s\"}".formatted(job))
                .body()
                .get("id")
                .stringValue();
        Awaitility.await()
                .until(() -> get("/analyses/" + id).body().get("progress").doubleValue() > 0);
        assertThat(send("DELETE", "/analyses/" + id, "").status()).isEqualTo(409);
        assertThat(get("/jobs/" + train(LINE.formatted("0.01")))
                        .body()
                        .get("state")
                        .stringValue())
                .isEqualTo("SUCCEEDED");
        assertThat(post("/analyses/" + waiting + "/cancel", "")
                        .body()
                        .get("state")
                        .stringValue())
                .isEqualTo("CANCELLED");
        assertThat(post("/analyses/" + id + "/cancel", "").status()).isEqualTo(202);
        JsonNode ended = awaitDone(id);
        assertThat(ended.get("state").stringValue()).isEqualTo("CANCELLED");
        assertThat(ended.get("progress").doubleValue()).isLessThan(1);
        assertThat(ended.get("result").isNull()).isTrue();
        assertThat(send("DELETE", "/analyses/" + id, "").status()).isEqualTo(204);
        assertThat(get("/analyses/" + id).status()).isEqualTo(404);
    }

    @Test
    void theyAreListedByJobAndGoWithIt() {
        String job = train(LINE.formatted("0.05"));
        String first = ask("{\"type\": \"gradient_check\", \"job\": \"%s\"}".formatted(job))
                .get("id")
                .stringValue();
        String second = ask("{\"type\": \"landscape\", \"job\": \"%s\"}".formatted(job))
                .get("id")
                .stringValue();
        JsonNode page = get("/analyses?job=" + job + "&pageSize=1").body();
        assertThat(page.get("items").findValuesAsString("id")).containsExactly(second);
        assertThat(page.at("/items/0/result").isNull()).isTrue();
        JsonNode next = get("/analyses?job=" + job + "&pageToken="
                        + page.get("nextPageToken").stringValue())
                .body();
        assertThat(next.get("items").findValuesAsString("id")).containsExactly(first);
        assertThat(next.get("nextPageToken").isNull()).isTrue();
        assertThat(send("DELETE", "/jobs/" + job, "").status()).isEqualTo(204);
        assertThat(get("/analyses/" + first).status()).isEqualTo(404);
    }

    @Test
    void aJobWithoutParametersYetIsAskedAtItsFirstOnes() {
        String job = submit("""
                {"dataset": {"generator": {"type": "iris"}}, "model": {"layers": ["dense:4:tanh"]},
                 "training": {"epochs": 1000000, "seed": 1}, "monitor": {"every": 1000}, "checkpoints": {"everySeconds": 3600}}
                """);
        Answer latest = post("/analyses", "{\"type\": \"gradient_check\", \"job\": \"%s\"}".formatted(job));
        assertThat(latest.status()).isEqualTo(409);
        assertThat(latest.body().get("code").stringValue()).isEqualTo("NO_PARAMETERS");
        JsonNode initial =
                result("{\"type\": \"gradient_check\", \"job\": \"%s\", \"at\": \"initial\"}".formatted(job));
        assertThat(initial.get("parameters").stringValue()).isEqualTo("initial");
        post("/jobs/" + job + "/cancel", "");
        awaitEnd(job);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"type": "curvatur", "job": "JOB"}                                               | UNKNOWN_NAME
            {"type": "curvature"}                                                            | MISSING_FIELD
            {"job": "JOB"}                                                                   | MISSING_FIELD
            {"type": "curvature", "job": "JOB", "eigenvalues": 0}                            | OUT_OF_RANGE
            {"type": "landscape", "job": "JOB", "radius": 0}                                 | OUT_OF_RANGE
            {"type": "learning_rate_range", "job": "JOB", "min": 1, "max": 0.1}              | INVALID
            {"type": "hessian_vector_product", "job": "JOB", "direction": "given"}           | INVALID
            {"type": "hessian_vector_product", "job": "JOB", "direction": "given", "vector": [1]} | SHAPE_MISMATCH
            """)
    void whatMakesNoSenseIsRefused(String request, String code) {
        String job = train(LINE.formatted("0.05"));
        Answer answer = post("/analyses", request.replace("JOB", job));
        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.body().get("errors").findValuesAsString("code"))
                .as(answer.body().toString())
                .contains(code);
    }

    @Test
    void whatIsNotThereIsNotFoundAndWhatIsTooLargeSaysTheLimit() {
        assertThat(post("/analyses", "{\"type\": \"curvature\", \"job\": \"nothing\"}")
                        .status())
                .isEqualTo(404);
        assertThat(get("/analyses/nothing").status()).isEqualTo(404);
        assertThat(post("/analyses/nothing/cancel", "").status()).isEqualTo(404);
        String job = train("""
                {"dataset": {"generator": {"type": "spiral", "rows": 5000}}, "model": {"layers": ["dense:800", "dense:800"]},
                 "training": {"epochs": 1, "seed": 1, "batchSize": 1000}}
                """);
        Answer large = post("/analyses", """
                {"type": "landscape", "job": "%s", "points": 101, "examples": 5000}""".formatted(job));
        assertThat(large.status()).isEqualTo(422);
        assertThat(large.body().get("code").stringValue()).isEqualTo("TOO_LARGE");
        assertThat(large.body().get("detail").stringValue()).contains("at most 5.0e+12");
    }

    @Test
    void theCatalogAndTheSchemaKnowEveryKind() {
        assertThat(get("/catalog").body().at("/families/analysis/members").findValuesAsString("formula"))
                .hasSize(5)
                .allSatisfy(formula -> assertThat(formula).isNotBlank());
        JsonNode schema = get("/schemas/analysis").body();
        assertThat(schema.get("$ref").stringValue()).isEqualTo("#/$defs/analysis");
        assertThat(schema.at("/$defs/analysis/oneOf").size()).isEqualTo(6);
    }
}
