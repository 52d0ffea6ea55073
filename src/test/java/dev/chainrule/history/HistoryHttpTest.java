package dev.chainrule.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chainrule.engine.train.SeriesGroup;
import dev.chainrule.engine.train.SeriesGroup.Series;
import dev.chainrule.engine.train.TrainingListener.Histogram;
import dev.chainrule.engine.train.TrainingListener.LayerInfo;
import dev.chainrule.engine.train.TrainingListener.RunPlan;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Histories over real HTTP. */
class HistoryHttpTest {

    private static final String EVIL = "=1+1,\"x\"";

    private static final SeriesGroup STEPS = new SeriesGroup(
            "step",
            List.of(
                    new Series("loss", "nats", null),
                    new Series("gradientNorm." + EVIL, "1", EVIL),
                    new Series("gradientNorm." + EVIL + ".weight", "1", EVIL)));
    private static final SeriesGroup EPOCHS =
            new SeriesGroup("epoch", List.of(new Series("trainingLoss", "nats", null)));
    private static final RunPlan PLAN =
            new RunPlan(List.of(STEPS, EPOCHS), 1000, 4, 250, List.of(new LayerInfo(EVIL, "dense", 4, 16, 80)));

    private final HistoryServer server = HistoryServer.shared();
    private final String run = UUID.randomUUID().toString();

    @BeforeEach
    void record() {
        server.status.set(run, "RUNNING", 1, 0);
        try (RunRecorder recorder = server.histories.record(run, 1)) {
            recorder.onStart(PLAN);
            recorder.onRow(STEPS, 2, 1, new double[] {0.5, -1.5, 1});
            recorder.onRow(STEPS, 4, 1, new double[] {Double.NaN, Double.NEGATIVE_INFINITY, 2});
            recorder.onRow(EPOCHS, 4, 1, new double[] {1e-300});
            recorder.onRow(EPOCHS, 5, 2, new double[] {0.25});
            recorder.onRow(STEPS, 6, 2, new double[] {0.125, 3, 3});
            for (int step = 100; step <= 1000; step += 100) {
                recorder.onHistogram(
                        new Histogram(step, EVIL, "gradient", -step, step, new long[] {step, Long.MAX_VALUE >> 11}));
                recorder.onHistogram(new Histogram(step, EVIL, "weight", 0, 1, new long[] {7, 9}));
            }
            recorder.onFinding(RunRecorderTest.finding("VANISHING_GRADIENT", 3));
        }
    }

    @Test
    void aHistoryIsReadyToDraw() {
        JsonNode series = server.json(run + "/history").get("series");

        assertThat(series.size()).isEqualTo(4);
        assertThat(series.get(0).toString())
                .isEqualTo(
                        "{\"name\":\"loss\",\"unit\":\"nats\",\"layer\":null,\"group\":\"step\",\"total\":3,\"reduced\":false,"
                                + "\"steps\":[2,4,6],\"epochs\":[1,1,2],\"values\":[0.5,null,0.125],\"min\":[0.5,null,0.125],"
                                + "\"max\":[0.5,null,0.125],\"nonFinite\":[{\"index\":1,\"value\":\"NaN\"}]}");
        assertThat(series.get(1).get("layer").stringValue()).isEqualTo(EVIL);
        assertThat(series.get(1).get("nonFinite").get(0).get("value").stringValue())
                .isEqualTo("-Infinity");
    }

    @Test
    void whoeverOnlyDrawsAsksForLess() {
        String question = longRun(5_000) + "/history?maxPoints=20";
        JsonNode whole = server.json(question).get("series").get(0);

        JsonNode small = server.json(question + "&parts=steps,values&digits=3&statistic=max")
                .get("series")
                .get(0);

        assertThat(small.propertyNames())
                .containsExactlyInAnyOrder(
                        "name", "unit", "layer", "group", "total", "reduced", "steps", "values", "nonFinite");
        assertThat(small.get("steps")).isEqualTo(whole.get("steps"));
        assertThat(small.get("values").size()).isBetween(10, 20);
        for (int i = 0; i < small.get("values").size(); i++) {
            assertThat(small.get("values").get(i).doubleValue())
                    .isEqualTo(Digits.round(whole.get("max").get(i).doubleValue(), 3));
        }
    }

    @Test
    void stepsThatAGroupSharesCanBeAskedForOnce() {
        String question = longRun(5_000) + "/history?maxPoints=20";
        JsonNode whole = server.json(question);

        JsonNode shared = server.json(question + "&parts=axes,values");

        assertThat(whole.has("axes")).isFalse();
        assertThat(shared.get("series").valueStream()).noneMatch(one -> one.has("steps"));
        assertThat(shared.get("axes").size()).isBetween(1, shared.get("series").size());
        for (JsonNode one : whole.get("series")) {
            assertThat(shared.get("axes").valueStream())
                    .filteredOn(axis -> axis.get("group").equals(one.get("group")))
                    .singleElement()
                    .extracting(axis -> axis.get("steps"))
                    .isEqualTo(one.get("steps"));
        }
    }

    @Test
    void curvesOfManyRunsComeInOneAnswer() {
        String other = longRun(5_000);

        JsonNode curves = server.raw("/api/v1/curves?series=loss.*,loss&maxPoints=20&jobs=" + run + ",nobody," + other);

        assertThat(curves.valueStream().map(one -> one.get("job").stringValue()))
                .containsExactly(run, other);
        assertThat(curves.get(0).get("series").get(0).get("values").toString()).isEqualTo("[0.5,null,0.125]");
        assertThat(curves.get(0).get("findings").toString()).contains("\"code\":\"VANISHING_GRADIENT\"");
        assertThat(curves.get(1).get("series").get(0).get("steps").size()).isBetween(10, 20);
    }

    @Test
    void curvesOfTheNewestNeedNoNames() {
        JsonNode curves = server.raw("/api/v1/curves?series=loss&newest=200");

        assertThat(curves.valueStream().map(one -> one.get("job").stringValue()))
                .contains(run);
        assertThat(server.raw("/api/v1/curves?series=loss&newest=1").size()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "series=loss; 400; Name jobs, or say how many of the newest.",
                "jobs=a&newest=3; 422; one of both",
                "newest=0; 422; newest must be 1 to 200, was 0.",
                "newest=201; 422; newest must be 1 to 200, was 201."
            })
    void whoseCurvesMustBeSaid(String question, int status, String words) {
        HttpResponse<String> answer = server.send("/api/v1/curves?" + question);

        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.body()).contains(words);
    }

    @Test
    void whatIsAskedForMustBeKnown() {
        HttpResponse<String> answer = server.get(run + "/history?parts=steps,colour&digits=18&statistic=median");

        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(server.get(run + "/history?parts=steps,colour&digits=18").body())
                .contains("There is no part colour", "digits must be 1 to 17, was 18");
        assertThat(answer.body()).contains("There is no statistic median", "\"max\"");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            value = {
                "loss loss",
                "gradientNorm.* gradientNorm.E",
                "gradientNorm.** gradientNorm.E|gradientNorm.E.weight",
                "*Loss,loss loss|trainingLoss",
                "validationLoss ''"
            })
    void seriesAreChosenByNameOrPattern(String pattern, String names) {
        JsonNode series = server.json(run + "/history?series=" + pattern).get("series");

        assertThat(String.join(
                        "|",
                        series.valueStream()
                                .map(s -> s.get("name").stringValue())
                                .toList()))
                .isEqualTo(names.replace("E", EVIL));
    }

    @Test
    void aRangeOfStepsCanBeAskedFor() {
        JsonNode series = server.json(run + "/history?series=loss&from=3&to=5").get("series");

        assertThat(series.get(0).get("steps").toString()).isEqualTo("[4]");
    }

    @Test
    void allRowsCanBeHadAsCsv() {
        HttpResponse<String> answer = server.get(run + "/history", "Accept", "text/csv");

        assertThat(answer.headers().firstValue("content-type")).hasValue("text/csv;charset=UTF-8");
        assertThat(answer.body()).isEqualTo("""
                        step,epoch,loss,"gradientNorm.=1+1,""x""\","gradientNorm.=1+1,""x"".weight",trainingLoss
                        2,1,0.5,-1.5,1.0,
                        4,1,NaN,-Infinity,2.0,1.0E-300
                        5,2,,,,0.25
                        6,2,0.125,3.0,3.0,
                        """.replace("\n", "\r\n"));
    }

    @Test
    void aCsvOfOneGroupHasOnlyItsRows() {
        HttpResponse<String> answer = server.get(run + "/history?series=trainingLoss&from=5", "Accept", "text/csv");

        assertThat(answer.body()).isEqualTo("step,epoch,trainingLoss\r\n5,2,0.25\r\n");
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {"=cmd(),'=cmd()", "+1,'+1", "-1,'-1", "@x,'@x", "loss,loss", "a=b,a=b"})
    void aNameIsNeverAFormula(String name, String cell) {
        assertThat(HistoryCsv.text(name)).isEqualTo(cell);
    }

    private String longRun(int rows) {
        String id = UUID.randomUUID().toString();
        server.status.set(id, "RUNNING", 1, 0);
        SeriesGroup steps = HistoryDatabase.group("loss", 1);
        try (RunRecorder recorder = server.histories.record(id, 1)) {
            recorder.onStart(HistoryDatabase.plan(steps));
            RunRecorderTest.report(recorder, steps, RunRecorderTest.values(rows, 1, 6), 0, rows);
        }
        return id;
    }

    @Test
    void aLongRunIsStreamedAsCsv() {
        String id = longRun(50_000);

        List<String> lines =
                server.get(id + "/history", "Accept", "text/csv").body().lines().toList();

        assertThat(lines).hasSize(50_001);
        double[][] values = RunRecorderTest.values(50_000, 1, 6);
        for (int row = 0; row < 50_000; row++) {
            assertThat(lines.get(row + 1)).isEqualTo((row + 1) + "," + (1 + row / 100) + "," + values[0][row]);
        }
    }

    @Test
    void aLargeAnswerIsCompressed() throws IOException, InterruptedException {
        URI uri = URI.create(server.base + "/api/v1/jobs/" + longRun(5_000) + "/history");
        HttpRequest request =
                HttpRequest.newBuilder(uri).header("Accept-Encoding", "gzip").build();

        HttpResponse<byte[]> answer = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofByteArray());

        assertThat(answer.headers().firstValue("content-encoding")).hasValue("gzip");
        byte[] plain = new GZIPInputStream(new ByteArrayInputStream(answer.body())).readAllBytes();
        assertThat(new String(plain, StandardCharsets.UTF_8)).startsWith("{\"series\":[{\"name\":\"loss.series0\"");
    }

    @Test
    void layersComeWithTheirLatestNumbersAndTheirHealth() {
        JsonNode layers = server.json(run + "/layers");

        assertThat(layers.size()).isOne();
        JsonNode layer = layers.get(0);
        assertThat(layer.get("name").stringValue()).isEqualTo(EVIL);
        assertThat(layer.get("shape").toString()).isEqualTo("[16,4]");
        assertThat(layer.get("parameters").intValue()).isEqualTo(80);
        assertThat(layer.get("gradientNorm").doubleValue()).isEqualTo(3);
        assertThat(layer.get("gradientNorm.weight").doubleValue()).isEqualTo(3);
        assertThat(layer.get("health").stringValue()).isEqualTo("HEALTHY"); // the finding is about another layer
    }

    @Test
    void histogramsComeByLayerAndKindOverSteps() {
        JsonNode all = server.json(run + "/histograms");
        assertThat(all.size()).isEqualTo(2);
        assertThat(all.get(0).get("kind").stringValue()).isEqualTo("gradient");
        assertThat(all.get(0).get("steps").size()).isEqualTo(10);
        assertThat(all.get(0).get("counts").get(0).toString()).isEqualTo("[100," + (Long.MAX_VALUE >> 11) + "]");
        assertThat(all.get(0).get("min").get(0).doubleValue()).isEqualTo(-100);

        JsonNode some = server.json(run + "/histograms?kind=weight&from=200&to=900&maxPoints=3");
        assertThat(some.size()).isOne();
        assertThat(some.get(0).get("total").intValue()).isEqualTo(8);
        assertThat(some.get(0).get("steps").toString()).isEqualTo("[200,500,900]");
    }

    @Test
    void findingsAreTold() {
        JsonNode findings = server.json(run + "/findings");

        assertThat(findings.size()).isOne();
        assertThat(findings.get(0).get("code").stringValue()).isEqualTo("VANISHING_GRADIENT");
        assertThat(findings.get(0).get("severity").stringValue()).isEqualTo("WARNING");
        assertThat(findings.get(0).get("evidence").get("ratio").doubleValue()).isEqualTo(0.5);
    }

    @ParameterizedTest
    @ValueSource(strings = {"history", "layers", "histograms", "findings", "events"})
    void aJobThatIsNotThereIsNotFound(String what) {
        for (String id : List.of(UUID.randomUUID().toString(), "..%2f..%2fetc", "x".repeat(500), "%00", "'")) {
            assertThat(server.get(id + "/" + what).statusCode()).as(id).isIn(400, 404);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"history", "layers", "histograms", "findings"})
    void aJobThatHasNotStartedHasNothing(String what) {
        server.status.set("waiting", "QUEUED", 1, 0);

        JsonNode answer = server.json("waiting/" + what);

        assertThat(what.equals("history") ? answer.get("series").size() : answer.size())
                .isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "history?maxPoints=0",
                "history?maxPoints=10001",
                "history?from=2&to=1",
                "history?series=lss",
                "history?series=gradientNorm.nobody",
                "history?statistic=median",
                "histograms?kind=wait",
                "histograms?layer=nobody",
                "histograms?maxPoints=1001",
                "events?every=0"
            })
    void aRequestThatMakesNoSenseIsRefused(String query) {
        HttpResponse<String> answer = server.get(run + "/" + query);

        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(answer.headers().firstValue("content-type")).hasValue("application/problem+json");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"history?from=x", "history?maxPoints=1.5", "history?to=99999999999999999999", "events?every=x"})
    void aNumberThatIsNoneIsRefused(String query) {
        assertThat(server.get(run + "/" + query).statusCode()).isIn(400, 422);
    }

    @ParameterizedTest
    @ValueSource(strings = {"history", "layers", "histograms", "findings", "events"})
    void headIsAnsweredWithoutABody(String what) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(server.base + "/api/v1/jobs/" + run + "/" + what))
                .HEAD()
                .build();

        HttpResponse<String> answer = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEmpty();
    }
}
