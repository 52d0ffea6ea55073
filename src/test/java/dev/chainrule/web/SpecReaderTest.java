package dev.chainrule.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chainrule.engine.network.Activation;
import dev.chainrule.engine.network.Dense;
import dev.chainrule.engine.network.Initializer;
import dev.chainrule.engine.network.LayerSpec;
import dev.chainrule.engine.network.Regularizer;
import dev.chainrule.engine.optimize.Clip;
import dev.chainrule.engine.train.EarlyStopping;
import dev.chainrule.engine.train.MonitorSpec;
import dev.chainrule.engine.train.Precision;
import dev.chainrule.engine.train.TrainingSpec;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

final class SpecReaderTest {

    private static final JsonMapper JSON = JsonMapper.shared();

    @Test
    void anEmptyDocumentIsAllDefaults() {
        Specimen spec = read("{}", Specimen.class);

        assertThat(spec.real()).isEqualTo(1.5);
        assertThat(spec.whole()).isEqualTo(2);
        assertThat(spec.wide()).isNull();
        assertThat(spec.choice()).isEqualTo(Precision.FLOAT32);
        assertThat(spec.member()).isEqualTo(new Activation.Relu());
        assertThat(spec.group().activations()).isEqualTo(new MonitorSpec.Every(10));
        assertThat(spec.layers()).isEmpty();
    }

    @Test
    void aNullThatIsGivenIsNotTheDefault() {
        assertThat(read("{}", TrainingSpec.class).seed()).isNotNull();
        assertThat(read("{\"seed\": null}", TrainingSpec.class).seed()).isNull();
    }

    @Test
    void everyFaultOfADocumentIsToldAtOnce() {
        assertThat(faults("""
            {"optimizer": {"type": "momentum", "learnig_rate": 1, "momentum": 1.5}, "epochs": 0,
             "batchSize": "32", "shuffle": null, "clip": 3, "precision": "FLOAT32", "seed": 0.5}\
            """, TrainingSpec.class))
                .extracting(f -> f.pointer() + " " + f.code() + " " + f.suggestion())
                .containsExactlyInAnyOrder(
                        "/optimizer/learnig_rate UNKNOWN_FIELD learningRate",
                        "/optimizer/momentum OUT_OF_RANGE null",
                        "/epochs OUT_OF_RANGE null",
                        "/batchSize WRONG_TYPE null",
                        "/shuffle WRONG_TYPE null",
                        "/clip WRONG_TYPE null",
                        "/precision UNKNOWN_NAME float32",
                        "/seed NOT_AN_INTEGER null");
    }

    @Test
    void messagesHoldTheNameTheRuleAndTheValue() {
        assertThat(faults(
                        "{\"layers\": [{\"type\": \"dense\", \"units\": 0, \"activation\": \"rleu\"}]}",
                        Specimen.class))
                .containsExactly(
                        new Fault("/layers/0/units", "OUT_OF_RANGE", "units must be >= 1 and <= 1000000, was 0"),
                        new Fault(
                                "/layers/0/activation",
                                "UNKNOWN_NAME",
                                "activation \"rleu\" is unknown; did you mean relu?",
                                dev.chainrule.engine.catalog.Family.of(Activation.class)
                                        .names(),
                                "relu"));
    }

    @Test
    void shortFormsFillTheFieldsFromTheLeft() {
        assertThat(member("\"dense:16:tanh\"", LayerSpec.class)).isEqualTo(Dense.of(16, new Activation.Tanh()));
        assertThat(member("\"l2:0.001\"", Regularizer.class)).isEqualTo(new Regularizer.L2(0.001));
        assertThat(member("\"leaky_relu:0.2\"", Activation.class)).isEqualTo(new Activation.LeakyRelu(0.2));
        assertThat(member("\"random_normal:-1e-3\"", Initializer.class))
                .isEqualTo(new Initializer.RandomNormal(-1e-3, 0.05));
    }

    @Test
    void aFamilyInAShortFormTakesTheRest() {
        assertThat(member("\"dense:16:leaky_relu:0.2\"", LayerSpec.class))
                .isEqualTo(Dense.of(16, new Activation.LeakyRelu(0.2)));
    }

    @ParameterizedTest
    @CsvSource({
        "dense, MISSING_FIELD, units is missing",
        "dense:, WRONG_TYPE, 'units must be an integer, was \"\"'",
        "dense:1.5, NOT_AN_INTEGER, 'units must be an integer, was 1.5'",
        "dense:0x10, WRONG_TYPE, 'units must be an integer, was \"0x10\"'",
        "dense:16:tanh:h1, INVALID, '\"tanh:h1\" has more parts than tanh has fields'",
        "dense:16:Tanh, UNKNOWN_NAME, 'activation \"Tanh\" is unknown; did you mean tanh?'",
        "danse:16, UNKNOWN_NAME, 'layer \"danse\" is unknown; did you mean dense?'",
    })
    void faultsInsideAShortFormPointAtTheText(String text, String code, String message) {
        List<Fault> faults = new ArrayList<>();
        assertThat(SpecReader.readMember(JSON.valueToTree(text), LayerSpec.class, "/layer", faults))
                .isNull();
        assertThat(faults).singleElement().satisfies(f -> {
            assertThat(f.pointer()).isEqualTo("/layer");
            assertThat(f.code()).isEqualTo(code);
            assertThat(f.message()).isEqualTo(message);
        });
    }

    @ParameterizedTest
    @CsvSource({"1e3, 1000", "10.0, 10", "7, 7"})
    void anIntegerMayBeWrittenWithAnExponentOrAPoint(String text, int expected) {
        assertThat(read("{\"whole\": " + text + "}", Specimen.class).whole()).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "whole, 10.5, NOT_AN_INTEGER",
        "whole, 1001, OUT_OF_RANGE",
        "real, 5, OUT_OF_RANGE",
        "whole, 2147483648, OUT_OF_RANGE",
        "whole, 123456789012345678901234567890, OUT_OF_RANGE",
        "whole, 1e999, NON_FINITE",
        "wide, 9223372036854775808, OUT_OF_RANGE",
        "wide, 1e17, NOT_AN_INTEGER",
        "real, 1e999, NON_FINITE",
        "real, '\"10\"', WRONG_TYPE",
        "real, null, WRONG_TYPE",
        "real, true, WRONG_TYPE",
        "flag, '\"true\"', WRONG_TYPE",
        "flag, 1, WRONG_TYPE",
        "text, 5, WRONG_TYPE",
        "member, 5, WRONG_TYPE",
        "group, '\"x\"', WRONG_TYPE",
        "layers, {}, WRONG_TYPE",
        "numbers, [], WRONG_TYPE",
        "vector, 1, WRONG_TYPE",
        "matrix, '[1]', WRONG_TYPE",
        "matrix, '[[1,2],[3]]', RAGGED_ROW",
        "rows, '[[{}]]', WRONG_TYPE",
        "choice, '\"float16\"', UNKNOWN_NAME",
        "choice, '\"float32 \"', UNKNOWN_NAME",
    })
    void aWrongValueIsOneFault(String field, String value, String code) {
        assertThat(faults("{\"" + field + "\": " + value + "}", Specimen.class))
                .singleElement()
                .satisfies(f -> {
                    assertThat(f.code()).isEqualTo(code);
                    assertThat(f.pointer()).startsWith("/" + field);
                });
    }

    @Test
    void pointersGoDownToTheElement() {
        assertThat(faults("{\"matrix\": [[1, 2], [3, \"x\"]], \"numbers\": {\"a/b~c\": null}}", Specimen.class))
                .extracting(Fault::pointer)
                .containsExactlyInAnyOrder("/matrix/1/1", "/numbers/a~1b~0c");
    }

    @Test
    void cellsKeepTheirKind() {
        assertThat(read("{\"rows\": [[1, 2.5, \"3\", true, null, 9007199254740993]]}", Specimen.class)
                        .rows())
                .isEqualTo(List.of(java.util.Arrays.asList(1L, 2.5, "3", true, null, 9007199254740993L)));
    }

    @Test
    void enumsAreReadInBothSpellings() {
        assertThat(read("{\"metric\": \"validationLoss\"}", EarlyStopping.class).metric())
                .isEqualTo(read("{\"metric\": \"validation_loss\"}", EarlyStopping.class)
                        .metric());
        assertThat(SpecWriter.write(read("{}", EarlyStopping.class))
                        .get("metric")
                        .stringValue())
                .isEqualTo("validationLoss");
    }

    @Test
    void familiesThatHoldThemselvesAreReadToAnyDepth() {
        Specimen.Tree tree = member(
                "{\"type\":\"node\",\"children\":[\"leaf:1\",{\"type\":\"node\",\"children\":[\"leaf:2\"]}]}",
                Specimen.Tree.class);

        assertThat(tree).isEqualTo(new Specimen.Tree.Node(List.of(leaf(1), new Specimen.Tree.Node(List.of(leaf(2))))));
    }

    @Test
    void whatAConstructorRefusesIsAFaultAtItsRecord() {
        List<Fault> faults = new ArrayList<>();
        JsonNode node =
                JSON.readTree("{\"type\":\"node\",\"children\":[\"leaf:-1\",{\"type\":\"node\",\"children\":[]}]}");

        assertThat(SpecReader.readMember(node, Specimen.Tree.class, "/tree", faults))
                .isNull();
        assertThat(faults)
                .containsExactly(
                        new Fault("/tree/children/0", "OUT_OF_RANGE", "value must be >= 0, was -1.0"),
                        new Fault("/tree/children/1", "INVALID", "a node needs children"));
    }

    @Test
    void aMemberWithoutTypeIsToldTheNames() {
        List<Fault> faults = new ArrayList<>();
        assertThat(SpecReader.readMember(JSON.readTree("{}"), Regularizer.class, "/r", faults))
                .isNull();
        assertThat(faults)
                .containsExactly(
                        new Fault("/r/type", "MISSING_FIELD", "type is missing", List.of("l1", "l2", "l1_l2"), null));
    }

    @Test
    void nothingMoreThanAHundredFaultsIsTold() {
        String list = "[" + "\"x\",".repeat(500) + "\"x\"]";
        assertThat(faults("{\"vector\": " + list + "}", Specimen.class)).hasSize(100);
    }

    @Test
    void longValuesAreCutInMessages() {
        assertThat(faults("{\"choice\": \"" + "x".repeat(1000) + "\"}", Specimen.class))
                .singleElement()
                .satisfies(f -> assertThat(f.message()).hasSizeLessThan(120));
    }

    @Test
    void theShortWayThrowsAProblemWithEveryFault() {
        assertThatThrownBy(() -> SpecReader.read(JSON.readTree("{\"norm\": 0, \"value\": -1}"), Clip.class))
                .isInstanceOfSatisfying(ProblemException.class, e -> {
                    assertThat(e.status().value()).isEqualTo(422);
                    assertThat(e.code()).isEqualTo("INVALID_SPEC");
                    assertThat(e.faults()).hasSize(2);
                });
    }

    private static Specimen.Tree leaf(double value) {
        return new Specimen.Tree.Leaf(value, "none");
    }

    private static <R extends Record> R read(String json, Class<R> type) {
        return SpecReader.read(JSON.readTree(json), type);
    }

    private static <F> F member(String json, Class<F> family) {
        List<Fault> faults = new ArrayList<>();
        F value = SpecReader.readMember(JSON.readTree(json), family, "", faults);
        assertThat(faults).isEmpty();
        return java.util.Objects.requireNonNull(value);
    }

    private static List<Fault> faults(String json, Class<? extends Record> type) {
        List<Fault> faults = new ArrayList<>();
        assertThat(SpecReader.read(JSON.readTree(json), type, "", faults)).isNull();
        return faults;
    }
}
