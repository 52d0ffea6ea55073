package dev.chainrule.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chainrule.ServiceTest;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

@ServiceTest
class JobHttpTest {

    private static final String IRIS = """
            {"name": "iris", "tags": ["lecture"], "dataset": {"generator": {"type": "iris"}},
             "model": {"layers": ["dense:16:tanh"]},
             "training": {"optimizer": "adam:0.02", "epochs": 60, "seed": 42}}
            """;

    private final Service service;

    JobHttpTest(@LocalServerPort int port) {
        service = Service.at(port);
    }

    @Test
    void irisIsLearnedThroughHttp() {
        JsonNode accepted = service.post("/jobs", IRIS).expect(202).json();
        assertThat(accepted.get("state").stringValue()).isIn("QUEUED", "RUNNING");
        JsonNode job = service.awaitSuccess(accepted.get("id").stringValue());
        assertThat(job.at("/metrics/validationAccuracy").doubleValue()).isGreaterThan(0.9);
    }
}
