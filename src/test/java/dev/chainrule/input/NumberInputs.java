package dev.chainrule.input;

import static dev.chainrule.input.BadInput.request;
import static dev.chainrule.input.BadInput.spec;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** B83 to B93 but for B90: numbers at the edge of what a network takes, seeds, and JSON that is none. */
final class NumberInputs {

    private static final String ADAM = "{\"epochs\": 3, \"seed\": 1}";

    private NumberInputs() {}

    static List<BadInput> all() {
        return Stream.of(networks(), seeds(), json()).flatMap(List::stream).toList();
    }

    private static List<BadInput> networks() {
        String zeros = "{\"layers\": [{\"type\": \"dense\", \"units\": 4, \"initializer\": \"zeros\"}],"
                + " \"output\": {\"type\": \"dense\", \"units\": 3, \"activation\": \"softmax\", \"initializer\": \"zeros\"}}";
        return List.of(
                new BadInput(83, "cross-entropy of probability 0", talk -> {
                    JsonNode answer = certain(talk, "[[0, 1]]");
                    assertThat(answer.get("loss").isNumber())
                            .as(answer.toString())
                            .isTrue();
                    assertThat(answer.get("loss").doubleValue()).isFinite().isPositive();
                }),
                new BadInput(84, "logits of 1e4", talk -> {
                    JsonNode output = certain(talk, "[[1, 0]]").at("/layers/0/output");
                    assertThat(sum(output)).isEqualTo(1, within(1e-6));
                }),
                request(
                        85,
                        "all weights zero",
                        talk -> talk.json("/jobs?validateOnly=true", SpecInputs.iris(zeros, ADAM)),
                        200,
                        "SYMMETRY",
                        "",
                        "stay the same: draw them with another initializer"),
                new BadInput(86, "ReLU units that are all dead", NumberInputs::deadUnitsAreTold),
                new BadInput(87, "gradients that explode", talk -> diverges(talk, 1e3)),
                new BadInput(88, "numbers that stop being finite in a later epoch", talk -> {
                    JsonNode job = diverges(talk, 3);
                    assertThat(job.at("/progress/epoch").intValue())
                            .as(job.toString())
                            .isGreaterThan(2);
                }));
    }

    /** One input of 1, two outputs whose logits are 1e4 and -1e4. */
    private static JsonNode certain(Talk talk, String targets) {
        return talk.json("/network-gradients", """
                {"model": {"layers": [{"type": "dense", "units": 2, "activation": "softmax", "initialWeights": [[10000], [-10000]],
                                       "initialBias": [0, 0]}]},
                 "loss": "categorical_crossentropy", "rows": [[1]], "targets": %s}""".formatted(targets))
                .expect(200)
                .json();
    }

    private static double sum(JsonNode numbers) {
        double sum = 0;
        for (JsonNode number : numbers) {
            sum += number.isArray() ? sum(number) : number.doubleValue();
        }
        return sum;
    }

    private static void deadUnitsAreTold(Talk talk) {
        String model =
                "{\"layers\": [{\"type\": \"dense\", \"units\": 2, \"activation\": \"relu\", \"initialBias\": [-1e9, -1e9]}]}";
        JsonNode job = talk.success(talk.json("/jobs", SpecInputs.iris(model, "{\"epochs\": 20, \"seed\": 1}")));
        String id = job.get("id").stringValue();
        JsonNode norms = talk.get("/jobs/" + id + "/history?series=gradientNorm.layer1")
                .expect(200)
                .json()
                .at("/series/0/values");
        norms.forEach(norm -> assertThat(norm.doubleValue()).isZero());
        assertThat(norms.size()).isPositive();
        assertThat(talk.get("/jobs/" + id + "/findings").body()).contains("DEAD_UNITS");
    }

    /** The error says the layer and the step, and the loss is a number in every step before. */
    private static JsonNode diverges(Talk talk, double rate) {
        JsonNode job = talk.end(talk.json("/jobs", """
                {"dataset": {"generator": {"type": "linear", "rows": 100, "seed": 1}}, "model": {"layers": []},
                 "training": {"optimizer": {"type": "gradient_descent", "learningRate": %s}, "epochs": 400, "seed": 1}}""".formatted(rate)));
        assertThat(job.get("state").stringValue()).isEqualTo("FAILED");
        assertThat(job.get("stopReason").stringValue()).isEqualTo("DIVERGED");
        assertThat(job.at("/error/layer").asString("")).isEqualTo("output");
        long step = job.at("/error/step").longValue();
        JsonNode losses = talk.get("/jobs/" + job.get("id").stringValue() + "/history?series=loss")
                .json()
                .at("/series/0");
        JsonNode steps = losses.get("steps");
        assertThat(steps.get(steps.size() - 1).longValue()).isBetween(step - 1, step);
        return job;
    }

    private static List<BadInput> seeds() {
        return List.of(
                new BadInput(
                        89, "no seed", talk -> assertThat(seeded(talk, null)).isEqualTo(seeded(talk, null))),
                new BadInput(
                        89,
                        "seed null",
                        talk -> assertThat(talk.success(talk.json("/jobs", seed("null")))
                                        .at("/spec/training/seed")
                                        .isIntegralNumber())
                                .isTrue()),
                new BadInput(
                        89,
                        "a negative seed",
                        talk -> assertThat(seeded(talk, "-7")).isEqualTo(seeded(talk, "-7"))),
                new BadInput(
                        89,
                        "seed 2^63 - 1",
                        talk -> assertThat(seeded(talk, "9223372036854775807")).isNotEmpty()),
                spec(
                        89,
                        "seed 2^63",
                        seed("9223372036854775808"),
                        "OUT_OF_RANGE",
                        "/training/seed",
                        "9223372036854775807"));
    }

    private static String seed(@Nullable String seed) {
        return SpecInputs.iris(
                "{\"layers\": [\"dense:4\"]}", "{\"epochs\": 2" + (seed == null ? "" : ", \"seed\": " + seed) + "}");
    }

    /** Every loss of the run, as its digits. */
    private static String seeded(Talk talk, @Nullable String seed) {
        String id = talk.success(talk.json("/jobs", seed(seed))).get("id").stringValue();
        return Objects.requireNonNull(
                        talk.get("/jobs/" + id + "/history?series=loss").json().at("/series/0/values"))
                .toString();
    }

    private static List<BadInput> json() {
        byte[] latin = "{\"name\": \"caf\u00e9\"}".getBytes(StandardCharsets.ISO_8859_1);
        String integral = SpecInputs.iris("{\"layers\": []}", "{\"epochs\": %s}");
        return List.of(
                malformed("a trailing comma", "{\"name\": \"x\",}"),
                malformed("a comment", "{\"name\": 1 /* one */}"),
                malformed("single quotes", "{'name': 1}"),
                malformed("NaN", "{\"name\": NaN}"),
                malformed("a name twice", "{\"name\": \"x\", \"name\": \"y\"}"),
                request(
                        91,
                        "JSON with 100 000 brackets",
                        talk -> talk.json("/jobs", "[".repeat(100_000)),
                        400,
                        "MALFORMED_JSON",
                        "",
                        "nesting depth (33) exceeds the maximum allowed (32)"),
                request(
                        91,
                        "JSON of 2 MB",
                        talk -> talk.json("/jobs", "\"" + "x".repeat(2 << 20) + "\""),
                        413,
                        "TOO_LARGE",
                        "",
                        "over the limit of 1048576 bytes"),
                request(
                        91,
                        "JSON in Latin-1",
                        talk -> talk.json("/jobs", latin),
                        400,
                        "MALFORMED_JSON",
                        "line 1, column ",
                        ""),
                spec(
                        92,
                        "a field misspelt",
                        SpecInputs.iris(
                                "{\"layers\": []}", "{\"optimizer\": {\"type\": \"sgd\"," + " \"learnigRate\": 1}}"),
                        "UNKNOWN_FIELD",
                        "/training/optimizer/learnigRate",
                        "did you mean learningRate?"),
                new BadInput(
                        93,
                        "1e1 epochs",
                        talk -> talk.json("/jobs?validateOnly=true", integral.formatted("1e1"))
                                .expect(200)),
                new BadInput(
                        93,
                        "10.0 epochs",
                        talk -> talk.json("/jobs?validateOnly=true", integral.formatted("10.0"))
                                .expect(200)),
                spec(93, "10.5 epochs", integral.formatted("10.5"), "NOT_AN_INTEGER", "/training/epochs", "10.5"));
    }

    private static BadInput malformed(String what, String body) {
        return request(
                91,
                "JSON with " + what,
                talk -> talk.json("/jobs", body),
                400,
                "MALFORMED_JSON",
                "line 1, column ",
                "line 1");
    }
}
