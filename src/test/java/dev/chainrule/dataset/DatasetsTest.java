package dev.chainrule.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import dev.chainrule.ServiceTest;
import dev.chainrule.dataset.Client.Part;
import dev.chainrule.engine.train.Examples;
import dev.chainrule.engine.train.Precision;
import dev.chainrule.web.Fault;
import dev.chainrule.web.SpecReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** From what a job says of its data to the examples it trains on. */
@ServiceTest
final class DatasetsTest {

    private final JsonMapper json = JsonMapper.builder().build();
    private final Datasets datasets;
    private final Client client;

    @Autowired
    DatasetsTest(Datasets datasets, @LocalServerPort int port) {
        this.datasets = datasets;
        this.client = new Client(port);
    }

    private DatasetUse use(String text) {
        return SpecReader.read(json.readTree(text.replace('\'', '"')), DatasetUse.class);
    }

    private Bound bind(String text) {
        List<Fault> faults = new ArrayList<>();
        try (Draft draft = Objects.requireNonNull(datasets.draft(use(text), true, "/dataset", faults))) {
            Bound bound = draft.bind(use(text), "/dataset", faults);
            assertThat(faults).isEmpty();
            return draft.keep(Objects.requireNonNull(bound));
        }
    }

    @Test
    void irisIsReadyToTrainOnInOneLine() {
        Bound bound = bind("{'generator':'iris'}");

        assertThat(bound.task()).isEqualTo(Task.CLASSIFICATION);
        assertThat(bound.target()).isEqualTo("species");
        assertThat(bound.classes()).containsExactly("setosa", "versicolor", "virginica");
        assertThat(bound.classCounts()).containsExactly(50L, 50L, 50L);
        assertThat(List.of(bound.inputs(), bound.outputs(), bound.trainingRows(), bound.validationRows()))
                .containsExactly(4, 3, 120, 30);
        assertThat(bound.issues()).isEmpty();
        try (Prepared prepared = datasets.prepare(bound, Precision.FLOAT32, 42)) {
            Examples training = prepared.data().training();
            assertThat(training.x().shape()).containsExactly(4, 120);
            assertThat(training.x().ordering()).isEqualTo('f');
            assertThat(training.x().dataType()).isEqualTo(DataType.FLOAT);
            assertThat(training.y().sum(1).toDoubleVector()).containsExactly(40, 40, 40);
            assertThat(Objects.requireNonNull(prepared.data().validation())
                            .y()
                            .sum(1)
                            .toDoubleVector())
                    .containsExactly(10, 10, 10);
            assertThat(training.x().mean(1).maxNumber().doubleValue()).isBetween(-1e-6, 1e-6);
            assertThat(training.x().std(false, 1).toDoubleVector())
                    .containsExactly(new double[] {1, 1, 1, 1}, org.assertj.core.api.Assertions.within(1e-4));
        }
    }

    @Test
    void whatAUseBringsIsADatasetOnlyWhenItIsKept() {
        DatasetUse use =
                use("{'columns':['a','y'],'rows':[[1,2],[2,4],[3,5],[4,9]],'target':'y','split':{'validation':0}}");
        List<Fault> faults = new ArrayList<>();
        Bound kept;
        try (Draft draft = Objects.requireNonNull(datasets.draft(use, true, "/dataset", faults))) {
            Bound bound = Objects.requireNonNull(draft.bind(use, "/dataset", faults));
            assertThat(datasets.find(bound.datasetId())).isEmpty();

            kept = draft.keep(bound);

            assertThat(datasets.find(kept.datasetId())).isPresent();
            assertThat(kept).isEqualTo(bound.of(datasets.find(kept.datasetId()).orElseThrow()));
        }
        try (Prepared prepared = datasets.prepare(kept, Precision.FLOAT64, 1)) {
            assertThat(prepared.data().training().y().toDoubleVector()).containsExactly(2, 4, 5, 9);
        }
        try (Draft again = Objects.requireNonNull(datasets.draft(use, true, "/dataset", faults))) {
            assertThat(again.dataset().id()).as("found, not made again").isEqualTo(kept.datasetId());
        }
    }

    /** As of files: B29. */
    @ParameterizedTest
    @CsvSource({"100000, 100000, TOO_MANY_COLUMNS, 1", "16384, 8192, DUPLICATE_COLUMN, 20"})
    void tooManyColumnsOfRowsAreRefusedBeforeTheyAreRead(int columns, int names, String code, int told) {
        String list = IntStream.range(0, columns)
                .mapToObj(i -> "'column" + i % names + "'")
                .collect(Collectors.joining(","));
        DatasetUse use = use("{'columns':[" + list + "],'rows':[[1]]}");
        List<Fault> faults = new ArrayList<>();
        long start = System.nanoTime();

        assertThat(datasets.draft(use, true, "/dataset", faults)).isNull();

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
        assertThat(faults).hasSize(told).extracting(Fault::code).containsOnly(code);
    }

    @Test
    void theSameGeneratorIsTheSameDataset() {
        assertThat(bind("{'generator':{'type':'spiral','seed':5}}").datasetId())
                .isEqualTo(bind("{'generator':{'type':'spiral','seed':5}}").datasetId())
                .isNotEqualTo(bind("{'generator':{'type':'spiral','seed':6}}").datasetId());
    }

    @Test
    void anEncodingSurvivesJsonAndEncodesRawRowsAsTrainingDid() {
        Bound bound = bind("{'generator':'iris','split':{'validation':0}}");
        try (Prepared prepared = datasets.prepare(bound, Precision.FLOAT64, 1)) {
            Encoding encoding = json.readValue(json.writeValueAsString(prepared.encoding()), Encoding.class);
            assertThat(encoding).isEqualTo(prepared.encoding());
            List<Fault> faults = new ArrayList<>();
            INDArray x = encoding.encode(
                    List.of(Map.of("petal_width", 0.2, "sepal_length", "5.1", "sepal_width", 3.5, "petal_length", 1.4)),
                    Precision.FLOAT64,
                    "/rows",
                    faults);
            assertThat(faults).isEmpty();
            assertThat(Objects.requireNonNull(x).toDoubleVector())
                    .containsExactly(prepared.data().training().x().getColumn(0).toDoubleVector());
        }
    }

    private String upload(String csv, String options) {
        return client.form("/datasets", Part.file("file", "x.csv", csv), Part.json("options", options))
                .expect(201)
                .id();
    }

    /** What training on a use of these data keeps. */
    private Encoding encoding(String use) {
        try (Prepared prepared = datasets.prepare(bind(use), Precision.FLOAT64, 1)) {
            return json.readValue(json.writeValueAsString(prepared.encoding()), Encoding.class);
        }
    }

    private static double[] encoded(Encoding encoding, Map<String, ? extends @Nullable Object> row) {
        List<Fault> faults = new ArrayList<>();
        INDArray x = encoding.encode(List.of(row), Precision.FLOAT64, "/rows", faults);
        assertThat(faults).isEmpty();
        return Objects.requireNonNull(x).toDoubleVector();
    }

    @Test
    void wordsForAMissingValueInTrainingAreMissingInAPrediction() {
        String id = upload("a,c,y\n1,u,1\n-999,u,2\n3,v,3\n5,none,4\n", "{'missing':['','-999','none']}");
        Encoding encoding = encoding("{'id':'" + id + "','target':'y','missing':'mean','split':{'validation':0}}");
        Map<String, @Nullable Object> row = new HashMap<>();
        row.put("a", null);
        row.put("c", null);
        double[] filled = encoded(encoding, row);
        assertThat(filled).containsExactly(0, 1, 0);
        assertThat(encoded(encoding, Map.of("a", "-999", "c", "none"))).containsExactly(filled);
        assertThat(encoded(encoding, Map.of("a", -999L, "c", ""))).containsExactly(filled);
        assertThat(encoded(encoding, Map.of("a", -999.0, "c", "none"))).containsExactly(filled);
        String plain = upload("a,y\n1,1\n2,2\n3,3\n5,4\n", "{'name':'plain'}");
        String written = json.writeValueAsString(encoding("{'id':'" + plain + "','target':'y'}"));
        assertThat(written).as("as earlier versions wrote and read it").endsWith("\"missing\":\"error\"}");
    }

    /** What a model is judged by comes with the request and goes with it. */
    @Test
    void rowsToJudgeByAreReadAsTrainingWasAndKeptNowhere() {
        String id = upload("a,y\n1,1\nNIL,2\n3,3\n5,4\n", "{'missing':['NIL']}");
        Encoding encoding = encoding("{'id':'" + id + "','target':'y','missing':'mean','split':{'validation':0}}");
        JsonNode before = client.get("/datasets").expect(200).json();
        List<Fault> faults = new ArrayList<>();
        DatasetUse other = use("{'columns':['a','y'],'rows':[['NIL',1],[3,2]]}");
        try (Encoded examples = datasets.examples(other, encoding, Precision.FLOAT64, "/dataset", faults)) {
            assertThat(faults).isEmpty();
            INDArray x = Objects.requireNonNull(examples).examples().x();
            assertThat(x.toDoubleVector()).as("the mean, and the mean itself").containsExactly(0, 0);
        }
        assertThat(client.get("/datasets").expect(200).json()).isEqualTo(before);
    }

    @Test
    void spellingsOfTrueAndFalseInTrainingAreKnownAfterwards() {
        String id = upload("b,t,y\ntrue,Y,1\nFALSE,n,2\nyes,N,3\nNo,y,4\n", "{}");
        Encoding encoding = encoding("{'id':'" + id + "','target':'t','features':['b'],'split':{'validation':0}}");
        assertThat(encoding.features().getFirst().categories()).containsExactly("false", "true");
        for (Object word : List.of("true", "TRUE", "yes", "Yes", true)) {
            assertThat(encoded(encoding, Map.of("b", word))).containsExactly(0, 1);
        }
        for (Object word : List.of("false", "No", "n", false)) {
            assertThat(encoded(encoding, Map.of("b", word))).containsExactly(1, 0);
        }
        List<Fault> faults = new ArrayList<>();
        encoding.encode(List.of(Map.of("b", "maybe")), Precision.FLOAT64, "/rows", faults);
        assertThat(faults).extracting(Fault::code).containsExactly("UNKNOWN_CATEGORY");
        faults.clear();
        DatasetUse other = use("{'columns':['b','t'],'rows':[['yes','n'],['No','Y'],['yes','Y']]}");
        try (Encoded examples = datasets.examples(other, encoding, Precision.FLOAT64, "/dataset", faults)) {
            assertThat(faults).isEmpty();
            Examples found = Objects.requireNonNull(examples).examples();
            assertThat(found.x().getRow(1).toDoubleVector()).containsExactly(1, 0, 1);
            assertThat(found.y().getRow(1).toDoubleVector()).containsExactly(0, 1, 1);
        }
    }

    @Test
    void manyUnknownColumnsAreToldInAFewFaults() {
        List<Feature> features = IntStream.range(0, 784)
                .mapToObj(i -> Feature.number("pixel" + i, 0, 1, null))
                .toList();
        Encoding encoding =
                new Encoding(features, new Encoding.Target("label", Task.REGRESSION, null, 0, 1), MissingPolicy.ERROR);
        Map<String, Object> row = new HashMap<>();
        IntStream.range(0, 10_000).forEach(i -> row.put("unknown" + i, i));
        List<Fault> faults = new ArrayList<>();
        assertTimeout(
                Duration.ofSeconds(2),
                () -> encoding.encode(List.of(row, Map.of(), row), Precision.FLOAT64, "/rows", faults));
        assertThat(faults).hasSize(20).allSatisfy(fault -> {
            assertThat(fault.code()).isEqualTo("UNKNOWN_COLUMN");
            assertThat(fault.allowed()).hasSize(100);
        });
        faults.clear();
        encoding.encode(List.of(Map.of(), Map.of()), Precision.FLOAT64, "/rows", faults);
        assertThat(faults).extracting(Fault::code).hasSize(20).containsOnly("MISSING_COLUMN");
    }

    @Test
    void manyUnknownFeaturesAreToldInAFewFaults() {
        String columns =
                IntStream.range(0, 785).mapToObj(i -> "'pixel" + i + "'").collect(Collectors.joining(","));
        String cells = IntStream.range(0, 785).mapToObj(String::valueOf).collect(Collectors.joining(","));
        String unknown =
                IntStream.range(0, 10_000).mapToObj(i -> "'other" + i + "'").collect(Collectors.joining(","));
        String twice = IntStream.range(0, 10_000).mapToObj(i -> "'pixel1'").collect(Collectors.joining(","));
        for (String features : List.of(unknown, twice)) {
            DatasetUse use = use("{'columns':[%s],'rows':[[%s]],'target':'pixel0','features':[%s]}"
                    .formatted(columns, cells, features));
            List<Fault> faults = new ArrayList<>();
            try (Draft draft = Objects.requireNonNull(datasets.draft(use, true, "/dataset", faults))) {
                assertThat(draft.bind(use, "/dataset", faults)).isNull();
            }
            assertThat(faults)
                    .hasSize(20)
                    .extracting(Fault::code)
                    .containsOnly(features.equals(unknown) ? "UNKNOWN_COLUMN" : "DUPLICATE_FEATURE");
        }
    }

    @Test
    void classesThatReadAsOneNumberLeaveTheOthersTheirPlaces() {
        String training = "{'columns':['a','y'],'rows':[[1,'1'],[2,'1.0'],[3,'2'],[4,'1'],[5,'1.0'],[6,'2']],"
                + "'target':'y','split':{'validation':0}}";
        Encoding encoding = encoding(training);
        assertThat(encoding.target().classes()).containsExactly("1", "1.0", "2");
        List<Fault> faults = new ArrayList<>();
        DatasetUse numbers = use("{'columns':['a','y'],'rows':[[1,1],[2,2],[3,2]]}");
        try (Encoded examples = datasets.examples(numbers, encoding, Precision.FLOAT64, "/dataset", faults)) {
            assertThat(faults).isEmpty();
            INDArray y = Objects.requireNonNull(examples).examples().y();
            assertThat(y.getRow(0).toDoubleVector()).containsExactly(1, 0, 0);
            assertThat(y.getRow(1).toDoubleVector()).containsExactly(0, 0, 0);
            assertThat(y.getRow(2).toDoubleVector()).containsExactly(0, 1, 1);
        }
    }
}
