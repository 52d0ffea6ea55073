package dev.chainrule.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.chainrule.ServiceTest;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

@ServiceTest
class JobHttpTest {

    private static final String IRIS = """
            {"name": "iris", "tags": ["lecture"], "dataset": {"generator": {"type": "iris"}},
             "model": {"layers": ["dense:16:tanh"]},
             "training": {"optimizer": "adam:0.02", "epochs": 60, "seed": 42}}
            """;

    private static final String ENDLESS = """
            {"dataset": {"generator": {"type": "iris"}}, "model": {"layers": ["dense:8:tanh"]},
             "training": {"epochs": 1000000, "seed": 1}, "monitor": {"every": 1000}}
            """;

    private final Service service;

    JobHttpTest(@LocalServerPort int port) {
        service = Service.at(port);
    }

    @Test
    void irisIsLearnedThroughHttp() {
        Service.Answer answer = service.post("/jobs", IRIS).expect(202);
        JsonNode accepted = answer.json();
        String id = accepted.get("id").stringValue();
        assertThat(answer.response().headers().firstValue("Location")).hasValue("/api/v1/jobs/" + id);
        assertThat(accepted.get("state").stringValue()).isIn("QUEUED", "RUNNING");
        JsonNode job = service.awaitSuccess(id);
        assertThat(job.at("/metrics/validationAccuracy").doubleValue()).isGreaterThan(0.9);
        assertThat(job.get("stopReason").stringValue()).isEqualTo("EPOCHS");
        assertThat(job.at("/progress/step").longValue()).isEqualTo(240);
        assertThat(job.at("/progress/fraction").doubleValue()).isEqualTo(1);
        assertThat(job.get("verdict").stringValue()).contains("classified correctly", "240 steps");
        assertThat(job.get("transitions").findValuesAsString("state"))
                .containsExactly("QUEUED", "RUNNING", "SUCCEEDED");
        assertThat(job.get("allowedActions").toString()).isEqualTo("[\"fork\",\"delete\"]");
    }

    @Test
    void theSpecOfTheAnswerShowsEveryDefault() {
        JsonNode spec = service.post("/jobs", """
                        {"dataset": {"generator": {"type": "iris"}}, "model": {"layers": []}, "training": {"epochs": 1}}
                        """).expect(202).json().get("spec");
        assertThat(spec.at("/dataset/id").stringValue()).hasSize(36);
        assertThat(spec.at("/dataset/target").stringValue()).isEqualTo("species");
        assertThat(spec.at("/model/output/units").intValue()).isEqualTo(3);
        assertThat(spec.at("/model/output/activation/type").stringValue()).isEqualTo("softmax");
        assertThat(spec.at("/model/loss/type").stringValue()).isEqualTo("categorical_crossentropy");
        assertThat(spec.at("/training/seed").isIntegralNumber())
                .as("a drawn seed")
                .isTrue();
        assertThat(spec.at("/training/optimizer/beta1").doubleValue()).isEqualTo(0.9);
        assertThat(spec.at("/checkpoints/everySeconds").intValue()).isEqualTo(10);
    }

    @Test
    void aTargetOfNumbersGetsALinearOutputAndSquaredError() {
        String id = service.submit("""
                {"dataset": {"generator": {"type": "linear"}, "split": {"validation": 0.2, "test": 0.2}},
                 "model": {"layers": []}, "training": {"optimizer": "adam:0.05", "epochs": 60, "seed": 1}}
                """);
        JsonNode job = service.awaitSuccess(id);
        assertThat(job.at("/spec/model/output/activation/type").stringValue()).isEqualTo("linear");
        assertThat(job.at("/spec/model/loss/type").stringValue()).isEqualTo("mean_squared_error");
        assertThat(job.at("/metrics/testLoss").doubleValue()).isPositive();
        assertThat(job.at("/metrics").has("accuracy")).isFalse();
    }

    @Test
    void oneSigmoidUnitMakesABinaryTarget() {
        String id = service.submit("""
                {"dataset": {"generator": {"type": "moons"}},
                 "model": {"layers": ["dense:16:relu"], "output": "dense:1:sigmoid"},
                 "training": {"optimizer": "adam:0.02", "epochs": 40, "seed": 1}}
                """);
        JsonNode job = service.awaitSuccess(id);
        assertThat(job.at("/spec/model/loss/type").stringValue()).isEqualTo("binary_crossentropy");
        assertThat(job.at("/metrics/validationAccuracy").doubleValue()).isGreaterThan(0.8);
    }

    @Test
    void aRunThatStopsEarlyIsJudgedByTheParametersItKeepsAndCountsItsLastStep() {
        String id = service.submit("""
                {"dataset": {"generator": {"type": "moons", "rows": 100, "noise": 0.4}}, "model": {"layers": ["dense:32:tanh"]},
                 "training": {"optimizer": "adam:0.05", "epochs": 300, "seed": 1, "earlyStopping": {"patience": 20}}}
                """);
        JsonNode job = service.awaitSuccess(id);
        assertThat(job.get("stopReason").stringValue()).isEqualTo("EARLY_STOP");
        JsonNode history = service.get("/jobs/" + id + "/history?series=validationLoss&series=loss&maxPoints=1000")
                .expect(200)
                .json();
        List<JsonNode> losses =
                named(history, "validationLoss").get("values").valueStream().toList();
        double best = losses.stream().mapToDouble(JsonNode::doubleValue).min().orElseThrow();
        assertThat(losses.getLast().doubleValue()).isGreaterThan(best);
        assertThat(job.at("/metrics/validationLoss").doubleValue()).isCloseTo(best, within(1e-6));
        JsonNode model = service.get("/models/" + job.get("modelId").stringValue())
                .expect(200)
                .json();
        assertThat(model.at("/metrics/validationLoss")).isEqualTo(job.at("/metrics/validationLoss"));

        long last = named(history, "loss")
                .get("steps")
                .valueStream()
                .toList()
                .getLast()
                .longValue();
        assertThat(job.at("/progress/step").longValue()).isEqualTo(last);
        service.get("/jobs/" + id + "/steps/" + last + "/trace").expect(200);
    }

    private static JsonNode named(JsonNode history, String series) {
        return history.get("series")
                .valueStream()
                .filter(one -> one.get("name").stringValue().equals(series))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void everyFaultOfEveryPartIsToldAtOnce() {
        JsonNode problem = service.post("/jobs", """
                        {"nam": "x", "dataset": {"generator": {"type": "iris"}, "target": "speces"},
                         "model": {"layers": ["dense:0:tanh", {"type": "dense", "units": 4, "activation": "rlu"}]},
                         "training": {"optimizer": "adam:-1", "epochs": 0}}
                        """).expect(422).json();
        assertThat(problem.get("code").stringValue()).isEqualTo("INVALID_SPEC");
        assertThat(problem.get("errors").findValuesAsString("pointer"))
                .anySatisfy(p -> assertThat(p).isEqualTo("/nam"))
                .anySatisfy(p -> assertThat(p).startsWith("/dataset"))
                .anySatisfy(p -> assertThat(p).startsWith("/model/layers/0"))
                .anySatisfy(p -> assertThat(p).startsWith("/model/layers/1/activation"))
                .anySatisfy(p -> assertThat(p).startsWith("/training/optimizer"))
                .anySatisfy(p -> assertThat(p).isEqualTo("/training/epochs"));
    }

    @Test
    void whatIsMissingIsToldOnce() {
        JsonNode errors = service.post("/jobs", "{}").expect(422).json().get("errors");

        assertThat(errors.findValuesAsString("pointer")).containsExactly("/dataset", "/model");
        assertThat(errors.findValuesAsString("code")).containsOnly("MISSING_FIELD");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"layers": [], "output": "dense:4:softmax"}         | SHAPE_MISMATCH  | /model/output/units
            {"layers": [], "output": "dense:3:linear", "loss": "categorical_crossentropy"} | LOSS_MISMATCH | /model/output/activation
            {"layers": ["dense:100000", "dense:100000"]}        | MEMORY_ESTIMATE | /model
            {"layers": [], "output": {"type": "dropout", "rate": 0.5}} | NOT_AN_OUTPUT | /model/output
            {"layers": [{"type": "dense", "units": 2, "initialWeights": [[1, 2]]}]} | SHAPE_MISMATCH | /model/layers/0/initialWeights
            """)
    void aNetworkThatDoesNotFitIsRefusedByTheRequestsOwnPointers(String model, String code, String pointer) {
        JsonNode problem = service.post(
                        "/jobs", "{\"dataset\": {\"generator\": {\"type\": \"iris\"}}, \"model\": " + model + "}")
                .expect(422)
                .json();
        assertThat(problem.get("errors").findValuesAsString("code")).contains(code);
        assertThat(problem.get("errors").findValuesAsString("pointer")).contains(pointer);
    }

    @Test
    void aMemoryEstimateNamesBothFigures() {
        JsonNode problem = service.post("/jobs", """
                        {"dataset": {"generator": {"type": "iris"}}, "model": {"layers": ["dense:100000", "dense:100000"]}}
                        """).expect(422).json();
        assertThat(problem.get("code").stringValue()).isEqualTo("MEMORY_ESTIMATE");
        assertThat(problem.get("detail").stringValue()).contains(" GiB off the heap; chainrule.job.memory allows ");
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "`{\"layers\": [], \"output\": \"dense:7:softmax\"}`, SHAPE_MISMATCH",
                "`{\"layers\": [\"dense:100000\", \"dense:100000\"]}`, MEMORY_ESTIMATE",
                "`{\"layers\": [\"dense:0\"]}`, OUT_OF_RANGE",
            })
    void aRefusedJobLeavesNoDataset(String model, String code) {
        String rare = "{\"generator\": {\"type\": \"blobs\", \"rows\": 97, \"seed\": 20261126}}";
        String newest = newestDataset();

        var refused = service.post("/jobs", "{\"dataset\": " + rare + ", \"model\": " + model + "}");

        assertThat(refused.expect(422).json().toString()).contains(code);
        assertThat(newestDataset()).isEqualTo(newest);
    }

    private String newestDataset() {
        return service.get("/datasets?pageSize=1")
                .expect(200)
                .json()
                .at("/items/0/id")
                .asString("");
    }

    @Test
    void aDatasetOfAJobThatIsAcceptedIsKeptOnce() {
        String job = "{\"dataset\": {\"generator\": {\"type\": \"blobs\", \"rows\": 98, \"seed\": 20261126}},"
                + " \"model\": {\"layers\": []}, \"training\": {\"epochs\": 1}}";

        JsonNode first = service.post("/jobs", job).expect(202).json();
        JsonNode second = service.post("/jobs", job).expect(202).json();

        String id = first.at("/spec/dataset/id").stringValue();
        assertThat(second.at("/spec/dataset/id").stringValue()).isEqualTo(id);
        assertThat(service.get("/datasets/" + id).expect(200).json().get("rows").intValue())
                .isEqualTo(98);
    }

    @Test
    void validationOnlyKeepsNothing() {
        long before = service.get("/jobs?pageSize=200").json().get("items").size();
        JsonNode check =
                service.post("/jobs?validateOnly=true", IRIS).expect(200).json();
        assertThat(check.get("valid").booleanValue()).isTrue();
        assertThat(check.get("parameters").intValue()).isEqualTo(4 * 16 + 16 + 16 * 3 + 3);
        assertThat(check.get("bytes").longValue()).isPositive();
        assertThat(check.get("trainingRows").intValue()).isEqualTo(120);
        service.post("/jobs?validateOnly=true", "{}").expect(422);
        assertThat(service.get("/jobs?pageSize=200").json().get("items").size()).isEqualTo((int) before);
    }

    @Test
    void oneIdempotencyKeyGivesOneJob() throws Exception {
        String key = "key " + System.nanoTime();
        List<Future<String>> posts = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(20)) {
            for (int i = 0; i < 20; i++) {
                posts.add(threads.submit(() -> service.post("/jobs", IRIS, "Idempotency-Key", key)
                        .expect(202)
                        .json()
                        .get("id")
                        .stringValue()));
            }
        }
        List<String> ids = new ArrayList<>();
        for (Future<String> post : posts) {
            ids.add(post.get());
        }
        assertThat(ids).containsOnly(ids.getFirst());
        JsonNode problem = service.post("/jobs", IRIS.replace("60", "61"), "Idempotency-Key", key)
                .expect(422)
                .json();
        assertThat(problem.get("code").stringValue()).isEqualTo("KEY_REUSED");
        service.awaitSuccess(ids.getFirst());
    }

    @Test
    void aRunningJobIsCancelledOnceAndForAll() {
        String id = service.submit(ENDLESS);
        service.awaitState(id, "RUNNING");
        service.post("/jobs/" + id + "/cancel", "").expect(202);
        JsonNode job = service.awaitEnd(id);
        assertThat(job.get("state").stringValue()).isEqualTo("CANCELLED");
        assertThat(job.get("stopReason").stringValue()).isEqualTo("CANCELLED");
        JsonNode problem =
                service.post("/jobs/" + id + "/cancel", "").expect(409).json();
        assertThat(problem.get("code").stringValue()).isEqualTo("STATE_FORBIDS");
        assertThat(problem.get("allowedActions").toString()).isEqualTo("[\"fork\",\"delete\"]");
        service.post("/jobs/" + id + "/resume", "").expect(409);
        service.post("/jobs/no-such-job/cancel", "").expect(404);
    }

    @Test
    void aPausedJobGoesOnWhereItStopped() {
        String id = service.submit(ENDLESS);
        JobDatabase.await(
                "some steps", () -> service.job(id).at("/progress/step").longValue() > 0);
        service.post("/jobs/" + id + "/pause", "").expect(202);
        service.awaitState(id, "PAUSED");
        JsonNode paused = service.job(id);
        long step = paused.at("/progress/step").longValue();
        service.post("/jobs/" + id + "/pause", "").expect(409);
        service.post("/jobs/" + id + "/resume", "").expect(202);
        JobDatabase.await(
                "further steps", () -> service.job(id).at("/progress/step").longValue() > step);
        service.post("/jobs/" + id + "/cancel", "").expect(202);
        assertThat(service.awaitEnd(id).get("attempt").intValue()).isEqualTo(1);
    }

    @Test
    void aDivergedJobFailsAndSaysWhere() {
        String id = service.submit("""
                {"dataset": {"generator": {"type": "linear"}}, "model": {"layers": ["dense:8:linear"]},
                 "training": {"optimizer": "sgd:1000", "epochs": 50, "seed": 1}}
                """);
        JsonNode job = service.awaitEnd(id);
        assertThat(job.get("state").stringValue()).isEqualTo("FAILED");
        assertThat(job.get("stopReason").stringValue()).isEqualTo("DIVERGED");
        assertThat(job.at("/error/code").stringValue()).isEqualTo("DIVERGED");
        assertThat(job.at("/error/step").longValue()).isPositive();
        assertThat(job.get("verdict").stringValue()).startsWith("Diverged at step ");
        assertThat(job.get("modelId").isNull()).isTrue();
    }

    @Test
    void ownersDescribeAndDeleteTheirJobs() {
        String id = service.submit(IRIS);
        JsonNode described =
                service.send("PATCH", "/jobs/" + id, """
                        {"name": "renamed", "notes": "seen", "tags": ["a", "b"], "priority": 3}
                        """).expect(200).json();
        assertThat(described.get("name").stringValue()).isEqualTo("renamed");
        assertThat(described.get("tags").toString()).isEqualTo("[\"a\",\"b\"]");
        service.send("PATCH", "/jobs/" + id, "{\"state\": \"SUCCEEDED\"}").expect(422);
        service.send("PATCH", "/jobs/" + id, "{\"name\": \"\"}").expect(422);
        service.awaitSuccess(id);
        assertThat(service.job(id).get("notes").stringValue()).isEqualTo("seen");
        service.send("DELETE", "/jobs/" + id, "").expect(204);
        service.get("/jobs/" + id).expect(404);
        service.get("/jobs/" + id + "/history").expect(404);
        service.send("DELETE", "/jobs/" + id, "").expect(404);
    }

    @Test
    void pagesTellEveryJobOnceInEveryOrder() {
        String tag = "page" + System.nanoTime();
        for (int i = 0; i < 7; i++) {
            service.submit(IRIS.replace("lecture", tag).replace("\"iris\", \"tags", "\"n" + i % 3 + "\", \"tags"));
        }
        for (String order : List.of("createdAt", "createdAt%20desc", "name", "name%20desc", "priority", "state")) {
            List<String> ids = new ArrayList<>();
            String token = "";
            do {
                JsonNode page = service.get("/jobs?pageSize=2&tag=" + tag + "&orderBy=" + order + token)
                        .expect(200)
                        .json();
                page.get("items").forEach(job -> ids.add(job.get("id").stringValue()));
                JsonNode next = page.get("nextPageToken");
                token = next.isNull() ? "" : "&pageToken=" + next.stringValue();
            } while (!token.isEmpty());
            if (!order.equals("state")) { // the jobs are running: a state may change between two pages
                assertThat(ids).as(order).hasSize(7).doesNotHaveDuplicates();
            }
        }
        assertThat(service.get("/jobs?q=N1&tag=" + tag).json().get("items").size())
                .isEqualTo(2);
        service.get("/jobs?state=RUNING&orderBy=nme&pageSize=0").expect(422);
        service.get("/jobs?pageToken=garbage").expect(422);
    }

    @Test
    void aTerminalGetsATableWithASparkline() {
        String id = service.submit(IRIS);
        service.awaitSuccess(id);
        String text = service.getText("/jobs/" + id).expect(200).text();
        assertThat(text).contains("iris  SUCCEEDED (EPOCHS)", "█", "validationAccuracy", "verdict", "/api/v1/models/");
    }

    @Test
    void itsHistoryHasEveryStepAndItsFindingsAreServed() {
        String id = service.submit(IRIS);
        service.awaitSuccess(id);
        JsonNode history = service.get("/jobs/" + id + "/history?series=loss&maxPoints=1000")
                .expect(200)
                .json();
        assertThat(history.at("/series/0/steps").size()).isEqualTo(240);
        service.get("/jobs/" + id + "/findings").expect(200);
        service.get("/jobs/" + id + "/layers").expect(200);
    }

    @Test
    void operatorsSeeTheQueueAndItsHealth() {
        service.awaitSuccess(service.submit(IRIS));
        String metrics = service.actuator("/prometheus").expect(200).text();
        assertThat(metrics)
                .contains(
                        "chainrule_jobs_queued",
                        "chainrule_jobs_running",
                        "chainrule_jobs_ended_total{state=\"SUCCEEDED\"}")
                .contains("chainrule_jobs_start_latency_seconds_count", "chainrule_samples_total")
                .containsPattern("chainrule_jobs_first_step_seconds_count [1-9]");
        assertThat(service.actuator("/health").expect(200).text()).contains("UP");
    }
}
