package dev.chainrule.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.chainrule.JsonBreaker;
import dev.chainrule.engine.catalog.Family;
import dev.chainrule.engine.catalog.Member;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Reader, writer and schema agree on random records of every family, and on what is broken about broken ones. */
final class SpecRoundTripTest {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final Schema SCHEMA = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(JSON.writeValueAsString(SchemaDocument.of("specimen", Specimen.class)));

    /** What a schema cannot say, so the reader alone refuses it. */
    private static final Set<String> BEYOND_SCHEMA = Set.of("INVALID", "RAGGED_ROW", "NON_FINITE");

    @Test
    void whatIsWrittenIsReadBackTheSame() {
        RandomSpecs specs = new RandomSpecs(1);
        for (int i = 0; i < 500; i++) {
            ObjectNode written = SpecWriter.write(specs.record(Specimen.class));
            String text = JSON.writeValueAsString(written);
            Specimen read = SpecReader.read(JSON.readTree(text), Specimen.class);
            assertThat(JSON.writeValueAsString(SpecWriter.write(read))).isEqualTo(text);
        }
    }

    @Test
    void everyMemberOfEveryFamilyIsReadBackEqual() {
        RandomSpecs specs = new RandomSpecs(2);
        Catalog catalog = new Catalog(List.of(Specimen.class), List.of());
        assertThat(catalog.families().keySet())
                .contains("activation", "initializer", "layer", "loss", "optimizer", "regularizer", "schedule", "tree");
        for (Family family : catalog.families().values()) {
            for (Member member : family.members()) {
                Record value = specs.record(member.type());
                List<Fault> faults = new ArrayList<>();
                Object read = SpecReader.readMember(SpecWriter.write(value), family.type(), "", faults);
                assertThat(faults).isEmpty();
                assertThat(read).usingRecursiveComparison().isEqualTo(value);
            }
        }
    }

    @Test
    void theSchemaAcceptsWhatTheReaderAccepts() {
        RandomSpecs specs = new RandomSpecs(3);
        for (int i = 0; i < 200; i++) {
            JsonNode written = SpecWriter.write(specs.record(Specimen.class));
            assertThat(errors(written)).as(written.toString()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"layers\": [\"dense:3\", \"dense:16:leaky_relu:0.2\", \"dropout:0.5\"]}",
                "{\"whole\": 1e2}",
                "{\"training\": {\"earlyStopping\": {\"metric\": \"validation_loss\"}}}",
                "{\"trees\": \"leaf:1:apple\"}",
            })
    void theSchemaAcceptsShortForms(String text) {
        SpecReader.read(JSON.readTree(text), Specimen.class);

        assertThat(errors(JSON.readTree(text))).isEmpty();
    }

    @Test
    void schemaAndReaderRefuseTheSameBrokenDocuments() {
        RandomSpecs specs = new RandomSpecs(4);
        Random random = new Random(4);
        int refused = 0;
        for (int i = 0; i < 1500; i++) {
            ObjectNode broken = SpecWriter.write(specs.record(Specimen.class));
            String what = JsonBreaker.breakSomething(broken, random);
            List<Fault> faults = new ArrayList<>();
            SpecReader.read(broken, Specimen.class, "", faults);
            if (faults.stream().allMatch(f -> BEYOND_SCHEMA.contains(f.code())) && !faults.isEmpty()) {
                continue;
            }
            refused += faults.isEmpty() ? 0 : 1;
            assertThat(errors(broken).isEmpty())
                    .as("%s in %s: reader says %s", what, broken, faults)
                    .isEqualTo(faults.isEmpty());
        }
        assertThat(refused).isGreaterThan(700);
    }

    private static List<com.networknt.schema.Error> errors(JsonNode document) {
        return SCHEMA.validate(document);
    }
}
