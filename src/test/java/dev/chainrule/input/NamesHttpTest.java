package dev.chainrule.input;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chainrule.ServiceTest;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.ApplicationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Names in any letters come back as they were given: of data sets, columns, categories, jobs, tags, layers and models. */
@ServiceTest
@ExtendWith(OutputCaptureExtension.class)
final class NamesHttpTest {

    private final Talk talk;

    NamesHttpTest(@LocalServerPort int port, @Autowired ApplicationContext service) {
        talk = new Talk(port, service);
    }

    static List<String> names() {
        return List.of(
                "plain",
                "\u00e9 caf\u00e9",
                "e\u0301",
                "\u05e9\u05dc\u05d5\u05dd \u0645\u0631\u062d\u0628\u0627",
                "\u65e5\u672c\u8a9e \ud55c\uad6d\uc5b4",
                "\ud83d\udc69\u200d\ud83d\udc69\u200d\ud83d\udc67 \ud83c\uddeb\ud83c\uddee",
                "\u202eright to left\u202c \u2066x\u2069",
                "Z\u0351\u0363\u036f\u0300\u0301a\u0310\u0311lgo",
                "zero\u200bwidth\ufeff\u00ad",
                "a\u2028line\u2029paragraph",
                "\ufffe\uffff \udbff\udfff",
                "=cmd()|' /C calc'!A0",
                "+1 -1 @sum",
                "<script>alert(1)</script>",
                "\"><svg onload=alert(1)> & 'x' `y`",
                "back\\slash /slash ~0 %00 %s ${x} #{y} {{z}}",
                "__proto__");
    }

    private static String quoted(String name) {
        return JsonMapper.shared().writeValueAsString(name);
    }

    @ParameterizedTest
    @MethodSource("names")
    void areTheSameWhereverTheyAreShown(String name) {
        JsonNode dataset =
                talk.json("/datasets", dataset(name)).expect(200, 201).json();
        assertThat(dataset.get("name").stringValue()).isEqualTo(name);
        assertThat(dataset.at("/columns/0/name").stringValue()).isEqualTo(name);
        assertThat(dataset.at("/columns/1/categories").toString()).contains(quoted(name));

        JsonNode job =
                talk.success(talk.json("/jobs", job(name, dataset.get("id").stringValue())));
        String id = job.get("id").stringValue();
        assertThat(job.get("name").stringValue()).isEqualTo(name);
        assertThat(job.at("/tags/0").stringValue()).isEqualTo(name);
        assertThat(job.at("/spec/dataset/features/0").stringValue()).isEqualTo(name);
        String found = "/jobs?pageSize=200&tag=" + URLEncoder.encode(name, StandardCharsets.UTF_8);
        assertThat(talk.get(found).expect(200).json().get("items").findValuesAsString("id"))
                .contains(id);
        assertThat(talk.get("/jobs/" + id, "Accept", "text/plain").expect(200).body())
                .contains(name);

        JsonNode model = talk.get("/models/" + job.get("modelId").stringValue())
                .expect(200)
                .json();
        assertThat(model.get("name").stringValue()).isEqualTo(name);
        assertThat(prediction(name, model.get("id").stringValue())).isIn(name, "other");
        assertThat(talk.get("/models/" + model.get("id").stringValue() + "/export?format=json")
                        .expect(200)
                        .body())
                .contains(quoted(name));
    }

    private static String dataset(String name) {
        String n = quoted(name);
        String rows = "[1, %1$s], [2, \"other\"], [3, %1$s], [4, \"other\"], [5, %1$s], [6, \"other\"]".formatted(n);
        return "{\"name\": %1$s, \"columns\": [%1$s, \"target\"], \"rows\": [%2$s]}".formatted(n, rows);
    }

    private static String job(String name, String dataset) {
        return """
                {"name": %1$s, "tags": [%1$s], "dataset": {"id": "%2$s", "target": "target", "split": {"validation": 0}},
                 "model": {"layers": []}, "training": {"epochs": 1, "seed": 1}}""".formatted(quoted(name), dataset);
    }

    private String prediction(String name, String model) {
        String rows = "{\"rows\": [" + JsonMapper.shared().writeValueAsString(Map.of(name, 1)) + "]}";
        JsonNode answer = talk.json("/models/" + model + "/predict", rows)
                .expect(200)
                .json()
                .at("/predictions/0");
        assertThat(answer.get("probabilities").propertyNames()).containsExactlyInAnyOrder(name, "other");
        return answer.get("target").stringValue();
    }

    /** The same through CSV, quoted. */
    @ParameterizedTest
    @MethodSource("names")
    void areTheSameInCsv(String name) {
        String cell = '"' + name.replace("\"", "\"\"") + '"';
        JsonNode dataset =
                talk.csv(cell + ",b\n" + cell + ",1\nx,2\n").expect(200, 201).json();
        assertThat(dataset.at("/columns/0/name").stringValue()).isEqualTo(name);
        assertThat(TextInputs.rows(talk, dataset.get("id").stringValue())
                        .at("/0/0")
                        .stringValue())
                .isEqualTo(name);
    }

    /** What is no Unicode text, or would begin another line, is refused as a name. */
    @ParameterizedTest
    @ValueSource(strings = {"\\ud800", "x\\udfffy", "a\\u0000b", "a\\nb", "a\\u0085b", ""})
    void whatIsNoNameIsRefused(String escaped) {
        String job = job("NAME", "x").replace("\"NAME\"", '"' + escaped + '"');
        assertThat(talk.json("/jobs", job).expect(422).places()).anyMatch(at -> at.isEmpty() || at.startsWith("/name"));
        Reply dataset = talk.json("/datasets", dataset("NAME").replace("\"NAME\"", '"' + escaped + '"'));
        assertThat(dataset.status()).as(dataset.body()).isIn(200, 201, 422);
        assertThat(dataset.body()).doesNotContain("\\ud800", "\\udfff", "\0");
    }

    /** Names of columns may hold line ends: none begins a line of the log. */
    @Test
    void noNameBeginsALineOfTheLog(CapturedOutput log) {
        String csv = "\"a\nWARN forged\",y\n1,2\n2,3\n3,4\n4,5\n";
        String id = talk.csv(csv).expect(200, 201).id();
        talk.json(
                        "/jobs",
                        "{\"dataset\": {\"id\": \"" + id
                                + "\", \"target\": \"WARN forged\"}, \"model\": {\"layers\": []}}")
                .expect(422);
        JsonNode job = talk.end(talk.json("/jobs", """
                {"name": "WARN forged", "dataset": {"id": "%s", "target": "y", "scaling": "none"}, "model": {"layers": []},
                 "training": {"optimizer": {"type": "sgd", "learningRate": 1000}, "epochs": 300}}""".formatted(id)));
        assertThat(job.get("state").stringValue()).isEqualTo("FAILED");
        talk.raw().get("/api/v1/jobs/x%0aWARN%20forged");
        assertThat(log.getAll().lines()).noneMatch(line -> line.startsWith("WARN forged"));
    }
}
