package dev.chainrule.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chainrule.ServiceTest;
import dev.chainrule.engine.train.MachineSpeed;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

/** What a request that is still being written is told of its run. */
@ServiceTest
class EstimateHttpTest {

    private final Service service;

    EstimateHttpTest(@LocalServerPort int port) {
        service = Service.at(port);
    }

    private JsonNode estimate(String request) {
        return service.post("/jobs?validateOnly=true", request)
                .expect(200)
                .json()
                .get("estimate");
    }

    @ParameterizedTest
    @ValueSource(strings = {"""
                {"dataset": {"generator": "iris"}, "model": {"layers": ["dense:8:tanh", "dense:6:relu"]},
                 "training": {"epochs": 3, "seed": 11}}""", """
                {"dataset": {"generator": {"type": "moons", "rows": 100, "seed": 2}},
                 "model": {"layers": ["dense:8:tanh"], "output": "dense:1:sigmoid"},
                 "training": {"epochs": 3, "seed": 4, "precision": "float64", "optimizer": "lbfgs"}}"""})
    void theGradientByDepthIsThatOfTheRunsFirstStep(String request) {
        JsonNode estimate = estimate(request);
        String job = service.submit(request);
        service.awaitEnd(job);

        JsonNode layers = estimate.get("gradientByDepth");
        assertThat(layers.size()).isGreaterThan(1);
        assertThat(layers.get(0).get("layer").stringValue()).isEqualTo("layer1");
        for (JsonNode layer : layers) {
            String name = layer.get("layer").stringValue();
            for (String norm : new String[] {"deltaNorm", "gradientNorm"}) {
                JsonNode series = service.get("/jobs/" + job + "/history?series=" + norm + "." + name)
                        .expect(200)
                        .json()
                        .at("/series/0");
                assertThat(series.at("/steps/0").longValue()).isEqualTo(1);
                assertThat(layer.get(norm).doubleValue())
                        .as("%s of %s", norm, name)
                        .isEqualTo(series.at("/values/0").doubleValue());
            }
        }
    }

    @Test
    void itTellsParametersMemoryStepsAndTime() {
        JsonNode estimate = estimate("""
                {"dataset": {"generator": "iris"}, "model": {"layers": ["dense:8:tanh"]}, "training": {"epochs": 7}}""");
        assertThat(estimate.get("parameters").intValue()).isEqualTo(4 * 8 + 8 + 8 * 3 + 3);
        assertThat(estimate.get("memoryBytes").longValue()).isPositive();
        assertThat(estimate.get("steps").longValue()).isEqualTo(7 * 4);
        double likely = estimate.get("seconds").doubleValue();
        assertThat(likely).isBetween(1e-6, 60.0);
        assertThat(likely)
                .isBetween(
                        estimate.get("secondsLeast").doubleValue(),
                        estimate.get("secondsMost").doubleValue());
        assertThat(estimate.get("measured").booleanValue()).isTrue();
        assertThat(estimate.get("findings").size()).isZero();
    }

    @Test
    void whatVanishesOrExplodesAtTheStartIsSaidInWords() {
        String deep = """
                {"dataset": {"generator": {"type": "spiral", "rows": 200, "seed": 7}},
                 "model": {"layers": [%s]}, "training": {"optimizer": "momentum:0.1", "seed": 1}}""";
        JsonNode vanishing = estimate(deep.formatted("\"dense:16:sigmoid\", ".repeat(9) + "\"dense:16:sigmoid\""));
        assertThat(vanishing.at("/findings/0/code").stringValue()).isEqualTo("VANISHING_GRADIENT");
        assertThat(vanishing.at("/findings/0/explanation").stringValue()).contains("decades lost on the way down");
        double first = vanishing.at("/gradientByDepth/0/deltaNorm").doubleValue();
        assertThat(first)
                .isLessThan(1e-3 * vanishing.at("/gradientByDepth/9/deltaNorm").doubleValue());

        String wild = "{\"type\": \"dense\", \"units\": 16, \"activation\": \"relu\","
                + " \"initializer\": {\"type\": \"random_normal\", \"deviation\": 2}}";
        JsonNode exploding = estimate(deep.formatted((wild + ", ").repeat(7) + wild));
        assertThat(exploding.at("/gradientByDepth/0/deltaNorm").doubleValue())
                .isGreaterThan(30 * exploding.at("/gradientByDepth/7/deltaNorm").doubleValue());
    }

    @Test
    void ofALargeRunTheTimeIsToldFromItsWork() {
        for (int i = 0; i < MachineSpeed.TIMES; i++) {
            assertThat(secondsOfLarge(1)).isPositive();
        }
        double tenEpochs = secondsOfLarge(11) - secondsOfLarge(1);
        assertThat(tenEpochs).isPositive();
        assertThat(secondsOfLarge(31) - secondsOfLarge(1)).isCloseTo(3 * tenEpochs, Offset.offset(1e-9));
    }

    private double secondsOfLarge(int epochs) {
        JsonNode estimate = estimate("""
                {"dataset": {"generator": {"type": "iris"}}, "training": {"epochs": %d, "batchSize": 120},
                 "model": {"layers": ["dense:1500:relu", "dense:1500:relu"]}}""".formatted(epochs));
        assertThat(estimate.get("gradientByDepth").isNull()).isTrue();
        assertThat(estimate.get("notMeasured").stringValue()).contains("too long to be made while you type");
        assertThat(estimate.get("measured").booleanValue()).isFalse();
        return estimate.get("seconds").doubleValue();
    }
}
