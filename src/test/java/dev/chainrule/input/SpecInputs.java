package dev.chainrule.input;

import static dev.chainrule.input.BadInput.request;
import static dev.chainrule.input.BadInput.spec;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** B68 to B82, B90: networks and trainings that cannot be. */
final class SpecInputs {

    private SpecInputs() {}

    static List<BadInput> all() {
        return Stream.of(layers(), rates(), batches(), parts(), names())
                .flatMap(List::stream)
                .toList();
    }

    /** A job on iris with this network and this training. */
    static String iris(String model, String training) {
        return "{\"dataset\": {\"generator\": {\"type\": \"iris\"}}, \"model\": " + model + ", \"training\": "
                + training + "}";
    }

    private static BadInput training(int number, String training, String code, String field, String words) {
        return spec(number, training, iris("{\"layers\": []}", training), code, "/training" + field, words);
    }

    private static BadInput layer(int number, String what, String layers, String code, String place, String words) {
        return spec(number, what, iris("{\"layers\": [" + layers + "]}", "{\"epochs\": 1}"), code, place, words);
    }

    private static List<BadInput> layers() {
        String units = "{\"type\": \"dense\", \"units\": %s}";
        String at = "/model/layers/0/units";
        String thousand =
                IntStream.range(0, 1_000).mapToObj(i -> "\"dense:4:sigmoid\"").collect(Collectors.joining(","));
        return List.of(
                spec(68, "no list of layers", iris("{}", "{}"), "MISSING_FIELD", "/model/layers", "layers is missing"),
                layer(68, "size 0", units.formatted("0"), "OUT_OF_RANGE", at, "units"),
                layer(68, "size -1", units.formatted("-1"), "OUT_OF_RANGE", at, "units"),
                layer(68, "size 2^31", units.formatted("2147483648"), "OUT_OF_RANGE", at, "units"),
                layer(68, "size 1.5", units.formatted("1.5"), "NOT_AN_INTEGER", at, "1.5"),
                layer(68, "size \"10\"", units.formatted("\"10\""), "WRONG_TYPE", at, "10"),
                layer(
                        69,
                        "another number of inputs",
                        "{\"type\": \"dense\", \"units\": 2, \"initialWeights\": [[1, 2], [3, 4]]}",
                        "SHAPE_MISMATCH",
                        "/model/layers/0/initialWeights",
                        "4"),
                spec(
                        69,
                        "another number of outputs",
                        iris("{\"layers\": [], \"output\": \"dense:4:softmax\"}", "{}"),
                        "SHAPE_MISMATCH",
                        "/model/output/units",
                        "3"),
                new BadInput(70, "1 000 layers", talk -> deepNetworkTrains(talk, thousand)),
                layer(
                        70,
                        "1 001 layers",
                        thousand + ",\"dense:10:tanh\"",
                        "INVALID",
                        "/model",
                        "layers must be at most 1000, were 1001"),
                layer(
                        71,
                        "100 000 x 100 000",
                        "\"dense:100000\", \"dense:100000\"",
                        "MEMORY_ESTIMATE",
                        "/model",
                        "GiB"));
    }

    private static void deepNetworkTrains(Talk talk, String layers) {
        Reply submitted = talk.json("/jobs", iris("{\"layers\": [" + layers + "]}", "{\"epochs\": 8, \"seed\": 1}"));
        JsonNode job = talk.success(submitted);
        Reply findings =
                talk.get("/jobs/" + job.get("id").stringValue() + "/findings").expect(200);
        assertThat(findings.body()).contains("VANISHING_GRADIENT");
        talk.get("/jobs/" + job.get("id").stringValue() + "/layers").expect(200);
    }

    private static List<BadInput> rates() {
        String rate = "{\"optimizer\": {\"type\": \"sgd\", \"learningRate\": %s}}";
        String field = "/optimizer/learningRate";
        return List.of(
                training(72, rate.formatted("0"), "OUT_OF_RANGE", field, "learningRate"),
                training(73, rate.formatted("-0.1"), "OUT_OF_RANGE", field, "learningRate"),
                request(
                        73,
                        "rate NaN",
                        talk -> talk.json("/jobs", iris("{\"layers\":[]}", rate.formatted("NaN"))),
                        400,
                        "MALFORMED_JSON",
                        "line 1, column ",
                        ""),
                request(
                        73,
                        "rate Infinity",
                        talk -> talk.json("/jobs", iris("{\"layers\":[]}", rate.formatted("Infinity"))),
                        400,
                        "MALFORMED_JSON",
                        "line 1, column ",
                        ""),
                training(73, rate.formatted("1e300"), "OUT_OF_RANGE", field, "learningRate"),
                training(73, rate.formatted("\"abc\""), "WRONG_TYPE", field, "abc"),
                training(73, rate.formatted("null"), "WRONG_TYPE", field, "null"),
                new BadInput(74, "learning rate 1e6 with SGD", SpecInputs::divergesInTheOpen),
                training(
                        75,
                        "{\"optimizer\": {\"type\": \"momentum\", \"momentum\": 1.0}}",
                        "OUT_OF_RANGE",
                        "/optimizer/momentum",
                        "momentum"),
                training(
                        75,
                        "{\"optimizer\": {\"type\": \"momentum\", \"momentum\": -1}}",
                        "OUT_OF_RANGE",
                        "/optimizer/momentum",
                        "momentum"),
                training(
                        75,
                        "{\"optimizer\": {\"type\": \"adam\", \"beta1\": 1}}",
                        "OUT_OF_RANGE",
                        "/optimizer/beta1",
                        "beta1"),
                training(
                        75,
                        "{\"optimizer\": {\"type\": \"adam\", \"epsilon\": 0}}",
                        "OUT_OF_RANGE",
                        "/optimizer/epsilon",
                        "epsilon"));
    }

    /** The loss is not finite: where, it says; the last finite checkpoint and the history up to it are kept. */
    private static void divergesInTheOpen(Talk talk) {
        JsonNode job = talk.end(talk.json("/jobs", """
                {"dataset": {"generator": {"type": "linear", "rows": 100, "seed": 1}}, "model": {"layers": ["dense:8:relu"]},
                 "training": {"optimizer": {"type": "sgd", "learningRate": 1000}, "epochs": 50, "seed": 1}}"""));
        assertThat(job.get("stopReason").stringValue()).isEqualTo("DIVERGED");
        assertThat(job.get("error").toString()).contains("DIVERGED");
        String id = job.get("id").stringValue();
        assertThat(talk.get("/jobs/" + id + "/findings").expect(200).body()).contains("DIVERGED");
        assertThat(talk.get("/jobs/" + id + "/history?series=loss").expect(200).body())
                .doesNotContain("NaN", "Infinity");
    }

    private static List<BadInput> batches() {
        return List.of(
                training(76, "{\"batchSize\": 0}", "OUT_OF_RANGE", "/batchSize", "batchSize"),
                training(76, "{\"batchSize\": -1}", "OUT_OF_RANGE", "/batchSize", "batchSize"),
                training(76, "{\"batchSize\": 2147483648}", "OUT_OF_RANGE", "/batchSize", "batchSize"),
                new BadInput(76, "a batch larger than the data", SpecInputs::largeBatchIsAllRows),
                new BadInput(77, "a last batch of one row", SpecInputs::lastBatchOfOneTrains),
                training(78, "{\"epochs\": 0}", "OUT_OF_RANGE", "/epochs", "epochs"),
                training(78, "{\"epochs\": -1}", "OUT_OF_RANGE", "/epochs", "epochs"),
                training(78, "{\"epochs\": 1000000000}", "OUT_OF_RANGE", "/epochs", "epochs"));
    }

    private static double loss(Talk talk, String model, String training) {
        return talk.success(talk.json("/jobs", iris(model, training)))
                .at("/metrics/loss")
                .doubleValue();
    }

    private static void largeBatchIsAllRows(Talk talk) {
        String training = "{\"epochs\": 3, \"seed\": 1, \"batchSize\": %s}";
        double clipped = loss(talk, "{\"layers\": []}", training.formatted("100000"));
        assertThat(clipped).isEqualTo(loss(talk, "{\"layers\": []}", training.formatted("120")));
    }

    /** 120 rows in batches of 17 leave one. */
    private static void lastBatchOfOneTrains(Talk talk) {
        String model = "{\"layers\": [\"dense:4:tanh\", \"batch_normalization\"]}";
        assertThat(loss(talk, model, "{\"epochs\": 2, \"seed\": 1, \"batchSize\": 17}"))
                .isFinite();
    }

    private static List<BadInput> parts() {
        String dropout = "\"dense:4\", {\"type\": \"dropout\", \"rate\": %s}";
        String penalty = "{\"layers\": [], \"regularizer\": {\"type\": \"l2\", \"lambda\": %s}}";
        String split =
                "{\"dataset\": {\"generator\": {\"type\": \"iris\"}, \"split\": {\"validation\": %s}}, \"model\": {\"layers\": []},"
                        + " \"training\": {\"epochs\": 1}}";
        String field = "/dataset/split/validation";
        return List.of(
                new BadInput(
                        79,
                        "dropout 0",
                        talk -> loss(talk, "{\"layers\": [" + dropout.formatted("0") + "]}", "{\"epochs\": 1}")),
                layer(79, "dropout 1.0", dropout.formatted("1.0"), "OUT_OF_RANGE", "/model/layers/1/rate", "rate"),
                layer(79, "dropout 1.1", dropout.formatted("1.1"), "OUT_OF_RANGE", "/model/layers/1/rate", "rate"),
                layer(79, "dropout -0.1", dropout.formatted("-0.1"), "OUT_OF_RANGE", "/model/layers/1/rate", "rate"),
                spec(
                        80,
                        "L2 -1",
                        iris(penalty.formatted("-1"), "{}"),
                        "OUT_OF_RANGE",
                        "/model/regularizer/lambda",
                        "lambda"),
                new BadInput(80, "L2 1e30", talk -> hugePenaltyEnds(talk, penalty)),
                new BadInput(90, "validation 0", talk -> talk.success(talk.json("/jobs", split.formatted("0")))),
                spec(90, "validation 1", split.formatted("1"), "OUT_OF_RANGE", field, "validation"),
                spec(90, "validation 1.5", split.formatted("1.5"), "OUT_OF_RANGE", field, "validation"),
                spec(90, "validation -0.1", split.formatted("-0.1"), "OUT_OF_RANGE", field, "validation"));
    }

    private static void hugePenaltyEnds(Talk talk, String penalty) {
        Reply reply = talk.json("/jobs", iris(penalty.formatted("1e30"), "{\"epochs\": 2, \"seed\": 1}"));
        if (reply.status() != 422) {
            assertThat(talk.end(reply).path("stopReason").asString("")).isEqualTo("DIVERGED");
        }
    }

    private static List<BadInput> names() {
        return List.of(
                layer(81, "unknown activation", "\"dense:4:rellu\"", "UNKNOWN_NAME", "/model/layers/0", "relu"),
                layer(81, "activation in capitals", "\"dense:4:ReLU\"", "UNKNOWN_NAME", "/model/layers/0", "relu"),
                layer(
                        81,
                        "activation with a blank",
                        "{\"type\": \"dense\", \"units\": 4, \"activation\": \"relu \"}",
                        "UNKNOWN_NAME",
                        "/model/layers/0/activation",
                        "relu"),
                spec(
                        81,
                        "unknown loss",
                        iris("{\"layers\": [], \"loss\": \"mse\"}", "{}"),
                        "UNKNOWN_NAME",
                        "/model/loss",
                        "mse"),
                training(81, "{\"optimizer\": \"adamx\"}", "UNKNOWN_NAME", "/optimizer", "adam"),
                new BadInput(
                        82,
                        "softmax with squared error",
                        talk -> talk.json(
                                        "/jobs?validateOnly=true",
                                        iris(
                                                "{\"layers\": [], \"output\": \"dense:3:softmax\", \"loss\": \"mean_squared_error\"}",
                                                "{}"))
                                .expect(200)),
                spec(
                        82,
                        "one sigmoid for 3 classes",
                        iris("{\"layers\": [], \"output\": \"dense:1:sigmoid\"}", "{}"),
                        "SHAPE_MISMATCH",
                        "/model/output/units",
                        "needs 3: one for each of its classes"));
    }
}
