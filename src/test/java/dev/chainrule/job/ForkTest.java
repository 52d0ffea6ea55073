package dev.chainrule.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chainrule.ServiceTest;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

@ServiceTest
class ForkTest {

    private static final String IRIS = """
            {"name": "origin", "dataset": {"generator": {"type": "iris"}}, "model": {"layers": ["dense:16:tanh"]},
             "training": {"optimizer": "momentum:0.05", "epochs": 60, "seed": 42}}
            """;

    private final Service service;

    ForkTest(@LocalServerPort int port) {
        service = Service.at(port);
    }

    private List<Double> losses(JsonNode job) {
        return service.get("/jobs/" + job.get("id").stringValue() + "/history?series=loss&maxPoints=1000")
                .expect(200)
                .json()
                .at("/series/0/values")
                .valueStream()
                .map(JsonNode::doubleValue)
                .toList();
    }

    @Test
    void aForkSharesItsOriginsStepsBitByBitAndThenGoesItsOwnWay() {
        JsonNode origin = service.awaitSuccess(service.submit(IRIS));
        String id = origin.get("id").stringValue();
        JsonNode fork = service.fork(id, """
                {"atStep": 101, "patch": {"training": {"optimizer": {"learningRate": 0.001}}}}
                """);
        assertThat(fork.get("name").stringValue()).isEqualTo("origin (fork)");
        assertThat(fork.at("/forkedFrom/jobId").stringValue()).isEqualTo(id);
        assertThat(fork.at("/forkedFrom/step").longValue()).isEqualTo(101);
        assertThat(fork.at("/spec/training/optimizer/momentum").doubleValue()).isEqualTo(0.9);
        List<Double> before = losses(origin);
        List<Double> after = losses(fork);
        assertThat(after).hasSize(240);
        assertThat(after.subList(0, 102)).isEqualTo(before.subList(0, 102));
        assertThat(after.subList(102, 240)).doesNotContainAnyElementsOf(before.subList(102, 240));

        JsonNode same = service.fork(id, "{\"atStep\": 101}");
        assertThat(losses(same)).as("forked without a change").isEqualTo(before);

        JsonNode twice = service.fork(fork.get("id").stringValue(), """
                {"atStep": 150, "patch": {"training": {"optimizer": "adam:0.01"}}}
                """);
        assertThat(losses(twice).subList(0, 151)).isEqualTo(after.subList(0, 151));
        assertThat(losses(twice).get(200)).isNotEqualTo(after.get(200));
    }

    /** 800 steps: some chunks of the history are whole when the fork changes the run's length. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"training\": {\"epochs\": 230}}",
                "{\"training\": {\"batchSize\": 24}}",
                "{\"dataset\": {\"split\": {\"validation\": 0.1}}}"
            })
    void aForkOfAnotherLengthKeepsItsOriginsHistory(String patch) {
        JsonNode origin = service.awaitSuccess(service.submit(IRIS.replace("60", "200")));
        String id = origin.get("id").stringValue();
        JsonNode fork = service.fork(id, "{\"atStep\": 700, \"patch\": " + patch + "}");

        List<Double> before = losses(origin);
        List<Double> after = losses(fork);
        assertThat(before).hasSize(800);
        assertThat(after.subList(0, 700)).isEqualTo(before.subList(0, 700));
        assertThat(after).hasSize(fork.at("/progress/totalSteps").intValue()).doesNotContain(0.0);
    }

    @Test
    void aForkThatWouldMakeNoStepIsRefused() {
        String id = service.submit(IRIS);
        service.awaitSuccess(id);
        assertThat(codes(id, "{\"atStep\": 240}")).contains("OUT_OF_RANGE");
        assertThat(codes(id, "{\"atStep\": 100, \"patch\": {\"training\": {\"epochs\": 25}}}"))
                .contains("OUT_OF_RANGE");
        JsonNode longer = service.fork(id, "{\"atStep\": 240, \"patch\": {\"training\": {\"epochs\": 61}}}");
        assertThat(losses(longer)).hasSize(244);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"monitor\": {\"activations\": {\"every\": 0}}} | /patch/monitor/activations",
                "{\"dataset\": {\"split\": {\"validation\": 0}}} | /patch/dataset/split"
            })
    void aForkWhoseHistoryWouldHaveOtherSeriesIsRefused(String patch, String pointer) {
        String id = service.submit(IRIS);
        service.awaitSuccess(id);
        JsonNode refused = service.post("/jobs/" + id + "/fork", "{\"atStep\": 77, \"patch\": " + patch + "}")
                .expect(422)
                .json();
        assertThat(refused.at("/errors/0/code").stringValue()).isEqualTo("OTHER_SERIES");
        assertThat(refused.at("/errors/0/pointer").stringValue()).isEqualTo(pointer);
        service.fork(id, "{\"patch\": " + patch + "}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\"atStep\": 0,"})
    void aForkFromTheStartMayChangeEverything(String start) {
        String id = service.submit(IRIS);
        JsonNode fork = service.fork(id, """
                {%s "patch": {"name": "wide", "model": {"layers": ["dense:32:relu"]}, "training": {"optimizer": "adam:0.01"}}}
                """.formatted(start));
        assertThat(fork.get("name").stringValue()).isEqualTo("wide");
        assertThat(fork.at("/forkedFrom/step").isNull()).isTrue();
        assertThat(fork.at("/spec/training/optimizer/type").stringValue()).isEqualTo("adam");
        service.awaitSuccess(id);
    }

    @Test
    void aForkThatCannotBeIsRefused() {
        String id = service.submit(IRIS);
        service.awaitSuccess(id);
        assertThat(codes(id, "{\"atStep\": 241}")).contains("OUT_OF_RANGE");
        assertThat(codes(id, "{\"atStep\": -1}")).contains("OUT_OF_RANGE");
        assertThat(codes(id, "{\"atStep\": 5, \"patch\": {\"model\": {\"layers\": [\"dense:3\"]}}}"))
                .contains("SHAPE_MISMATCH");
        assertThat(codes(id, "{\"patch\": {\"training\": {\"epochs\": 0}}}")).contains("OUT_OF_RANGE");
        assertThat(codes(id, "{\"pach\": {}}")).contains("UNKNOWN_FIELD");
        service.post("/jobs/none/fork", "{}").expect(404);
    }

    @Test
    void aForkThatIsRefusedLeavesNoDatasetBehind() {
        String id = service.submit(IRIS);
        service.awaitSuccess(id);
        String patch =
                "\"patch\": {\"dataset\": {\"id\": null, \"generator\": {\"type\": \"blobs\", \"rows\": 96, \"seed\": 20261127},"
                        + " \"target\": null, \"features\": null}}";
        String newest = newestDataset();

        assertThat(codes(id, "{\"atStep\": 5, " + patch + "}")).contains("SHAPE_MISMATCH");
        assertThat(newestDataset()).isEqualTo(newest);

        service.fork(id, "{" + patch + "}");
        assertThat(newestDataset()).as("of one that is accepted").isNotEqualTo(newest);
    }

    private String newestDataset() {
        return service.get("/datasets?pageSize=1")
                .expect(200)
                .json()
                .at("/items/0/id")
                .asString("");
    }

    private List<String> codes(String id, String body) {
        return service.post("/jobs/" + id + "/fork", body)
                .expect(422)
                .json()
                .get("errors")
                .findValuesAsString("code");
    }
}
