package dev.chainrule.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chainrule.ServiceTest;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

/** What jobs need is deleted: before they are there, while they wait, while they are submitted. */
@ServiceTest
class DeletionTest {

    private static final String SPEC = """
            {"dataset": {"id": "%s"}, "model": {"layers": ["dense:2:tanh"]%s}, "training": {"epochs": 1, "seed": 1}}""";

    private final Service service;

    DeletionTest(@LocalServerPort int port) {
        service = Service.at(port);
    }

    private String dataset(long seed) {
        return service.post("/datasets", "{\"generator\": {\"type\": \"moons\", \"seed\": " + seed + "}}")
                .json()
                .get("id")
                .stringValue();
    }

    private Service.Answer delete(String path) {
        return service.send("DELETE", path, "");
    }

    private static String code(Service.Answer refused) {
        return refused.json().get("code").stringValue();
    }

    @RepeatedTest(30)
    void aDatasetIsDeletedInTheMomentOfASubmission() {
        String id = dataset(System.nanoTime());
        race("/datasets/" + id, SPEC.formatted(id, ""), "UNKNOWN_DATASET");
    }

    @RepeatedTest(30)
    void aModelIsDeletedInTheMomentOfASubmission() {
        String data = dataset(7);
        String model = service.awaitSuccess(service.submit(SPEC.formatted(data, "")))
                .get("modelId")
                .stringValue();
        race("/models/" + model, SPEC.formatted(data, ", \"startFrom\": \"" + model + "\""), "UNKNOWN_MODEL");
    }

    /** Either the job is there, then what it needs stays and it succeeds; or that is gone, then nobody was told of a job. */
    private void race(String needed, String spec, String unknown) {
        CompletableFuture<Service.Answer> deletion = CompletableFuture.supplyAsync(() -> delete(needed));
        Service.Answer submission = service.post("/jobs", spec);
        if (submission.status() == 202) {
            assertThat(service.awaitEnd(submission.json().get("id").stringValue())
                            .get("state")
                            .stringValue())
                    .isEqualTo("SUCCEEDED");
        } else {
            assertThat(code(submission.expect(422))).isEqualTo(unknown);
            assertThat(deletion.join().status()).isEqualTo(204);
        }
    }

    /** A fork runs its origin's spec first, on its origin's data. */
    @Test
    void whatAForkRunsFirstIsStillNeeded() {
        String first = dataset(101);
        String then = dataset(102);
        JsonNode origin = service.awaitSuccess(service.submit(SPEC.formatted(first, "")));
        String start = origin.get("modelId").stringValue();
        JsonNode second =
                service.awaitSuccess(service.submit(SPEC.formatted(first, ", \"startFrom\": \"" + start + "\"")));
        String fork = service.post("/jobs/" + second.get("id").stringValue() + "/fork", """
                        {"atStep": 1, "patch": {"dataset": {"id": "%s"}, "model": {"startFrom": null},
                         "training": {"epochs": 1000000}, "monitor": {"every": 1000}}}""".formatted(then))
                .expect(202)
                .json()
                .get("id")
                .stringValue();
        try {
            assertThat(code(delete("/datasets/" + first).expect(409))).isEqualTo("IN_USE");
            assertThat(delete("/models/" + start)
                            .expect(409)
                            .json()
                            .at("/jobs/0")
                            .stringValue())
                    .isEqualTo(fork);
        } finally {
            service.post("/jobs/" + fork + "/cancel", "");
        }
    }
}
