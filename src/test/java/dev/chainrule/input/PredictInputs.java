package dev.chainrule.input;

import static dev.chainrule.input.BadInput.request;
import static org.assertj.core.api.Assertions.assertThat;

import dev.chainrule.Hygiene;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** B94 to B97: rows that a model cannot answer, and models that are not there. */
final class PredictInputs {

    private static final String CSV = "a,color,y\n" + "1,red,2\n2,blue,4\n3,red,6\n4,blue,8\n5,red,10\n".repeat(3);
    private static final String JOB = """
            {"dataset": {"id": "%s", "target": "y"}, "model": {"layers": []}, "training": {"epochs": 2, "seed": 1}}""";

    private PredictInputs() {}

    static List<BadInput> all() {
        return Stream.of(rows(), models()).flatMap(List::stream).toList();
    }

    /** Trains a model on a number and a color, and gives its id. */
    static String model(Talk talk) {
        return talk.success(talk.job(CSV, JOB)).get("modelId").stringValue();
    }

    private static BadInput rows(int number, String what, String row, String code, String column) {
        return request(
                number,
                what,
                talk -> predict(talk, model(talk), "[" + row + "]"),
                422,
                code,
                "/rows/0/" + column,
                column);
    }

    private static Reply predict(Talk talk, String model, String rows) {
        return talk.json("/models/" + model + "/predict", "{\"rows\": " + rows + "}");
    }

    private static List<BadInput> rows() {
        String million = IntStream.range(0, 1_000_000).mapToObj(i -> "{}").collect(Collectors.joining(",", "[", "]"));
        return List.of(
                rows(94, "a column too few", "{\"a\": 1}", "MISSING_COLUMN", "color"),
                rows(
                        94,
                        "a column too many",
                        "{\"a\": 1, \"color\": \"red\", \"colour\": \"red\"}",
                        "UNKNOWN_COLUMN",
                        "colour"),
                rows(94, "an unknown category", "{\"a\": 1, \"color\": \"green\"}", "UNKNOWN_CATEGORY", "color"),
                rows(94, "a missing value", "{\"a\": null, \"color\": \"red\"}", "MISSING_VALUE", "a"),
                rows(94, "a text for a number", "{\"a\": \"one\", \"color\": \"red\"}", "NOT_A_NUMBER", "a"),
                new BadInput(94, "another order", talk -> {
                    String model = model(talk);
                    assertThat(predict(talk, model, "[{\"color\": \"red\", \"a\": 1}]")
                                    .expect(200)
                                    .body())
                            .isEqualTo(predict(talk, model, "[{\"a\": 1, \"color\": \"red\"}]")
                                    .expect(200)
                                    .body());
                }),
                request(96, "no rows", talk -> predict(talk, model(talk), "[]"), 422, "NO_ROWS", "/rows", "no rows"),
                request(
                        96,
                        "a million rows",
                        talk -> predict(talk, model(talk), million),
                        413,
                        "TOO_MANY_ROWS",
                        "",
                        "At most 10000 rows"),
                request(
                        96,
                        "NaN",
                        talk -> predict(talk, model(talk), "[{\"a\": NaN, \"color\": \"red\"}]"),
                        400,
                        "MALFORMED_JSON",
                        "line 1, column ",
                        ""),
                rows(96, "1e999", "{\"a\": 1e999, \"color\": \"red\"}", "NON_FINITE", "a"));
    }

    private static List<BadInput> models() {
        return List.of(
                request(
                        95,
                        "a model that never was",
                        talk -> predict(talk, "0b0e4e0e-0000-4000-8000-000000000000", "[{}]"),
                        404,
                        "NOT_FOUND",
                        "",
                        "There is no model"),
                new BadInput(
                        95,
                        "a job not finished",
                        talk -> hasNoModel(
                                talk,
                                talk.json(
                                        "/jobs",
                                        SpecInputs.iris("{\"layers\": [\"dense:8\"]}", "{\"epochs\": 1000000}")))),
                new BadInput(95, "a job that diverged", talk -> {
                    Reply job = talk.json("/jobs", """
                        {"dataset": {"generator": "linear:100:3"}, "model": {"layers": []},
                         "training": {"optimizer": {"type": "sgd", "learningRate": 1000}, "epochs": 300}}""");
                    assertThat(talk.end(job).get("state").stringValue()).isEqualTo("FAILED");
                    hasNoModel(talk, job);
                }),
                request(95, "a deleted model", PredictInputs::deleted, 404, "NOT_FOUND", "", "There is no model"),
                new BadInput(
                        97,
                        "a model deleted while it predicts",
                        talk -> wholeUntilGone(
                                talk, model -> predict(talk, model, "[{\"a\": 1, \"color\": \"red\"}]"))),
                new BadInput(
                        97,
                        "a model deleted while it is exported",
                        talk -> wholeUntilGone(talk, model -> talk.get("/models/" + model + "/export?format=json"))));
    }

    private static Reply deleted(Talk talk) {
        String model = model(talk);
        deleteWithJob(talk, model);
        return predict(talk, model, "[{}]");
    }

    private static void deleteWithJob(Talk talk, String model) {
        talk.delete("/models/" + model).expect(204, 409);
        if (talk.get("/models/" + model).status() == 200) {
            String job = talk.get("/models/" + model).json().get("jobId").stringValue();
            talk.delete("/jobs/" + job).expect(204);
        }
    }

    private static void hasNoModel(Talk talk, Reply job) {
        String id = job.expect(202).id();
        JsonNode modelId = talk.job(id).get("modelId");
        assertThat(modelId == null || modelId.isNull()).isTrue();
        BadInput.check(predict(talk, id, "[{}]"), 404, "NOT_FOUND", "", "There is no model");
        if (talk.job(id).get("allowedActions").toString().contains("cancel")) {
            talk.json("/jobs/" + id + "/cancel", "{}").expect(202);
        }
        assertThat(talk.end(job).get("state").stringValue()).isIn("CANCELLED", "FAILED");
    }

    /** Every answer is whole: 200 with all of it, or 404. */
    private static void wholeUntilGone(Talk talk, Function<String, Reply> ask) {
        String model = model(talk);
        String whole = ask.apply(model).expect(200).body();
        CompletableFuture<Void> deletion = CompletableFuture.runAsync(() -> deleteWithJob(talk, model));
        int gone = 0;
        while (gone < 3) {
            Reply reply = ask.apply(model);
            assertThat(reply.status()).as(reply.body()).isIn(200, 404);
            assertThat(Hygiene.fullComplaint(reply.status(), reply.type(), reply.body()))
                    .isEmpty();
            if (reply.status() == 200) {
                assertThat(reply.body()).isEqualTo(whole);
            } else {
                gone++;
            }
        }
        deletion.join();
    }
}
