package dev.chainrule.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.chainrule.ServiceTest;
import dev.chainrule.engine.catalog.Family;
import dev.chainrule.engine.network.Activation;
import dev.chainrule.engine.network.Initializer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

/** Every member of the families trains as a job, named as the contract names it. */
@ServiceTest
class FamiliesJobTest {

    private final Service service;

    FamiliesJobTest(@LocalServerPort int port) {
        service = Service.at(port);
    }

    private JsonNode train(String dataset, String model) {
        return service.awaitSuccess(service.submit("""
                {"dataset": {"generator": {"type": "%s"}}, "model": %s,
                 "training": {"optimizer": "adam:0.02", "epochs": 40, "seed": 7}}
                """.formatted(dataset, model)));
    }

    private static double accuracy(JsonNode job) {
        return job.at("/metrics/accuracy").doubleValue();
    }

    static Stream<String> activations() {
        return Family.of(Activation.class).names().stream();
    }

    @ParameterizedTest
    @MethodSource("activations")
    void everyActivationTrains(String activation) {
        JsonNode job = train("iris", "{\"layers\": [\"dense:16:%s\"]}".formatted(activation));

        assertThat(accuracy(job)).isGreaterThan(0.85);
    }

    static Stream<String> initializers() {
        return Family.of(Initializer.class).names().stream();
    }

    @ParameterizedTest
    @MethodSource("initializers")
    void everyInitializerStartsATraining(String initializer) {
        String member = initializer.equals("constant") ? "constant:0.1" : initializer;
        JsonNode job = train("iris", """
                {"layers": [{"type": "dense", "units": 8, "activation": "gelu:tanh", "initializer": "%s"}]}""".formatted(member));

        assertThat(job.at("/metrics/loss").doubleValue()).isLessThan(1.099); // log 3: the loss of knowing nothing
    }

    @ParameterizedTest
    @CsvSource({
        "hinge, sigmoid, 1",
        "logistic, sigmoid, 1",
        "binary_crossentropy, sigmoid, 1",
        "categorical_crossentropy, softmax, 2",
        "mean_squared_error, softmax, 2",
        "mean_absolute_error, softmax, 2",
        "huber, softmax, 2",
        "log_cosh, softmax, 2"
    })
    void everyLossTellsTwoClassesApartAndAnswersWithShares(String loss, String activation, int units) {
        JsonNode job = train("moons", "{\"layers\": [\"dense:16:tanh\"], \"loss\": \"%s\"}".formatted(loss));

        assertThat(job.at("/spec/model/output/activation/type").stringValue()).isEqualTo(activation);
        assertThat(job.at("/spec/model/output/units").intValue()).isEqualTo(units);
        assertThat(accuracy(job)).isGreaterThan(0.85);
        String model = job.get("modelId").stringValue();
        JsonNode shares = service.post("/models/" + model + "/predict", "{\"rows\": [{\"x1\": 0, \"x2\": 1}]}")
                .expect(200)
                .json()
                .at("/predictions/0/probabilities");
        double sum = 0;
        for (JsonNode share : shares) {
            sum += share.doubleValue();
        }
        assertThat(sum).isCloseTo(1, within(1e-6));
        JsonNode report = service.post(
                        "/models/" + model + "/evaluate", "{\"dataset\": {\"generator\": {\"type\": \"moons\"}}}")
                .expect(200)
                .json();
        assertThat(report.get("accuracy").doubleValue()).isGreaterThan(0.85);
    }

    @ParameterizedTest
    @CsvSource({"hinge, linear", "hinge, sigmoid", "logistic, linear", "logistic, sigmoid"})
    void aLossOfMarginsTakesOneOutputOfEitherName(String loss, String activation) {
        JsonNode job = train("moons", """
                {"layers": ["dense:16:tanh"], "output": "dense:1:%s", "loss": "%s"}""".formatted(activation, loss));

        assertThat(accuracy(job)).isGreaterThan(0.85);
    }

    @ParameterizedTest
    @CsvSource({"hinge", "logistic"})
    void threeClassesAreEachToldFromTheRest(String loss) {
        JsonNode job = train("iris", "{\"layers\": [\"dense:16:tanh\"], \"loss\": \"%s\"}".formatted(loss));

        assertThat(accuracy(job)).isGreaterThan(0.9);
    }

    @ParameterizedTest
    @CsvSource({"mean_absolute_error", "huber", "huber:0.5", "log_cosh"})
    void numbersAreFittedByEveryDeviation(String loss) {
        JsonNode job = train("linear", "{\"layers\": [], \"loss\": \"%s\"}".formatted(loss));

        assertThat(job.at("/metrics/loss").doubleValue()).isLessThan(1);
    }

    @Test
    void aNumberIsNoMatterOfMargins() {
        JsonNode problem = service.post("/jobs", """
                        {"dataset": {"generator": {"type": "linear"}}, "model": {"layers": [], "loss": "hinge"}}""").expect(422).json();

        assertThat(problem.at("/errors/0/pointer").stringValue()).isEqualTo("/model/loss");
        assertThat(problem.at("/errors/0/message").stringValue()).contains("tell classes apart");
    }
}
