package dev.chainrule.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.chainrule.Python;
import dev.chainrule.ServiceTest;
import dev.chainrule.dataset.Encoding;
import dev.chainrule.model.onnx.Runtime;
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
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A model of penguins leaves the service as a file, and whoever opens it finds the model that the service has. */
@ServiceTest
class ExportHttpTest {

    private static final Path PENGUINS = Path.of("src/docs/examples/penguins.csv");

    private final Service service;
    private String model = "";

    ExportHttpTest(@LocalServerPort int port) {
        service = Service.at(port);
    }

    @BeforeEach
    void train() throws IOException {
        HttpRequest.Builder upload = HttpRequest.newBuilder(URI.create(service.base() + "/datasets?name=penguins.csv"))
                .header("Content-Type", "text/csv")
                .POST(HttpRequest.BodyPublishers.ofFile(PENGUINS));
        String data = service.send(upload).json().get("id").stringValue();
        JsonNode job = service.awaitSuccess(service.submit("""
            {"dataset": {"id": "%s", "target": "species", "missing": "mean"},
             "model": {"layers": ["dense:16:relu", "dropout:0.1"]}, "training": {"epochs": 5, "seed": 9}}
            """.formatted(data)));
        model = job.get("modelId").stringValue();
    }

    private HttpResponse<byte[]> export(String format) throws IOException, InterruptedException {
        URI uri = URI.create(service.base() + "/models/" + model + "/export?format=" + format);
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpResponse<byte[]> answer =
                    http.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofByteArray());
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.headers().firstValue("Content-Disposition").orElse(""))
                    .startsWith("attachment;")
                    .contains("model-" + model + "." + format);
            return answer;
        }
    }

    private static List<Map<String, @Nullable Object>> rows() throws IOException {
        List<String> lines = Files.readAllLines(PENGUINS);
        String[] names = lines.getFirst().split(",");
        List<Map<String, @Nullable Object>> rows = new ArrayList<>();
        for (String line : lines.subList(1, lines.size())) {
            String[] cells = line.split(",", -1);
            Map<String, @Nullable Object> row = new HashMap<>();
            for (int i = 0; i < names.length; i++) {
                if (!names[i].equals("species")) {
                    row.put(names[i], value(cells[i]));
                }
            }
            rows.add(row);
        }
        return rows;
    }

    private static @Nullable Object value(String cell) {
        if (cell.isEmpty() || cell.equals("NaN")) {
            return null;
        }
        return cell.matches("[0-9]+([.][0-9]+)?") ? (Object) Double.parseDouble(cell) : cell;
    }

    @Test
    void onnxRuntimeAnswersTheRawFileAsTheServiceDoes() throws Exception {
        List<Map<String, @Nullable Object>> rows = rows();
        assertThat(rows).anyMatch(row -> row.containsValue(null));
        JsonNode ours = service.post(
                        "/models/" + model + "/predict", Service.JSON.writeValueAsString(Map.of("rows", rows)))
                .expect(200)
                .json()
                .get("predictions");
        JsonNode whole = Service.JSON.readTree(export("json").body());
        Encoding encoding = Service.JSON.treeToValue(whole.get("encoding"), Encoding.class);
        HttpResponse<byte[]> file = export("onnx");
        assertThat(file.headers().firstValue("Content-Type")).contains("application/octet-stream");
        try (Runtime runtime = new Runtime(file.body())) {
            Map<String, Object> theirs = runtime.run(encoding, rows);
            String[] labels = Runtime.get(theirs, "species", String[].class);
            double[][] probabilities = Runtime.get(theirs, "probabilities", double[][].class);
            List<String> classes = List.of("Adelie", "Chinstrap", "Gentoo");
            for (int i = 0; i < rows.size(); i++) {
                assertThat(labels[i]).isEqualTo(ours.get(i).get("species").stringValue());
                for (int c = 0; c < 3; c++) {
                    double p =
                            ours.get(i).get("probabilities").get(classes.get(c)).doubleValue();
                    assertThat(probabilities[i][c]).isCloseTo(p, within(1e-9 * p));
                }
            }
            assertThat(Service.JSON.readTree(runtime.metadata().get("numbers")).toString())
                    .isEqualTo("[\"culmen_length_mm\",\"culmen_depth_mm\",\"flipper_length_mm\",\"body_mass_g\"]");
        }
    }

    @Test
    void numpyOpensTheArrays() throws Exception {
        Python.require("numpy");
        Path file = Files.createTempFile("model", ".npz");
        try {
            HttpResponse<byte[]> answer = export("npz");
            assertThat(answer.headers().firstValue("Content-Type")).contains("application/zip");
            Files.write(file, answer.body());
            JsonNode arrays = Python.ask("""
                import json, sys, numpy
                f = numpy.load(sys.argv[1], allow_pickle=False)
                print(json.dumps({k: {"type": str(f[k].dtype), "values": f[k].tolist()} for k in f.files}))
                """, Map.of(), file.toString());
            JsonNode parameters =
                    service.get("/models/" + model + "/parameters").json().get("parameters");
            assertThat(arrays.size()).isEqualTo(parameters.size()).isEqualTo(4);
            for (JsonNode block : parameters) {
                JsonNode array = arrays.get(block.get("name").stringValue());
                assertThat(array.get("type").stringValue()).isEqualTo("float32");
                assertThat(array.get("values")).isEqualTo(block.get("values"));
            }
        } finally {
            Files.delete(file);
        }
    }

    /** The format as its description has it: length (8 bytes, little-endian), JSON, then the numbers row by row. */
    @Test
    void safetensorsHoldTheParametersRowByRow() throws Exception {
        byte[] file = export("safetensors").body();
        ByteBuffer bytes = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        int length = Math.toIntExact(bytes.getLong());
        assertThat(length % 8).isZero();
        ObjectNode header = (ObjectNode) Service.JSON.readTree(new String(file, 8, length, StandardCharsets.UTF_8));
        JsonNode metadata = header.remove("__metadata__");
        assertThat(metadata).allSatisfy(text -> assertThat(text.isString()).isTrue());
        assertThat(Service.JSON
                        .readTree(metadata.get("network").stringValue())
                        .at("/layers/0/type")
                        .stringValue())
                .isEqualTo("dense");
        JsonNode parameters =
                service.get("/models/" + model + "/parameters").json().get("parameters");
        int at = 0;
        for (JsonNode block : parameters) {
            JsonNode tensor = header.remove(block.get("name").stringValue());
            assertThat(tensor.get("dtype").stringValue()).isEqualTo("F32");
            assertThat(tensor.get("shape")).isEqualTo(block.get("shape"));
            assertThat(tensor.at("/data_offsets/0").intValue()).isEqualTo(at);
            bytes.position(8 + length + at);
            for (JsonNode row : block.get("values")) {
                for (JsonNode value : row.isArray() ? row : List.of(row)) {
                    assertThat(bytes.getFloat()).isEqualTo((float) value.doubleValue());
                }
            }
            at = tensor.at("/data_offsets/1").intValue();
            assertThat(bytes.position()).isEqualTo(8 + length + at);
        }
        assertThat(header.isEmpty()).isTrue();
        assertThat(file).hasSize(8 + length + at);
    }
}
