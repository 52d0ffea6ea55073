package dev.chainrule.input;

import static dev.chainrule.input.BadInput.request;
import static org.assertj.core.api.Assertions.assertThat;

import dev.chainrule.RawHttp.Answer;
import dev.chainrule.SeededRuns;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.awaitility.Awaitility;
import tools.jackson.databind.JsonNode;

/** B101, B102, B107, B108 and B110: what is asked of jobs at a wrong time, twice, too much or at random. */
final class JobInputs {

    private static final String NOBODY = "0b0e4e0e-0000-4000-8000-000000000000";
    private static final String SMALL = SpecInputs.iris("{\"layers\": []}", "{\"epochs\": %d, \"seed\": 1}");
    private static final String ENDLESS =
            SpecInputs.iris("{\"layers\": [\"dense:8\"]}", "{\"epochs\": 1000000, \"seed\": 1}");

    /** Steps of the long history; the table's 10^7 rows by -Dinputs.steps=10000000. */
    private static final long STEPS = Long.getLong("inputs.steps", 100_000);

    private JobInputs() {}

    static List<BadInput> all() {
        return List.of(
                new BadInput(101, "cancel, running and twice", JobInputs::cancelledTwice),
                request(101, "cancel, finished", JobInputs::cancelledLate, 409, "STATE_FORBIDS", "", "SUCCEEDED"),
                request(
                        101,
                        "cancel, unknown",
                        talk -> talk.json("/jobs/" + NOBODY + "/cancel", "{}"),
                        404,
                        "NOT_FOUND",
                        "",
                        "There is no job"),
                request(102, "one key, another body", JobInputs::keyReused, 422, "KEY_REUSED", "Idempotency-Key", ""),
                new BadInput(102, "one key, twenty at once", JobInputs::twentyAtOnce),
                new BadInput(107, "a long history as one page", JobInputs::longHistory),
                request(
                        107,
                        "10^7 points",
                        talk -> talk.get("/jobs/" + finished(talk) + "/history?maxPoints=10000000"),
                        422,
                        "OUT_OF_RANGE",
                        "",
                        "maxPoints"),
                lastEvent("garbage"),
                lastEvent("999999999999.999999999999"),
                lastEvent("0.0.0"),
                lastEvent("-1"),
                new BadInput(
                        110,
                        "random bodies, a few of them",
                        talk -> RandomBodies.of(talk, 20_26).send(400)));
    }

    private static String finished(Talk talk) {
        return talk.success(talk.json("/jobs", SMALL.formatted(1))).get("id").stringValue();
    }

    private static void cancelledTwice(Talk talk) {
        Reply job = talk.json("/jobs", ENDLESS).expect(202);
        talk.json("/jobs/" + job.id() + "/cancel", "{}").expect(202);
        assertThat(talk.end(job).get("state").stringValue()).isEqualTo("CANCELLED");
        Reply again = talk.json("/jobs/" + job.id() + "/cancel", "{}");
        assertThat(again.status()).as(again.body()).isIn(202, 409);
        assertThat(talk.job(job.id()).get("state").stringValue()).isEqualTo("CANCELLED");
    }

    private static Reply cancelledLate(Talk talk) {
        return talk.json("/jobs/" + finished(talk) + "/cancel", "{}");
    }

    private static Reply keyReused(Talk talk) {
        String key = UUID.randomUUID().toString();
        Reply first =
                talk.json("/jobs", SMALL.formatted(1), "Idempotency-Key", key).expect(202);
        Reply second =
                talk.json("/jobs", SMALL.formatted(1), "Idempotency-Key", key).expect(202);
        assertThat(second.id()).isEqualTo(first.id());
        return talk.json("/jobs", SMALL.formatted(2), "Idempotency-Key", key);
    }

    private static void twentyAtOnce(Talk talk) {
        String key = UUID.randomUUID().toString();
        List<Future<String>> posts = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(20)) {
            for (int i = 0; i < 20; i++) {
                posts.add(threads.submit(() -> talk.json("/jobs", SMALL.formatted(1), "Idempotency-Key", key)
                        .expect(202)
                        .id()));
            }
        }
        assertThat(posts.stream().map(Future::resultNow).distinct()).hasSize(1);
    }

    private static void longHistory(Talk talk) {
        String id = new SeededRuns(talk.service()).run(finished(talk), STEPS, 2);
        Awaitility.await().untilAsserted(() -> {
            JsonNode loss = talk.get("/jobs/" + id + "/history?series=loss&maxPoints=2000")
                    .expect(200)
                    .json()
                    .at("/series/0");
            assertThat(loss.get("steps").size()).isBetween(100, 2_000);
            assertThat(loss.get("steps").get(loss.get("steps").size() - 1).longValue())
                    .isGreaterThan(STEPS / 2);
        });
    }

    /** The stream of a job that has ended begins somewhere, and ends. */
    private static BadInput lastEvent(String id) {
        return new BadInput(108, "Last-Event-ID " + id, talk -> {
            Answer answer = talk.raw().get("/api/v1/jobs/" + finished(talk) + "/events", "Last-Event-ID: " + id);
            assertThat(answer.status()).as(answer.body()).isEqualTo(200);
            assertThat(answer.body()).contains("event: done").doesNotContain("Exception");
        });
    }
}
