package dev.chainrule.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chainrule.job.Service.Answer;
import dev.chainrule.model.onnx.Perceptron;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** A service whose data sets and models may take 100 KB. */
final class QuotaHttpTest {

    private static final int FULL = 507;
    private static final String GENERATED = """
            {"dataset": {"generator": {"type": "blobs", "rows": 95, "seed": 3}}, "model": {"layers": []}, "training": {"epochs": 1}}""";

    private final Path folder = Service.newFolder();

    private static Answer upload(Service service, int rows) {
        String csv = IntStream.range(0, rows)
                .mapToObj(i -> i + "," + i * 7 % 13)
                .collect(Collectors.joining("\n", "x,y\n", "\n"));
        return service.send(HttpRequest.newBuilder(URI.create(service.base() + "/datasets?name=some"))
                .header("Content-Type", "text/csv")
                .POST(HttpRequest.BodyPublishers.ofString(csv)));
    }

    private static void isFull(Answer answer) {
        JsonNode problem = answer.expect(FULL).json();
        assertThat(problem.get("code").stringValue()).isEqualTo("QUOTA_EXCEEDED");
        assertThat(problem.get("detail").stringValue()).contains("of the 102400 bytes", "nothing was stored");
    }

    private static Answer importModel(Service service) throws IOException {
        byte[] file = new Perceptron(4, true, 7).gemm(3).op("Softmax").file();
        return service.send(HttpRequest.newBuilder(URI.create(service.base() + "/models/import?name=foreign"))
                .header("Content-Type", "application/octet-stream")
                .POST(HttpRequest.BodyPublishers.ofByteArray(file)));
    }

    private static int datasets(Service service) {
        return service.get("/datasets?pageSize=100").json().get("items").size();
    }

    private long files() throws IOException {
        try (Stream<Path> all = Files.walk(folder.resolve("datasets"))) {
            return all.filter(Files::isRegularFile).count();
        }
    }

    private static String wide(String dataset) {
        return """
                {"dataset": {"id": "%s", "target": "y"}, "model": {"layers": ["dense:512:tanh"]}, "training": {"epochs": 1}}""".formatted(dataset);
    }

    @Test
    void whatWouldBeBeyondItIsRefusedAndLeavesNothingUntilThereIsRoom() throws IOException {
        try (Service service = Service.start(folder, "--chainrule.storage.quota=100KB", "--chainrule.workers=1")) {
            String small = upload(service, 20).expect(201).json().get("id").stringValue();
            importModel(service).expect(201);

            isFull(upload(service, 100_000));
            assertThat(datasets(service)).isEqualTo(1);
            assertThat(files()).isEqualTo(1);
            assertThat(upload(service, 20).status()).as("the same again").isEqualTo(200);

            String model = "";
            Answer submitted = service.post("/jobs", wide(small));
            for (int i = 0; i < 20 && submitted.status() == 202; i++) {
                JsonNode job = service.awaitSuccess(submitted.json().get("id").stringValue());
                model = job.get("modelId").stringValue(); // of the last one too, which went beyond
                submitted = service.post("/jobs", wide(small));
            }
            isFull(submitted);
            isFull(service.post("/jobs", GENERATED));
            isFull(importModel(service));
            assertThat(datasets(service)).isEqualTo(1);
            service.post("/jobs?validateOnly=true", GENERATED).expect(200);
            service.post("/models/" + model + "/predict", "{\"rows\": [{\"x\": 1}]}")
                    .expect(200);

            service.send("DELETE", "/models/" + model, "").expect(204);
            service.post("/jobs", GENERATED).expect(202);
        }
    }
}
