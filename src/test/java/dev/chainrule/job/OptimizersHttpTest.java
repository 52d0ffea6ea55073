package dev.chainrule.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chainrule.ServiceTest;
import dev.chainrule.engine.catalog.Family;
import dev.chainrule.engine.optimize.Schedule;
import dev.chainrule.engine.optimize.UpdateRule;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

/** Every element-wise optimizer and every schedule, by its name alone, by short form and in full, trains iris over HTTP. */
@ServiceTest
class OptimizersHttpTest {

    private final Service service;

    OptimizersHttpTest(@LocalServerPort int port) {
        service = Service.at(port);
    }

    static Stream<String> trainings() {
        return Stream.of(
                        Family.of(UpdateRule.class).names().stream().map(name -> "\"optimizer\": \"" + name + "\""),
                        Family.of(Schedule.class).names().stream().map(name -> "\"schedule\": \"" + name + "\""),
                        Stream.of(
                                "\"optimizer\": \"adamw:0.001\"",
                                "\"optimizer\": \"rmsprop:0.001:0.9:1e-7:true:true:0.5\"",
                                "\"schedule\": \"warmup:5:one_cycle:0.4\"",
                                """
                                "optimizer": {"type": "adagrad", "initialAccumulator": 0.1, "epsilonInside": true},
                                "schedule": {"type": "warmup", "steps": 4, "then": {"type": "polynomial", "power": 2}}"""))
                .flatMap(texts -> texts);
    }

    @ParameterizedTest
    @MethodSource("trainings")
    void irisIsTrained(String training) {
        String id = service.submit("""
                {"dataset": {"generator": {"type": "iris"}}, "model": {"layers": ["dense:4:tanh"]},
                 "training": {%s, "epochs": 3, "seed": 1}}
                """.formatted(training));
        JsonNode job = service.awaitSuccess(id);
        String[] lines = service.csv(id).split("\\R");
        List<String> columns = List.of(lines[0].split(","));
        double first = number(lines[1], columns.indexOf("loss"));

        assertThat(job.at("/metrics/loss").doubleValue()).isPositive().isLessThan(2 * first);
        assertThat(number(lines[1], columns.indexOf("learningRate"))).isPositive();
    }

    private static double number(String line, int column) {
        return Double.parseDouble(line.split(",")[column]);
    }

    @Test
    void theCatalogAndTheSchemaShowThemAll() {
        JsonNode catalog = service.get("/catalog").expect(200).json();
        String schema = service.get("/schemas/job").expect(200).text();
        assertThat(catalog.at("/families/optimizer/members").findValuesAsString("formula"))
                .doesNotContain("");
        assertThat(names(catalog, "optimizer"))
                .contains(
                        "gradient_descent",
                        "sgd",
                        "momentum",
                        "nesterov",
                        "adagrad",
                        "rmsprop",
                        "adadelta",
                        "adam",
                        "amsgrad",
                        "adamax",
                        "nadam",
                        "adamw")
                .allSatisfy(name -> assertThat(schema).contains("\"const\":\"" + name + "\""));
        assertThat(names(catalog, "schedule"))
                .contains(
                        "constant",
                        "step",
                        "exponential",
                        "inverse_time",
                        "polynomial",
                        "cosine",
                        "one_cycle",
                        "warmup")
                .allSatisfy(name -> assertThat(schema).contains("\"const\":\"" + name + "\""));
    }

    private static List<String> names(JsonNode catalog, String family) {
        return catalog.at("/families/" + family + "/members")
                .valueStream()
                .map(member -> member.get("name").stringValue())
                .toList();
    }
}
