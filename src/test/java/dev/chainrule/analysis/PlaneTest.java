package dev.chainrule.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class PlaneTest extends JobsTestBase {

    private static final String MOONS = """
        {"dataset": {"generator": {"type": "moons", "rows": 200, "seed": 7}},
         "model": {"layers": ["dense:6:tanh", "layer_normalization", "dense:5:relu"]},
         "training": {"epochs": %d, "seed": 3}%s}
        """;

    private static final String ENDLESS =
            MOONS.formatted(1_000_000, ", \"monitor\": {\"every\": 100}, \"checkpoints\": {\"everySeconds\": 3600}");

    private JsonNode plane(String job, String query) {
        Answer answer = get("/jobs/" + job + "/plane" + query);
        assertThat(answer.status()).as(answer.body().toString()).isEqualTo(200);
        return answer.body();
    }

    private JsonNode predict(String model, List<Map<String, Double>> rows) {
        return post("/models/" + model + "/predict", JSON.writeValueAsString(Map.of("rows", rows)))
                .body()
                .get("predictions");
    }

    /** Raw values at the middle of a cell, by the names of the columns. */
    private static Map<String, Double> middle(JsonNode plane, int cell) {
        int cells = plane.get("resolution").intValue();
        Map<String, Double> row = new TreeMap<>();
        for (String side : List.of("x", "y")) {
            JsonNode axis = plane.get(side);
            double place = side.equals("x") ? cell % cells : cells - 1 - cell / cells;
            double low = axis.get("min").doubleValue();
            double width = axis.get("max").doubleValue() - low;
            row.put(axis.get("name").stringValue(), low + (place + 0.5) * width / cells);
        }
        return row;
    }

    @Test
    void afterARunItIsWhatTheModelPredictsOfRawRows() {
        String job = train(MOONS.formatted(20, ""));
        JsonNode plane = plane(job, "?resolution=12");
        assertThat(plane.get("source").stringValue()).isEqualTo("model");
        assertThat(plane.get("outputs").size()).isEqualTo(2);

        List<Map<String, Double>> rows = new ArrayList<>();
        for (int cell = 0; cell < 144; cell++) {
            rows.add(middle(plane, cell));
        }
        JsonNode predictions = predict(get("/jobs/" + job).body().get("modelId").stringValue(), rows);
        for (int cell = 0; cell < 144; cell++) {
            for (int k = 0; k < 2; k++) {
                String name = plane.at("/classes/" + k).stringValue();
                assertThat(plane.get("outputs").get(k).get(cell).doubleValue())
                        .isCloseTo(
                                predictions
                                        .get(cell)
                                        .at("/probabilities/" + name)
                                        .doubleValue(),
                                within(1e-3));
            }
        }
    }

    @Test
    void aNumberIsToldInTheTargetsUnits() {
        String job = train("""
            {"dataset": {"rows": [%s], "columns": ["a", "b", "z"], "target": "z", "split": {"validation": 0}}, "model": {"layers": ["dense:4:tanh"]},
             "training": {"epochs": 5, "seed": 1}}
            """.formatted(surface()));
        JsonNode plane = plane(job, "?resolution=8");
        JsonNode predictions = predict(
                get("/jobs/" + job).body().get("modelId").stringValue(), List.of(middle(plane, 0), middle(plane, 63)));

        assertThat(plane.has("classes")).isFalse();
        assertThat(plane.at("/outputs/0/0").doubleValue())
                .isCloseTo(predictions.at("/0/z").doubleValue(), within(1.0));
        assertThat(plane.at("/outputs/0/63").doubleValue())
                .isCloseTo(predictions.at("/1/z").doubleValue(), within(1.0));
        assertThat(plane.at("/points/0/value").doubleValue()).isBetween(1000.0, 1200.0);
    }

    private static String surface() {
        List<String> rows = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            rows.add("[%d, %d, %d]".formatted(i % 10, i / 10, 1000 + i * 3 % 170));
        }
        return String.join(", ", rows);
    }

    /** tanh(W x + b) of the first layer, done again here from the model's own numbers. */
    @Test
    void aUnitIsSeenAsItsLayerComputesIt() {
        String job = train(MOONS.formatted(20, ""));
        JsonNode plane = plane(job, "?resolution=10&unitResolution=10&units=4");
        JsonNode layers = plane.get("layers");
        String model = get("/jobs/" + job).body().get("modelId").stringValue();
        JsonNode parameters = get("/models/" + model + "/parameters").body().get("parameters");
        JsonNode features = get("/models/" + model).body().get("features");

        assertThat(layers.size()).as("a normalization has no units of its own").isEqualTo(2);
        assertThat(layers.at("/0/units").intValue()).isEqualTo(6);
        assertThat(layers.at("/0/activations").size()).isEqualTo(4);
        assertThat(layers.at("/1/units").intValue()).isEqualTo(5);
        for (int cell : new int[] {0, 37, 99}) {
            Map<String, Double> row = middle(plane, cell);
            JsonNode bias = number(parameters, "layer1.bias").get(2);
            double a = (bias.isArray() ? bias.get(0) : bias).doubleValue();
            for (int input = 0; input < 2; input++) {
                JsonNode feature = features.get(input);
                String name = feature.get("name").stringValue();
                double x = (Objects.requireNonNull(row.get(name))
                                - feature.get("offset").doubleValue())
                        / feature.get("scale").doubleValue();
                a += number(parameters, "layer1.weight").get(2).get(input).doubleValue() * x;
            }
            assertThat(layers.at("/0/activations/2/" + cell).doubleValue()).isCloseTo(Math.tanh(a), within(1e-3));
        }
    }

    private static JsonNode number(JsonNode parameters, String name) {
        return parameters
                .valueStream()
                .filter(one -> one.get("name").stringValue().equals(name))
                .findFirst()
                .orElseThrow()
                .get("values");
    }

    @Test
    void thePointsAreTheExamplesEachWithItsPart() {
        String job = train(MOONS.formatted(2, ""));
        JsonNode plane = plane(job, "");
        JsonNode spec = get("/jobs/" + job).body();
        Map<String, Integer> parts = new TreeMap<>();
        plane.get("points").forEach(point -> parts.merge(point.get("part").stringValue(), 1, Integer::sum));
        JsonNode rows = get("/datasets/" + spec.at("/spec/dataset/id").stringValue() + "/rows?limit=200")
                .body()
                .get("rows");
        List<Double> xs =
                rows.valueStream().map(row -> row.get(0).doubleValue()).toList();

        assertThat(parts.get("training")).isGreaterThan(parts.get("validation")).isGreaterThan(100);
        assertThat(parts.get("validation")).isGreaterThan(10);
        plane.get("points")
                .forEach(point -> assertThat(xs)
                        .anySatisfy(x -> assertThat(x).isCloseTo(point.get("x").doubleValue(), within(1e-2))));
        assertThat(plane(job, "?points=false").has("points")).isFalse();
    }

    @Test
    void aRunIsSeenWhileItGoesOnAndThenWhereItStopped() {
        String job = submit(ENDLESS);
        Awaitility.await()
                .until(() -> plane(job, "").get("source").stringValue().equals("running"));
        JsonNode earlier = plane(job, "?points=false");
        Awaitility.await().untilAsserted(() -> {
            JsonNode later = plane(job, "?points=false");
            assertThat(later.get("step").longValue())
                    .isGreaterThan(earlier.get("step").longValue());
            assertThat(later.get("outputs")).isNotEqualTo(earlier.get("outputs"));
        });

        post("/jobs/" + job + "/cancel", "");
        awaitEnd(job);

        JsonNode last = plane(job, "");
        assertThat(last.get("source").stringValue()).isEqualTo("checkpoint");
        assertThat(last.get("step").longValue())
                .isEqualTo(get("/jobs/" + job).body().at("/progress/step").longValue());
    }

    @Test
    void aRunThatIsLookedAtTakesTheSameSteps() {
        String request = MOONS.formatted(4000, ", \"monitor\": {\"every\": 50}");
        String watched = submit(request);
        int looks = 0;
        while (!Set.of("SUCCEEDED", "FAILED")
                .contains(get("/jobs/" + watched).body().get("state").stringValue())) {
            looks += plane(watched, "?points=false").get("source").stringValue().equals("running") ? 1 : 0;
        }
        String alone = train(request);

        assertThat(looks).as("looks at the run while it went on").isPositive();
        assertThat(theta(watched)).isEqualTo(theta(alone));
        assertThat(lastRow(watched)).isEqualTo(lastRow(alone)).containsKey("gradientNorm.layer1");
    }

    /** What the history has of the last step, but for what clocks say. */
    private Map<String, Double> lastRow(String job) {
        Map<String, Double> row =
                stored(job, get("/jobs/" + job).body().at("/progress/step").longValue());
        row.keySet().removeIf(series -> series.toLowerCase(Locale.ROOT).contains("second"));
        return row;
    }

    private JsonNode theta(String job) {
        String model = get("/jobs/" + job).body().get("modelId").stringValue();
        return get("/models/" + model + "/parameters").body().get("parameters");
    }

    @Test
    void aRunThatWaitsShowsItsFirstParameters() {
        List<String> started = new ArrayList<>();
        try {
            for (int i = 0; i <= Runtime.getRuntime().availableProcessors(); i++) {
                started.add(submit(ENDLESS));
            }
            String waiting = started.getLast();
            assertThat(get("/jobs/" + waiting).body().get("state").stringValue())
                    .isEqualTo("QUEUED");
            JsonNode plane = plane(waiting, "");
            assertThat(plane.get("source").stringValue()).isEqualTo("initial");
            assertThat(plane.get("step").longValue()).isZero();
        } finally {
            started.forEach(id -> post("/jobs/" + id + "/cancel", ""));
            started.forEach(this::awaitEnd);
        }
    }

    @Test
    void whatHasNoPlaneIsRefusedWithItsReason() {
        String iris = train("""
            {"dataset": {"generator": "iris"}, "model": {"layers": ["dense:3"]}, "training": {"epochs": 1, "seed": 1}}""");
        Answer refused = get("/jobs/" + iris + "/plane");
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.body().get("code").stringValue()).isEqualTo("NOT_PLANAR");
        assertThat(refused.body().get("detail").stringValue()).contains("this job has 4");

        String text = train("""
            {"dataset": {"rows": [[1, "u", 1], [2, "v", 2], [3, "u", 5]], "columns": ["a", "b", "z"],
                         "target": "z", "split": {"validation": 0}},
             "model": {"layers": ["dense:3"]}, "training": {"epochs": 1, "seed": 1}}""");
        assertThat(get("/jobs/" + text + "/plane").body().get("code").stringValue())
                .isEqualTo("NOT_PLANAR");

        String moons = train(MOONS.formatted(1, ""));
        Answer fine = get("/jobs/" + moons + "/plane?resolution=201&units=-1");
        assertThat(fine.status()).isEqualTo(422);
        assertThat(fine.body().get("errors").size()).isEqualTo(2);
        assertThat(get("/jobs/nothing/plane").status()).isEqualTo(404);
    }
}
