package dev.chainrule.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.chainrule.RawHttp;
import dev.chainrule.ServiceTest;
import io.swagger.v3.oas.annotations.media.Schema;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What OpenAPI Generator makes of our description is a client that compiles and works. */
@ServiceTest
final class ClientTest {

    private static final String IRIS = "/dev/chainrule/dataset/generate/iris.csv";

    @LocalServerPort
    private int port;

    @Autowired
    @Qualifier("requestMappingHandlerMapping")
    private RequestMappingHandlerMapping mapping;

    @TempDir
    private Path folder;

    @Test
    void aGeneratedClientMakesTheJourneyFromAFileToAPrediction() throws Exception {
        GeneratedClient client = generate(description());

        assertThat(client.compile(resource("Journey.java.txt"))).isEmpty();
        assertThat((List<?>) client.run("http://127.0.0.1:" + port, resource(IRIS)))
                .asString()
                .isEqualTo(List.of(
                                "150 rows",
                                "SUCCEEDED after 40 epochs",
                                "of-a-client version 1 [champion]",
                                "[setosa, versicolor, virginica] from Sepal.Length",
                                "setosa",
                                "virginica",
                                "404 with a code",
                                "422 with a code")
                        .toString());
    }

    @Test
    void aClientOfADescriptionWithoutPredictionDoesNotCompileTheJourney() throws Exception {
        ObjectNode description = description();
        ((ObjectNode) description.get("paths")).remove("/api/v1/models/{id}/predict");

        assertThat(generate(description).compile(resource("Journey.java.txt")))
                .contains("modelsPredict", "Journey.java")
                .doesNotContain("jobsSubmit");
    }

    @Test
    void noTwoSchemasAreOneClassOfAClient() {
        assertThat(clashes(description())).isEmpty();
    }

    @Test
    void twoSchemasWhoseNamesDifferInTheirFirstLetterAreFound() {
        ObjectNode description = description();
        ((ObjectNode) description.at("/components/schemas"))
                .putObject("Dataset")
                .put("type", "string");

        assertThat(clashes(description)).containsExactly("dataset");
    }

    @Test
    void everyAnswerIsDescribedByItsFieldsUnderANameOfItsOwn() {
        Set<Class<?>> answers = new LinkedHashSet<>();
        mapping.getHandlerMethods()
                .values()
                .forEach(handler -> collect(handler.getMethod().getGenericReturnType(), answers));
        assertThat(answers).extracting(ClientTest::schemaName).doesNotHaveDuplicates();
        JsonNode schemas = description().at("/components/schemas");
        assertThat(answers)
                .filteredOn(type -> schemas.has(schemaName(type)))
                .hasSizeGreaterThan(40)
                .allSatisfy(type -> assertThat(schemas.at("/" + schemaName(type) + "/properties")
                                .propertyNames())
                        .as(type.getName())
                        .contains(Arrays.stream(type.getRecordComponents())
                                .map(RecordComponent::getName)
                                .toArray(String[]::new)));
    }

    /** Records of ours in a type, and in theirs. */
    private static void collect(Type type, Set<Class<?>> found) {
        switch (type) {
            case ParameterizedType generic -> {
                for (Type argument : generic.getActualTypeArguments()) {
                    collect(argument, found);
                }
            }
            case Class<?> plain
            when plain.isRecord() && plain.getName().startsWith("dev.chainrule") && found.add(plain) -> {
                for (RecordComponent component : plain.getRecordComponents()) {
                    collect(component.getGenericType(), found);
                }
            }
            default -> {}
        }
    }

    private static String schemaName(Class<?> type) {
        Schema named = type.getAnnotation(Schema.class);
        return named == null ? type.getSimpleName() : named.name();
    }

    private GeneratedClient generate(JsonNode description) throws IOException, InterruptedException {
        boolean maven = System.getProperty("basedir") != null;
        assumeTrue(
                maven || Files.exists(GeneratedClient.GENERATOR),
                "no " + GeneratedClient.GENERATOR + ": mvnw generate-test-resources brings it");
        return new GeneratedClient(folder, description.toString());
    }

    private ObjectNode description() {
        return (ObjectNode) new RawHttp(port).get("/v3/api-docs").json();
    }

    /** Names that more than one schema has once they are written as names of classes. */
    private static List<String> clashes(JsonNode description) {
        Map<String, JsonNode> known = new HashMap<>();
        List<String> found = new ArrayList<>();
        JsonNode schemas = description.at("/components/schemas");
        schemas.properties().forEach(entry -> meet(entry.getKey(), entry.getValue(), known, found));
        schemas.findParents("title").stream()
                .filter(schema -> schema.get("title").isString())
                .forEach(schema -> meet(schema.get("title").stringValue(), schema, known, found));
        return found;
    }

    private static void meet(String name, JsonNode schema, Map<String, JsonNode> known, List<String> found) {
        String plain = name.replace("_", "").toLowerCase(Locale.ROOT);
        JsonNode other = known.putIfAbsent(plain, schema);
        if (other != null && !other.equals(schema)) {
            found.add(plain);
        }
    }

    private static String resource(String name) throws IOException {
        try (InputStream in = Objects.requireNonNull(ClientTest.class.getResourceAsStream(name))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
