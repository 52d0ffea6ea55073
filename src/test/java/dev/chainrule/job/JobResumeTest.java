package dev.chainrule.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chainrule.ServiceTest;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/** A run that was paused, lost its worker or read a damaged checkpoint ends with the bits of one that never stopped. */
@ServiceTest
class JobResumeTest {

    /** Some seconds of steps; dropout draws at random at each, momentum and early stopping remember. */
    private static final String LONG = """
            {"name": "long", "dataset": {"generator": {"type": "spiral"}},
             "model": {"layers": ["dense:32:tanh", {"type": "dropout", "rate": 0.1}, "dense:32:tanh"]},
             "training": {"optimizer": "momentum:0.005:0.9", "epochs": 400, "batchSize": 32, "seed": 7,
                          "earlyStopping": {"patience": 100000}},
             "monitor": {"every": 3, "activations": {"every": 300}, "histograms": {"every": 0}},
             "checkpoints": {"everySeconds": 1}}
            """;

    /** One that learns nothing, which is found early. */
    private static final String IDLE = """
            {"dataset": {"columns": ["x", "y"], "rows": %s, "target": "y"},
             "model": {"layers": [{"type": "dense", "units": 256, "activation": "relu", "initializer": "zeros"}]},
             "training": {"optimizer": "sgd:0.01", "epochs": 4000, "batchSize": 16, "seed": 7},
             "checkpoints": {"everySeconds": 3600}}
            """.formatted(IntStream.range(0, 40)
            .mapToObj(i -> "[" + i + ", " + 0.5 * (i * i % 7) + "]")
            .toList());

    /** One that nothing disturbed; the same for every test, for so it must be. */
    private static @Nullable Run undisturbed;

    private final Service service;
    private final JdbcClient jdbc;

    JobResumeTest(@LocalServerPort int port, @Autowired JdbcClient jdbc) {
        this.service = Service.at(port);
        this.jdbc = jdbc;
    }

    private Run expected() {
        if (undisturbed == null) {
            undisturbed = Run.of(service, service.submit(LONG));
        }
        return undisturbed;
    }

    @Test
    void interruptedRunsEndWithTheBitsOfAnUninterruptedOne() {
        Run expected = expected();

        String paused = service.submit(LONG);
        long step = pauseAfter(paused, 0);
        assertThat(step).isBetween(1L, expected.steps() - 1);
        resume(paused);
        Run resumed = Run.of(service, paused);
        assertThat(resumed).as("paused at step " + step).isEqualTo(expected);

        String orphan = service.submit(LONG);
        long kept = pauseAfter(orphan, 0);
        resume(orphan);
        awaitMoreThan(orphan, kept);
        loseWorker(orphan);
        Run rescued = Run.of(service, orphan);
        assertThat(rescued).isEqualTo(expected);
        assertThat(service.job(orphan).get("attempt").intValue()).isEqualTo(2);
    }

    @Test
    void aDamagedCheckpointGivesWayToTheOneBefore() {
        String id = service.submit(LONG.replace("\"name\": \"long\"", "\"name\": \"damaged\""));
        long first = pauseAfter(id, 0);
        resume(id);
        pauseAfter(id, first);
        List<Long> steps = checkpointSteps(id);
        assertThat(steps).hasSize(2);
        jdbc.sql("update job_checkpoint set sha256 = :other where job_id = :id and step = :step")
                .param("other", "0".repeat(64))
                .param("id", id)
                .param("step", steps.getFirst())
                .update();
        resume(id);
        JobDatabase.await(
                "resumed",
                () -> !checkpointSteps(id).contains(steps.getFirst())
                        || service.state(id).equals("SUCCEEDED"));
        assertThat(Run.of(service, id)).isEqualTo(expected());
    }

    @Test
    void aPauseTakesNothingFromTheVerdict() {
        JsonNode expected = service.awaitSuccess(service.submit(IDLE));
        assertThat(expected.get("verdict").stringValue()).contains(" fell from ", " But: ");

        String id = service.submit(IDLE);
        JobDatabase.await(
                "found",
                () -> !service.get("/jobs/" + id + "/findings")
                        .expect(200)
                        .json()
                        .isEmpty());
        pauseAfter(id, 200);
        resume(id);
        JsonNode resumed = service.awaitSuccess(id);
        assertThat(resumed.get("verdict")).isEqualTo(expected.get("verdict"));
        assertThat(resumed.get("metrics")).isEqualTo(expected.get("metrics"));
    }

    /** Pauses it once it has made more steps than these, which leaves a checkpoint; gives the step it stands at. */
    private long pauseAfter(String id, long steps) {
        awaitMoreThan(id, steps);
        service.post("/jobs/" + id + "/pause", "").expect(202);
        service.awaitState(id, "PAUSED");
        return step(id);
    }

    private void resume(String id) {
        service.post("/jobs/" + id + "/resume", "").expect(202);
    }

    private void awaitMoreThan(String id, long steps) {
        JobDatabase.await("more than " + steps + " steps", () -> step(id) > steps);
    }

    private long step(String id) {
        return service.job(id).at("/progress/step").longValue();
    }

    private List<Long> checkpointSteps(String id) {
        return jdbc.sql("select step from job_checkpoint where job_id = :id order by step desc")
                .param("id", id)
                .query((row, n) -> row.getLong(1))
                .list();
    }

    /** As if another process had it and died. */
    private void loseWorker(String id) {
        int lost = jdbc.sql("""
                        update job set owner = 'dead', token = token + 1,
                            lease_until = current_timestamp - interval '1' second
                        where id = :id and state = 'RUNNING'
                        """).param("id", id).update();
        assertThat(lost).isEqualTo(1);
    }

    /** All a run left: every number it reported and every parameter it learned. */
    private record Run(long steps, List<String> history, String parameters) {

        static Run of(Service service, String id) {
            JsonNode job = service.awaitSuccess(id);
            String model = job.get("modelId").stringValue();
            return new Run(
                    job.at("/progress/totalSteps").longValue(),
                    withoutTimes(service.csv(id)),
                    service.get("/models/" + model + "/parameters").expect(200).text());
        }

        /** Without the only column that a clock writes. */
        private static List<String> withoutTimes(String csv) {
            List<String> lines = csv.lines().toList();
            List<String> header = Arrays.asList(lines.getFirst().split(",", -1));
            int time = header.indexOf("epochSeconds");
            assertThat(time).isPositive();
            assertThat(lines).hasSizeGreaterThan(500);
            return lines.stream()
                    .map(line -> line.split(",", -1))
                    .map(cells -> IntStream.range(0, cells.length)
                            .filter(i -> i != time)
                            .mapToObj(i -> cells[i])
                            .collect(Collectors.joining(",")))
                    .toList();
        }
    }
}
