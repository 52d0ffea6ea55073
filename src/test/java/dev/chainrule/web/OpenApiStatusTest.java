package dev.chainrule.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import dev.chainrule.RawHttp;
import dev.chainrule.RawHttp.Answer;
import dev.chainrule.ServiceTest;
import jakarta.servlet.http.HttpServletResponse;
import java.lang.reflect.Method;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Statuses and headers of the description are those that controllers answer, as their code says. */
@ServiceTest
final class OpenApiStatusTest {

    private static final String SPIRAL =
            "{\"name\":\"described\",\"generator\":{\"type\":\"spiral\",\"rows\":30,\"seed\":4711}}";

    /** Statuses by the method of ResponseEntity that makes them. */
    private static final Map<String, String> MADE =
            Map.of("ok", "200", "created", "201", "accepted", "202", "noContent", "204");

    @LocalServerPort
    private int port;

    @Autowired
    @Qualifier("requestMappingHandlerMapping")
    private RequestMappingHandlerMapping mapping;

    private RawHttp http;

    @BeforeEach
    void connect() {
        http = new RawHttp(port);
    }

    @Test
    void everyOperationHasTheStatusesThatItsCodeAnswersAndLocationsWhereItSetsThem() {
        Map<String, Set<String>> code = answersOfTheCode();

        assertThat(code).hasSizeGreaterThan(35);
        assertThat(answersOf(description())).isEqualTo(code);
    }

    @Test
    void aStatusOrALocationThatIsNotInTheDescriptionIsMissed() {
        JsonNode description = description();
        ObjectNode responses = (ObjectNode) description.at("/paths/~1api~1v1~1jobs~1{id}~1cancel/post/responses");
        assertThat(responses.has("202")).isTrue();
        ((ObjectNode) responses.get("202")).remove("headers");

        Map<String, Set<String>> described = answersOf(description);

        assertThat(described).isNotEqualTo(answersOfTheCode());
        assertThat(described.get("post /api/v1/jobs/{id}/cancel")).containsExactly("202");
    }

    /** A controller that answers in every way; one of its answers is made in another of its methods. */
    static final class Planted {

        ResponseEntity<String> answer(boolean known) {
            return known ? ResponseEntity.ok("known") : made();
        }

        private static ResponseEntity<String> made() {
            return ResponseEntity.created(URI.create("/made")).body("made");
        }

        ResponseEntity<Void> delete() {
            return ResponseEntity.noContent().build();
        }

        String tell() {
            return "all";
        }
    }

    @Test
    void theCodeIsReadForWhatItAnswers() throws NoSuchMethodException {
        assertThat(answers(Planted.class.getDeclaredMethod("answer", boolean.class)))
                .containsExactly("200", "201 Location");
        assertThat(answers(Planted.class.getDeclaredMethod("delete"))).containsExactly("204");
        assertThat(answers(Planted.class.getDeclaredMethod("tell"))).containsExactly("200");
    }

    @Test
    void nothingWithoutABodyIsSaidToHaveOneAndEverythingElseIs() {
        JsonNode description = description();
        List<String> wrong = new ArrayList<>();
        description
                .get("paths")
                .properties()
                .forEach(path -> path.getValue()
                        .properties()
                        .forEach(method -> method.getValue().get("responses").properties().stream()
                                .filter(answer -> answer.getKey().startsWith("2"))
                                .filter(answer -> answer.getKey().equals("204")
                                        == answer.getValue().has("content"))
                                .forEach(answer -> wrong.add(method.getKey() + path.getKey() + answer.getKey()))));

        assertThat(wrong).isEmpty();
    }

    @Test
    void whatIsReallyAnsweredIsDescribed() {
        Answer made = http.post("/api/v1/datasets", SPIRAL);
        described("post", "/api/v1/datasets", made, "201 Location");
        described("post", "/api/v1/datasets", http.post("/api/v1/datasets", SPIRAL), "200 Location");
        String dataset = made.header("location");
        String job = "{\"dataset\":{\"id\":\"" + made.json().get("id").stringValue()
                + "\"},\"model\":{\"layers\":[]},\"training\":{\"epochs\":1}}";
        described("post", "/api/v1/jobs", http.post("/api/v1/jobs?validateOnly=true", job), "200");
        Answer submitted = http.post("/api/v1/jobs", job);
        described("post", "/api/v1/jobs", submitted, "202 Location");
        described(
                "post",
                "/api/v1/jobs/{id}/fork",
                http.post(submitted.header("location") + "/fork", "{}"),
                "202 Location");
        Answer other = http.post("/api/v1/datasets", SPIRAL.replace("4711", "4712"));
        described("delete", "/api/v1/datasets/{id}", http.send("DELETE", other.header("location")), "204");
        described("get", "/api/v1/datasets/{id}", http.get(dataset), "200");
    }

    private void described(String method, String path, Answer answer, String expected) {
        assertThat(answer.status() + (answer.header("location").isEmpty() ? "" : " Location"))
                .as(answer.body())
                .isEqualTo(expected);
        assertThat(answersOf(description()).get(method + " " + path)).contains(expected);
    }

    private JsonNode description() {
        return http.get("/v3/api-docs").json();
    }

    /** Successes of every operation of a description. */
    private static Map<String, Set<String>> answersOf(JsonNode description) {
        Map<String, Set<String>> found = new TreeMap<>();
        description
                .get("paths")
                .properties()
                .forEach(path -> path.getValue()
                        .properties()
                        .forEach(method -> method.getValue().get("responses").properties().stream()
                                .filter(answer -> answer.getKey().startsWith("2"))
                                .forEach(answer -> found.computeIfAbsent(
                                                method.getKey() + " " + path.getKey(), key -> new TreeSet<>())
                                        .add(answer.getKey()
                                                        .replace(
                                                                "2XX",
                                                                "200") // said so where another one has to be the lowest
                                                + (answer.getValue()
                                                                .at("/headers/Location")
                                                                .isMissingNode()
                                                        ? ""
                                                        : " Location")))));
        return found;
    }

    /** Successes of everything that is mapped below /api, read from the code. */
    private Map<String, Set<String>> answersOfTheCode() {
        Map<String, Set<String>> found = new TreeMap<>();
        mapping.getHandlerMethods()
                .forEach((info, handler) -> operations(info).stream()
                        .filter(operation -> operation.contains(" /api/"))
                        .forEach(operation -> found.computeIfAbsent(operation, key -> new TreeSet<>())
                                .addAll(answers(handler.getMethod()))));
        return found;
    }

    private static List<String> operations(RequestMappingInfo info) {
        return info.getMethodsCondition().getMethods().stream()
                .map(method -> method.name().toLowerCase(Locale.ROOT))
                .flatMap(method -> info.getPatternValues().stream().map(path -> method + " " + path))
                .toList();
    }

    private static Set<String> answers(Method method) {
        Set<String> found = new TreeSet<>();
        ResponseStatus status = method.getAnnotation(ResponseStatus.class);
        if (status != null) {
            found.add(Integer.toString(status.value().value()));
            return found;
        }
        JavaMethod code = new ClassFileImporter()
                .importClass(method.getDeclaringClass())
                .getMethod(method.getName(), method.getParameterTypes());
        collect(code, found, new HashSet<>());
        if (method.getReturnType() != ResponseEntity.class) {
            found.add("200");
        }
        assertThat(found).as("%s", method).isNotEmpty();
        return found;
    }

    /** Follows a method into those of its own class. */
    private static void collect(JavaMethod method, Set<String> found, Set<JavaMethod> seen) {
        if (!seen.add(method)) {
            return;
        }
        boolean located = method.getMethodCallsFromSelf().stream()
                .anyMatch(call -> call.getName().equals("location"));
        for (JavaMethodCall call : method.getMethodCallsFromSelf()) {
            if (call.getTargetOwner().isEquivalentTo(ResponseEntity.class) && MADE.containsKey(call.getName())) {
                boolean created = call.getName().equals("created");
                found.add(MADE.get(call.getName()) + (created || located ? " Location" : ""));
            } else if (call.getTargetOwner().isEquivalentTo(HttpServletResponse.class)
                    && call.getName().equals("setStatus")) {
                found.add("204"); // the one status that is set by hand
            } else if (call.getTargetOwner().equals(method.getOwner())) {
                call.getTarget().resolveMember().ifPresent(next -> collect(next, found, seen));
            }
        }
    }
}
