package dev.chainrule.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.chainrule.ServiceTest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** From a job to its model: it predicts, is judged, shows its parameters, is downloaded and deleted. */
@ServiceTest
class ModelHttpTest {

    private static final Path PENGUINS = Path.of("../shared/data/penguins/penguins.csv");

    private final Service service;

    ModelHttpTest(@LocalServerPort int port) {
        service = Service.at(port);
    }

    private JsonNode train(String body) {
        return service.awaitSuccess(service.submit(body));
    }

    private String trainIris() {
        return train("""
            {"dataset": {"generator": {"type": "iris"}}, "model": {"layers": ["dense:16:tanh"]},
             "training": {"optimizer": "adam:0.02", "epochs": 60, "seed": 42}}
            """).get("modelId").stringValue();
    }

    @Test
    void aModelAnswersInTheWordsOfItsTarget() {
        String model = trainIris();
        JsonNode answers = service.post("/models/" + model + "/predict", """
            {"rows": [{"petal_length": 1.4, "petal_width": 0.2, "sepal_length": 5.1, "sepal_width": 3.5},
                      {"sepal_length": 6.5, "sepal_width": 3.0, "petal_length": 5.8, "petal_width": 2.2}]}
            """)
                .expect(200)
                .json()
                .get("predictions");
        assertThat(answers.at("/0/species").stringValue()).isEqualTo("setosa");
        assertThat(answers.at("/1/species").stringValue()).isEqualTo("virginica");
        double sum = 0;
        for (JsonNode probability : answers.at("/0/probabilities")) {
            sum += probability.doubleValue();
        }
        assertThat(sum).isCloseTo(1, within(1e-6));
        JsonNode problem =
                service.post("/models/" + model + "/predict", """
                    {"rows": [{"petal_length": 1.4, "petal_width": "x", "sepal_lenght": 5.1, "sepal_width": 3.5}]}
                    """).expect(422).json();
        assertThat(problem.get("errors").findValuesAsString("code"))
                .contains("NOT_A_NUMBER", "UNKNOWN_COLUMN", "MISSING_COLUMN");
        service.post("/models/" + model + "/predict", "{\"rows\": []}").expect(422);
        service.post("/models/none/predict", "{\"rows\": [{}]}").expect(404);
    }

    @Test
    void aModelIsJudgedByAConfusionMatrix() {
        String model = trainIris();
        JsonNode report = service.post(
                        "/models/" + model + "/evaluate", "{\"dataset\": {\"generator\": {\"type\": \"iris\"}}}")
                .expect(200)
                .json();
        assertThat(report.get("rows").intValue()).isEqualTo(150);
        assertThat(report.get("accuracy").doubleValue()).isGreaterThan(0.9);
        assertThat(report.get("classes").toString()).isEqualTo("[\"setosa\",\"versicolor\",\"virginica\"]");
        long right = 0;
        long all = 0;
        for (int meant = 0; meant < 3; meant++) {
            for (int answered = 0; answered < 3; answered++) {
                long count = report.get("confusion").get(meant).get(answered).longValue();
                all += count;
                right += meant == answered ? count : 0;
            }
        }
        assertThat(all).isEqualTo(150);
        assertThat(right / 150.0).isCloseTo(report.get("accuracy").doubleValue(), within(1e-12));
        assertThat(report.at("/perClass/0/recall").doubleValue()).isEqualTo(1);
        assertThat(report.at("/perClass/0/support").intValue()).isEqualTo(50);
        service.post("/models/" + model + "/evaluate", "{\"dataset\": {\"generator\": {\"type\": \"moons\"}}}")
                .expect(422);
    }

    @Test
    void aRegressionIsJudgedInItsTargetsOwnUnit() {
        JsonNode job = train("""
            {"dataset": {"generator": {"type": "linear", "noise": 0.01}, "targetScaling": "standard"},
             "model": {"layers": []}, "training": {"optimizer": "adam:0.05", "epochs": 80, "seed": 1}}
            """);
        JsonNode report = service.post("/models/" + job.get("modelId").stringValue() + "/evaluate", """
            {"dataset": {"generator": {"type": "linear", "noise": 0.01}}}
            """)
                .expect(200)
                .json();
        assertThat(report.get("rSquared").doubleValue()).isGreaterThan(0.99);
        assertThat(report.get("rmse").doubleValue())
                .isGreaterThanOrEqualTo(report.get("mae").doubleValue());
        assertThat(report.has("accuracy")).isFalse();
    }

    @Test
    void itsParametersComeAsNumbersAndAsFiles() throws Exception {
        String model = trainIris();
        JsonNode parameters =
                service.get("/models/" + model + "/parameters").expect(200).json();
        assertThat(parameters.get("count").intValue()).isEqualTo(4 * 16 + 16 + 16 * 3 + 3);
        assertThat(parameters.get("parameters").findValuesAsString("name"))
                .containsExactly("layer1.weight", "layer1.bias", "output.weight", "output.bias");
        assertThat(parameters.at("/parameters/0/shape").toString()).isEqualTo("[16,4]");
        assertThat(parameters.at("/parameters/0/values").size()).isEqualTo(16);

        JsonNode whole = service.get("/models/" + model + "/export?format=json")
                .expect(200)
                .json();
        assertThat(whole.at("/parameters/layer1.weight")).isEqualTo(parameters.at("/parameters/0/values"));
        assertThat(npz(model).get("layer1.weight.npy"))
                .containsExactly(columnByColumn(parameters.at("/parameters/0/values")));

        JsonNode problem = service.get("/models/" + model + "/export?format=pickle")
                .expect(422)
                .json();
        assertThat(problem.at("/errors/0/allowed").toString()).isEqualTo("[\"json\",\"npz\",\"onnx\",\"safetensors\"]");
    }

    private Map<String, float[]> npz(String model) throws IOException, InterruptedException {
        Map<String, float[]> arrays = new LinkedHashMap<>();
        try (HttpClient http = HttpClient.newHttpClient()) {
            byte[] file = http.send(
                            HttpRequest.newBuilder(
                                            URI.create(service.base() + "/models/" + model + "/export?format=npz"))
                                    .build(),
                            HttpResponse.BodyHandlers.ofByteArray())
                    .body();
            try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(file))) {
                for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                    arrays.put(entry.getName(), floats(zip.readAllBytes()));
                }
            }
        }
        return arrays;
    }

    /** Format 1.0: magic, version, length of the header, header, numbers. */
    private static float[] floats(byte[] npy) {
        ByteBuffer in = ByteBuffer.wrap(npy).order(ByteOrder.LITTLE_ENDIAN);
        int header = in.getShort(8);
        assertThat((10 + header) % 64).isZero();
        assertThat(new String(npy, 10, header, StandardCharsets.US_ASCII))
                .contains("'descr': '<f4'", "'fortran_order': True")
                .endsWith("\n");
        in.position(10 + header);
        float[] values = new float[in.remaining() / 4];
        in.asFloatBuffer().get(values);
        return values;
    }

    private static float[] columnByColumn(JsonNode matrix) {
        int rows = matrix.size();
        int columns = matrix.get(0).size();
        float[] values = new float[rows * columns];
        for (int j = 0; j < columns; j++) {
            for (int i = 0; i < rows; i++) {
                values[j * rows + i] = (float) matrix.get(i).get(j).doubleValue();
            }
        }
        return values;
    }

    @Test
    void aModelSaysWhereItComesFromAndGoesWhenDeleted() {
        String model = trainIris();
        JsonNode view = service.get("/models/" + model).expect(200).json();
        assertThat(view.get("seed").longValue()).isEqualTo(42);
        assertThat(view.at("/dataset/sha256").stringValue()).hasSize(64);
        assertThat(view.at("/versions/nd4j").stringValue()).isEqualTo("1.0.0-M2.1");
        assertThat(view.at("/versions/java").stringValue()).startsWith("25");
        assertThat(view.at("/versions/blas").stringValue()).contains("OpenBLAS");
        assertThat(view.at("/spec/training/epochs").intValue()).isEqualTo(60);
        assertThat(service.get("/models?pageSize=1")
                        .expect(200)
                        .json()
                        .get("items")
                        .size())
                .isEqualTo(1);
        service.send("DELETE", "/models/" + model, "").expect(204);
        service.get("/models/" + model).expect(404);
        service.post("/models/" + model + "/predict", "{\"rows\": [{}]}").expect(404);
    }

    @Test
    void penguinsWithMissingCellsAreDroppedOrFilled() throws IOException {
        Assumptions.assumeTrue(Files.exists(PENGUINS), "no penguins at " + PENGUINS.toAbsolutePath());
        for (String missing : List.of("drop", "mean")) {
            JsonNode job = train(penguins(missing));
            assertThat(job.at("/metrics/validationAccuracy").doubleValue())
                    .as(missing)
                    .isGreaterThan(0.9);
        }
        JsonNode problem = service.post("/jobs", penguins("error")).expect(422).json();
        assertThat(problem.get("errors").findValuesAsString("pointer"))
                .allSatisfy(pointer -> assertThat(pointer).startsWith("/dataset"));
    }

    private static String penguins(String missing) throws IOException {
        List<String> lines = Files.readAllLines(PENGUINS);
        ObjectNode body = Service.JSON.createObjectNode();
        ObjectNode dataset = body.putObject("dataset");
        ArrayNode columns = dataset.putArray("columns");
        List.of(lines.getFirst().split(",", -1)).forEach(columns::add);
        ArrayNode rows = dataset.putArray("rows");
        for (String line : lines.subList(1, lines.size())) {
            ArrayNode row = rows.addArray();
            for (String cell : line.split(",", -1)) {
                if (cell.isEmpty() || cell.equals("NaN")) {
                    row.addNull();
                } else if (cell.matches("[0-9.]+")) {
                    row.add(Double.parseDouble(cell));
                } else {
                    row.add(cell);
                }
            }
        }
        dataset.put("target", "species").put("missing", missing);
        body.putObject("model").putArray("layers").add("dense:16:relu");
        body.putObject("training")
                .put("optimizer", "adam:0.01")
                .put("epochs", 30)
                .put("seed", 1);
        return body.toString();
    }
}
