package dev.chainrule.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chainrule.RawHttp;
import dev.chainrule.RawHttp.Answer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.bind.annotation.ResponseBody;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import tools.jackson.databind.JsonNode;

/** What belongs to one owner is to every other as if it were not there: by every mapped path, in every list, in every request that names it. */
@KeyedServiceTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OwnerWalkTest {

    private static final String JOBS = "/api/v1/jobs";
    private static final String DATASETS = "/api/v1/datasets";
    private static final String MODELS = "/api/v1/models";
    private static final String ANALYSES = "/api/v1/analyses";
    private static final String ROWS = "{\"rows\": [[1, 2], [2, 3], [3, 5], [4, 4]], \"columns\": [\"x\", \"y\"]}";

    /** Paths with a variable that names nobody's thing, or one that only admins may ask for. */
    private static final List<String> NOT_OWNED = List.of("/api/v1/schemas/", "/api/v1/keys/");

    /** Bodies that are right, so that only the id can be wrong. */
    private static final Map<String, String> BODIES = Map.of(
            "/predict",
            "{\"rows\": [{\"petal_length\": 1, \"petal_width\": 1, \"sepal_length\": 1, \"sepal_width\": 1}]}",
            "/evaluate",
            "{\"dataset\": {\"generator\": {\"type\": \"iris\"}}}",
            "",
            "{}");

    @LocalServerPort
    private int port;

    @Autowired
    @Qualifier("requestMappingHandlerMapping")
    private RequestMappingHandlerMapping mappings;

    private RawHttp http;
    private String owner;
    private String stranger;
    private Things things;

    /** What one owner has made. */
    private record Things(String dataset, String job, String model, String analysis) {

        String of(String pattern) {
            return pattern.startsWith(JOBS)
                    ? job
                    : pattern.startsWith(DATASETS)
                            ? dataset
                            : pattern.startsWith(MODELS) ? model : pattern.startsWith(ANALYSES) ? analysis : "none";
        }
    }

    @BeforeAll
    void make() {
        http = new RawHttp(port);
        owner = Keys.make(http, "write").header();
        stranger = Keys.make(http, "write").header();
        things = things(owner);
    }

    private Things things(String key) {
        String job = id(http.post(JOBS, job("{\"generator\": {\"type\": \"iris\"}}", ""), key));
        JsonNode ended = ended(job, key);
        String model = ended.get("modelId").stringValue();
        assertThat(http.send("PUT", MODELS + "/" + model + "/aliases/champion", key, "Content-Length: 0")
                        .status())
                .isEqualTo(200);
        String analysis = id(http.post(ANALYSES, "{\"type\": \"gradient_check\", \"job\": \"" + job + "\"}", key));
        return new Things(newest(DATASETS, key), job, model, analysis);
    }

    private static String job(String dataset, String start) {
        return "{\"name\": \"owned\", \"dataset\": " + dataset + ", \"model\": {"
                + (start.isEmpty() ? "\"layers\": [\"dense:4:tanh\"]" : "\"startFrom\": \"" + start + "\"")
                + "}, \"training\": {\"epochs\": 1}}";
    }

    private static String id(Answer answer) {
        assertThat(answer.status()).as(answer.body()).isIn(200, 201, 202);
        return answer.json().get("id").stringValue();
    }

    private String newest(String list, String key) {
        return http.get(list, key).json().get("items").get(0).get("id").stringValue();
    }

    private JsonNode ended(String job, String key) {
        return Awaitility.await()
                .atMost(Duration.ofMinutes(2))
                .until(
                        () -> http.get(JOBS + "/" + job, key).json(),
                        json -> "SUCCEEDED".equals(json.get("state").stringValue()));
    }

    private record Call(String method, String pattern, String accept) {}

    private static Stream<Call> calls(RequestMappingInfo info) {
        Collection<RequestMethod> named = info.getMethodsCondition().getMethods();
        Collection<RequestMethod> methods = named.isEmpty() ? List.of(RequestMethod.GET, RequestMethod.POST) : named;
        Set<MediaType> produced = info.getProducesCondition().getProducibleMediaTypes();
        Collection<MediaType> types = produced.isEmpty() ? List.of(MediaType.ALL) : produced;
        return info.getPatternValues().stream()
                .filter(pattern -> pattern.contains("{"))
                .filter(pattern -> NOT_OWNED.stream().noneMatch(pattern::startsWith))
                .flatMap(pattern -> methods.stream()
                        .flatMap(method ->
                                types.stream().map(type -> new Call(method.name(), pattern, type.toString()))));
    }

    private List<Call> calls() {
        List<Call> calls = mappings.getHandlerMethods().keySet().stream()
                .flatMap(OwnerWalkTest::calls)
                .distinct()
                .toList();
        assertThat(calls)
                .extracting(Call::pattern)
                .contains(
                        JOBS + "/{id}/events",
                        JOBS + "/{id}/history",
                        JOBS + "/{id}/plane",
                        JOBS + "/{id}/steps/{step}/trace",
                        MODELS + "/{id}/export",
                        MODELS + "/{id}/aliases/{alias}",
                        DATASETS + "/{id}/rows",
                        ANALYSES + "/{id}/cancel");
        return calls;
    }

    private Answer ask(Call call, String id, String key) {
        String path = call.pattern()
                .replace("{id}", id)
                .replace("{step}", "1")
                .replace("{alias}", "champion")
                .replaceAll("\\{[^}]*}", "x");
        String[] headers = {key, "Accept: " + call.accept()};
        if (call.method().equals("GET") || call.method().equals("DELETE")) {
            return http.send(call.method(), path, headers);
        }
        String body = BODIES.entrySet().stream()
                .filter(entry -> !entry.getKey().isEmpty() && path.endsWith(entry.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse("{}");
        return http.exchange(
                call.method() + " " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                        + String.join("\r\n", headers) + "\r\nContent-Type: application/json\r\nContent-Length: "
                        + body.length() + "\r\n\r\n",
                body.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    /** Calls that tell a stranger anything but that there is no such thing, in the words for one that never was. */
    private List<String> leaks(Collection<Call> calls) {
        List<String> leaks = new ArrayList<>();
        for (Call call : calls) {
            String absent = UUID.randomUUID().toString();
            String id = things.of(call.pattern());
            Answer foreign = ask(call, id, stranger);
            Answer unknown = ask(call, absent, stranger);
            if (foreign.status() != 404 || !plain(foreign, id).equals(plain(unknown, absent))) {
                leaks.add(call + ": " + foreign.status() + " " + foreign.body() + " but of none " + unknown.body());
            }
        }
        return leaks;
    }

    /** An answer without what differs from call to call. */
    private static String plain(Answer answer, String id) {
        return answer.status() + " "
                + answer.body().replace(id, "ID").replaceAll("\"(errorId|timestamp)\":\"[^\"]*\"", "");
    }

    @Test
    void everyPathWithAnotherOwnersIdIsNotFoundLikeOneThatNeverWas() {
        assertThat(leaks(calls())).isEmpty();

        assertThat(http.get(JOBS + "/" + things.job(), owner).status())
                .as("nothing was deleted")
                .isEqualTo(200);
        assertThat(http.get(MODELS + "/owned@champion", owner).json().get("id").stringValue())
                .isEqualTo(things.model());
    }

    @Test
    void theOwnerIsAnsweredByThem() {
        Set<String> refused = new HashSet<>();
        for (Call call : calls()) {
            if (call.method().equals("GET")
                    && !call.pattern().endsWith("/plane")
                    && ask(call, things.of(call.pattern()), owner).status() != 200) {
                refused.add(call + ": "
                        + ask(call, things.of(call.pattern()), owner).body());
            }
        }

        assertThat(refused).isEmpty();
    }

    /** What a careless hand might add tomorrow. */
    static final class Planted {

        @ResponseBody
        public String tell(@PathVariable String id) {
            return "all about " + id;
        }
    }

    @Test
    void theWalkSeesAControllerThatAsksNobody() throws NoSuchMethodException {
        RequestMappingInfo.BuilderConfiguration options = mappings.getBuilderConfiguration();
        for (String path : List.of(JOBS + "/{id}/planted", "/api/v1/planted/{id}")) {
            RequestMappingInfo info = RequestMappingInfo.paths(path)
                    .methods(RequestMethod.GET)
                    .options(options)
                    .build();
            mappings.registerMapping(info, new Planted(), Planted.class.getMethod("tell", String.class));
            try {
                assertThat(leaks(calls())).singleElement().asString().contains("all about");
            } finally {
                mappings.unregisterMapping(info);
            }
        }
    }

    @Test
    void noListAndNoCurveShowsAStrangerAnything() {
        String nobody = Keys.make(http, "read").header();
        for (String list : List.of(JOBS, DATASETS, MODELS, ANALYSES, MODELS + "?name=owned", JOBS + "?q=owned")) {
            assertThat(http.get(list, nobody).json().get("items")).as(list).isEmpty();
            assertThat(http.get(list, owner).json().get("items")).as(list).isNotEmpty();
            assertThat(http.get(list, KeyedServiceTest.ADMIN).json().get("items"))
                    .as(list)
                    .isNotEmpty();
        }
        assertThat(http.get("/api/v1/curves?jobs=" + things.job(), nobody).json())
                .isEmpty();
        assertThat(http.get("/api/v1/curves?jobs=" + things.job(), owner).json())
                .isNotEmpty();
        assertThat(http.get("/api/v1/curves?newest=200", nobody).json()).isEmpty();
        assertThat(http.get("/api/v1/curves?newest=200", owner).json().valueStream())
                .anyMatch(one -> one.get("job").stringValue().equals(things.job()));
        assertThat(http.get(ANALYSES + "?job=" + things.job(), nobody).json().get("items"))
                .isEmpty();
    }

    @Test
    void whatARequestNamesMustBeItsCallersOwn() {
        String unknown = UUID.randomUUID().toString();
        assertThat(refusal(JOBS, job("{\"id\": \"" + things.dataset() + "\"}", ""), things.dataset()))
                .contains("422", "UNKNOWN_DATASET")
                .isEqualTo(refusal(JOBS, job("{\"id\": \"" + unknown + "\"}", ""), unknown));
        String check = "{\"type\": \"gradient_check\", \"job\": \"%s\"}";
        assertThat(refusal(ANALYSES, check.formatted(things.job()), things.job()))
                .contains("404")
                .isEqualTo(refusal(ANALYSES, check.formatted(unknown), unknown));
        String iris = "{\"generator\": {\"type\": \"iris\"}}";
        assertThat(refusal(JOBS, job(iris, things.model()), things.model()))
                .contains("422")
                .isEqualTo(refusal(JOBS, job(iris, unknown), unknown));
        assertThat(refusal(JOBS, job(iris, "owned@champion"), "owned@champion"))
                .isEqualTo(refusal(JOBS, job(iris, "nobodys@champion"), "nobodys@champion"));
    }

    private String refusal(String path, String body, String id) {
        return plain(http.post(path, body, stranger), id);
    }

    @Test
    void ownersMeetNeitherInNamesNorInContentNorInIdempotencyKeys() {
        String other = Keys.make(http, "write").header();
        String mine =
                id(http.post(JOBS, job("{\"generator\": {\"type\": \"iris\"}}", ""), other, "Idempotency-Key: same"));
        String theirs =
                id(http.post(JOBS, job("{\"generator\": {\"type\": \"iris\"}}", ""), owner, "Idempotency-Key: same"));
        assertThat(mine).isNotEqualTo(theirs);
        assertThat(id(http.post(
                        JOBS, job("{\"generator\": {\"type\": \"iris\"}}", ""), other, "Idempotency-Key: same")))
                .isEqualTo(mine);

        JsonNode job = ended(mine, other);
        assertThat(newest(DATASETS, other)).isNotEqualTo(things.dataset());
        JsonNode model = http.get(MODELS + "/owned@latest", other).json();
        assertThat(model.get("id")).isEqualTo(job.get("modelId"));
        assertThat(model.get("version").asInt()).isEqualTo(1);
        assertThat(http.get(MODELS + "/owned@champion", other).status()).isEqualTo(404);

        String first = id(http.post(DATASETS, ROWS, owner));
        String second = id(http.post(DATASETS, ROWS, other));
        assertThat(second).isNotEqualTo(first);
        assertThat(id(http.post(DATASETS, ROWS, other))).isEqualTo(second);
        assertThat(http.send("DELETE", DATASETS + "/" + second, other).status()).isEqualTo(204);
        assertThat(http.get(DATASETS + "/" + first + "/rows", owner).status()).isEqualTo(200);
    }

    @Test
    void keysOfOneOwnerShareAndAnAdminsThingsAreAdminsAlone() {
        String write = named("write", "lab");
        String read = named("read", "lab");
        String dataset = DATASETS + "/" + id(http.post(DATASETS, ROWS, write));
        assertThat(http.get(dataset, read).status()).isEqualTo(200);
        assertThat(http.get(dataset, stranger).status()).isEqualTo(404);
        assertThat(http.get(dataset, KeyedServiceTest.ADMIN).status()).isEqualTo(200);

        String admins = DATASETS + "/" + id(http.post(DATASETS, ROWS, KeyedServiceTest.ADMIN));
        assertThat(http.get(admins, write).status()).isEqualTo(404);
        assertThat(http.post("/api/v1/keys", "{\"name\": \"x\", \"owner\": \"?\"}", KeyedServiceTest.ADMIN)
                        .status())
                .isEqualTo(422);
    }

    @Test
    void aNameThatSeveralOwnersHaveMeansAnAdminsOwnModel() {
        for (String admin : List.of(KeyedServiceTest.ADMIN, named("admin", "team"))) {
            String own = things(admin).model();
            for (String tag : List.of("latest", "1", "champion")) {
                assertThat(http.get(MODELS + "/owned@" + tag, admin)
                                .json()
                                .get("id")
                                .stringValue())
                        .as(tag)
                        .isEqualTo(own);
            }
        }
    }

    @Test
    void aDatasetInUseByAnAdminIsKeptAndItsJobsAreNotNamed() {
        String key = named("write", "kept-apart");
        String dataset = id(http.post(DATASETS, ROWS, key));
        String long1 = """
                {"dataset": {"id": "%s", "target": "y"}, "model": {"layers": ["dense:4:tanh"]}, "training": {"epochs": 1000000}}""".formatted(dataset);
        String admins = id(http.post(JOBS, long1, KeyedServiceTest.ADMIN));
        String own = id(http.post(JOBS, long1, key));
        try {
            Answer refused = http.send("DELETE", DATASETS + "/" + dataset, key);
            assertThat(refused.status()).isEqualTo(409);
            assertThat(refused.json().get("jobs").toString()).isEqualTo("[\"" + own + "\"]");
            assertThat(refused.body()).doesNotContain(admins, "2 jobs");
            http.send("POST", JOBS + "/" + own + "/cancel", key, "Content-Length: 0");
            Awaitility.await()
                    .atMost(Duration.ofMinutes(1))
                    .until(() -> http.get(JOBS + "/" + own, key)
                            .json()
                            .get("state")
                            .stringValue()
                            .equals("CANCELLED"));
            Answer still = http.send("DELETE", DATASETS + "/" + dataset, key);
            assertThat(still.status()).as("an admin's job alone").isEqualTo(409);
            assertThat(still.json().get("jobs").isEmpty()).isTrue();
            assertThat(http.send("DELETE", DATASETS + "/" + dataset, KeyedServiceTest.ADMIN)
                            .json()
                            .get("jobs")
                            .toString())
                    .contains(admins);
        } finally {
            http.send("POST", JOBS + "/" + admins + "/cancel", KeyedServiceTest.ADMIN, "Content-Length: 0");
        }
    }

    private String named(String scope, String owner) {
        String body = "{\"name\": \"x\", \"scope\": \"" + scope + "\", \"owner\": \"" + owner + "\"}";
        return "Authorization: Bearer "
                + http.post("/api/v1/keys", body, KeyedServiceTest.ADMIN)
                        .json()
                        .get("key")
                        .stringValue();
    }
}
