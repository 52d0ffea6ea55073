package dev.chainrule.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.chainrule.Python;
import dev.chainrule.ServiceTest;
import java.net.URI;
import java.net.http.HttpRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

/** What a model is worth, by numbers a second library agrees with, and which rows deserve a look. */
@ServiceTest
class EvaluateHttpTest {

    private static final String SKLEARN = """
        import json, sys
        from sklearn import metrics as m
        d = json.load(sys.stdin)
        y, classes, p = d["meant"], d["classes"], d["probabilities"]
        answered = [classes[row.index(max(row))] for row in p]
        precision, recall, f1, support = m.precision_recall_fscore_support(y, answered, labels=classes, zero_division=0)
        binary = len(classes) == 2
        auc = m.roc_auc_score([classes.index(c) for c in y], [r[1] for r in p] if binary else p, multi_class="ovr")
        print(json.dumps({"confusion": m.confusion_matrix(y, answered, labels=classes).tolist(),
            "precision": precision.tolist(), "recall": recall.tolist(), "f1": f1.tolist(), "support": support.tolist(),
            "accuracy": m.accuracy_score(y, answered), "rocAuc": auc, "logLoss": m.log_loss(y, p, labels=classes)}))
        """;

    private final Service service;

    EvaluateHttpTest(@LocalServerPort int port) {
        service = Service.at(port);
    }

    private String train(String body) {
        return service.awaitSuccess(service.submit(body)).get("modelId").stringValue();
    }

    private String upload(String csv) {
        HttpRequest.Builder upload = HttpRequest.newBuilder(URI.create(service.base() + "/datasets?name=noisy.csv"))
                .header("Content-Type", "text/csv")
                .POST(HttpRequest.BodyPublishers.ofString(csv));
        return service.send(upload).json().get("id").stringValue();
    }

    /** Three classes that overlap, so that no number is 0 or 1. */
    private static String blobs(int rows) {
        Random random = new Random(5);
        StringBuilder csv = new StringBuilder("a,b,kind\n");
        for (int i = 0; i < rows; i++) {
            int kind = i % 3;
            csv.append(String.format(
                    Locale.ROOT,
                    "%.3f,%.3f,%s%n",
                    kind + random.nextGaussian(),
                    kind % 2 + random.nextGaussian(),
                    List.of("red", "green", "blue").get(kind)));
        }
        return csv.toString();
    }

    private JsonNode answers(String model, List<Map<String, Object>> rows) {
        return service.post("/models/" + model + "/predict", Service.JSON.writeValueAsString(Map.of("rows", rows)))
                .expect(200)
                .json()
                .get("predictions");
    }

    @ParameterizedTest
    @ValueSource(strings = {"softmax of three", "sigmoid of two", "softmax of two"})
    void classesAreJudgedAsScikitLearnDoes(String output) {
        Python.require("sklearn");
        List<String> lines = new ArrayList<>(blobs(300).lines().toList());
        if (output.endsWith("two")) {
            lines.removeIf(line -> line.endsWith("blue"));
        }
        String data = upload(String.join("\n", lines) + "\n");
        String units = output.startsWith("sigmoid") ? ", \"output\": \"dense:1:sigmoid\"" : "";
        String model = train("""
            {"dataset": {"id": "%s", "target": "kind"}, "model": {"layers": ["dense:4:tanh"]%s},
             "training": {"optimizer": "adam:0.02", "epochs": 5, "seed": 3, "precision": "float64"}}
            """.formatted(data, units));
        JsonNode report = service.post("/models/" + model + "/evaluate", "{\"dataset\": {\"id\": \"" + data + "\"}}")
                .expect(200)
                .json();

        List<Map<String, Object>> rows = new ArrayList<>();
        List<String> meant = new ArrayList<>();
        for (String line : lines.subList(1, lines.size())) {
            String[] cells = line.split(",");
            rows.add(Map.of("a", Double.parseDouble(cells[0]), "b", Double.parseDouble(cells[1])));
            meant.add(cells[2]);
        }
        List<String> classes = new ArrayList<>();
        report.get("classes").forEach(name -> classes.add(name.stringValue()));
        List<List<Double>> probabilities = new ArrayList<>();
        for (JsonNode answer : answers(model, rows)) {
            probabilities.add(classes.stream()
                    .map(name -> answer.get("probabilities").get(name).doubleValue())
                    .toList());
        }
        JsonNode sklearn =
                Python.ask(SKLEARN, Map.of("meant", meant, "classes", classes, "probabilities", probabilities));

        assertThat(report.get("confusion")).isEqualTo(sklearn.get("confusion"));
        for (String number : List.of("accuracy", "rocAuc", "logLoss")) {
            assertThat(report.get(number).doubleValue())
                    .as(number)
                    .isCloseTo(sklearn.get(number).doubleValue(), within(1e-12))
                    .isStrictlyBetween(0.0, 2.0);
        }
        for (int c = 0; c < classes.size(); c++) {
            JsonNode ofClass = report.get("perClass").get(c);
            for (String number : List.of("precision", "recall", "f1", "support")) {
                assertThat(ofClass.get(number).doubleValue())
                        .as(number)
                        .isCloseTo(sklearn.get(number).get(c).doubleValue(), within(1e-12));
            }
        }
    }

    @Test
    void numbersAreJudgedAsScikitLearnDoes() {
        Python.require("sklearn");
        Random random = new Random(8);
        StringBuilder csv = new StringBuilder("x,y\n");
        List<Map<String, Object>> rows = new ArrayList<>();
        List<Double> meant = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            double x = i / 20.0;
            double y = Math.round(1e3 * (100 + 30 * Math.sin(x) + 5 * random.nextGaussian())) / 1e3;
            csv.append(x).append(',').append(y).append('\n');
            rows.add(Map.of("x", x));
            meant.add(y);
        }
        String data = upload(csv.toString());
        String model = train("""
            {"dataset": {"id": "%s", "target": "y", "targetScaling": "standard"}, "model": {"layers": ["dense:8:tanh"]},
             "training": {"epochs": 20, "seed": 3, "precision": "float64"}}
            """.formatted(data));
        JsonNode report = service.post("/models/" + model + "/evaluate", "{\"dataset\": {\"id\": \"" + data + "\"}}")
                .expect(200)
                .json();
        List<Double> answered = new ArrayList<>();
        answers(model, rows).forEach(answer -> answered.add(answer.get("y").doubleValue()));
        JsonNode sklearn = Python.ask("""
            import json, sys
            from sklearn import metrics as m
            d = json.load(sys.stdin)
            print(json.dumps({"rmse": m.mean_squared_error(d["y"], d["p"]) ** 0.5, "rSquared": m.r2_score(d["y"], d["p"]),
                "mae": m.mean_absolute_error(d["y"], d["p"])}))
            """, Map.of("y", meant, "p", answered));
        for (String number : List.of("rmse", "mae", "rSquared")) {
            assertThat(report.get(number).doubleValue())
                    .as(number)
                    .isCloseTo(sklearn.get(number).doubleValue(), within(1e-9));
        }
        assertThat(report.has("rocAuc")).isFalse();
    }

    @Test
    void rowsWithAWrongLabelAreFoundAndNamedByTheirLineInTheFile() {
        List<String> lines = new ArrayList<>(List.of("note,length,width,species"));
        List<Integer> wrong = List.of(17, 44, 83);
        Random random = new Random(2);
        for (int i = 1; i <= 120; i++) {
            boolean large = i % 2 == 0;
            // those with the wrong label are plain cases of their kind
            double spread = wrong.contains(i) ? 0 : random.nextGaussian() / 3;
            double far = wrong.contains(i) ? large ? 0.5 : -0.5 : 0;
            lines.add(String.format(
                    Locale.ROOT,
                    "%s,%.2f,%.2f,%s",
                    i % 10 == 0 ? "\"two\nlines\"" : "one",
                    (large ? 6 : 2) + spread + far,
                    (large ? 3 : 1) + spread + far,
                    large != wrong.contains(i) ? "large" : "small"));
        }
        String csv = String.join("\n", lines) + "\n";
        String data = upload(csv);
        String model = train("""
            {"dataset": {"id": "%s", "target": "species", "features": ["length", "width"]}, "model": {"layers": []},
             "training": {"optimizer": "adam:0.05", "epochs": 40, "seed": 1}}
            """.formatted(data));
        JsonNode report = service.post("/models/" + model + "/evaluate", """
            {"dataset": {"id": "%s"}, "rows": {"hardest": 3}}
            """.formatted(data))
                .expect(200)
                .json();

        assertThat(report.get("mislabeledCount").intValue()).isEqualTo(3);
        List<String> fileLines = csv.lines().toList();
        for (String list : List.of("hardest", "mislabeled")) {
            List<Integer> rows = new ArrayList<>();
            for (JsonNode row : report.get(list)) {
                rows.add(row.get("row").intValue() + 1);
                String line = fileLines.get(row.get("line").intValue() - 1);
                String owner = lines.get(row.get("row").intValue() + 1);
                assertThat(owner).startsWith(line);
                assertThat(owner).endsWith(row.get("meant").stringValue());
                assertThat(row.get("answered")).isNotEqualTo(row.get("meant"));
                assertThat(row.get("probability").doubleValue()).isLessThan(0.5);
                assertThat(row.get("loss").doubleValue())
                        .isCloseTo(-Math.log(row.get("probability").doubleValue()), within(1e-4));
                assertThat(row.get("gradientNorm").doubleValue()).isPositive();
            }
            assertThat(rows).as(list).containsExactlyInAnyOrderElementsOf(wrong);
        }
        service.post("/models/" + model + "/evaluate", """
            {"dataset": {"id": "%s"}, "rows": {"hardest": -1}}
            """.formatted(data)).expect(422);
    }

    @Test
    void aClassThatWasNotLearnedIsNamedByItsRowCountedFromOne() {
        String model = train("""
            {"dataset": {"id": "%s", "target": "kind"}, "model": {"layers": []}, "training": {"epochs": 1, "seed": 1}}
            """.formatted(upload(blobs(30))));
        JsonNode problem =
                service.post("/models/" + model + "/evaluate", """
            {"dataset": {"columns": ["a", "b", "kind"], "rows": [[1, 2, "red"], [1, 2, "other"]]}}
            """).expect(422).json();
        assertThat(problem.at("/errors/0/message").stringValue()).startsWith("Row 2, ");
    }
}
