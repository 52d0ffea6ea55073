package dev.chainrule.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chainrule.ServiceTest;
import dev.chainrule.dataset.Client.Answer;
import dev.chainrule.dataset.Client.Part;
import dev.chainrule.storage.FileStore;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

/** Datasets over HTTP, as API.md has them. */
@ServiceTest
final class DatasetHttpTest {

    private static final String CSV = "height,width,kind\n1.5,2,a\n2.5,4,b\n3.5,6,a\n";

    private final int port;
    private final Client client;
    private final FileStore files;

    @Autowired
    DatasetHttpTest(@LocalServerPort int port, FileStore files) {
        this.port = port;
        this.client = new Client(port);
        this.files = files;
    }

    private Set<String> storedFiles() {
        try (Stream<Path> paths = Files.list(files.root().resolve("datasets"))) {
            return new TreeSet<>(paths.map(p -> p.getFileName().toString()).toList());
        } catch (IOException e) {
            return new TreeSet<>();
        }
    }

    /** Without those of requests, perhaps of an earlier test, that are just ending. */
    private Set<String> wholeFiles() {
        Set<String> whole = storedFiles();
        whole.removeIf(name -> name.contains(".tmp-"));
        return whole;
    }

    private void nothingButIsStored(Set<String> before) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(storedFiles()).isEqualTo(before));
    }

    @Test
    void aFormBecomesADataset() {
        Answer answer =
                client.form("/datasets", Part.file("file", "plants.csv", CSV)).expect(201);
        JsonNode dataset = answer.json();
        assertThat(answer.location()).isEqualTo("/api/v1/datasets/" + answer.id());
        assertThat(dataset.get("name").stringValue()).isEqualTo("plants.csv");
        assertThat(dataset.get("format").stringValue()).isEqualTo("csv");
        assertThat(dataset.get("rows").intValue()).isEqualTo(3);
        assertThat(dataset.get("bytes").intValue()).isEqualTo(CSV.length());
        assertThat(dataset.get("sha256").stringValue()).hasSize(64);
        JsonNode height = dataset.at("/columns/0");
        assertThat(height.get("type").stringValue()).isEqualTo("numeric");
        assertThat(List.of(
                        height.get("min").doubleValue(),
                        height.get("max").doubleValue(),
                        height.get("mean").doubleValue()))
                .containsExactly(1.5, 3.5, 2.5);
        assertThat(height.get("deviation").doubleValue()).isEqualTo(Math.sqrt(2.0 / 3));
        assertThat(dataset.at("/columns/2/categories").toString()).isEqualTo("[\"a\",\"b\"]");
        assertThat(client.get("/datasets/" + answer.id()).expect(200).json()).isEqualTo(dataset);
    }

    @Test
    void rowsComeBackAsTheyWereSent() {
        String text = "\uD83D\uDC27 \u202Eabc <script>";
        String csv = "name,x\n\"" + text + "\",1.25\n,-3\n";
        String id =
                client.post("/datasets?name=odd", "text/csv", csv).expect(201).id();
        JsonNode page = client.get("/datasets/" + id + "/rows").expect(200).json();
        assertThat(page.at("/columns").toString()).isEqualTo("[\"name\",\"x\"]");
        assertThat(page.at("/rows/0/0").stringValue()).isEqualTo(text);
        assertThat(page.at("/rows/0/1").doubleValue()).isEqualTo(1.25);
        assertThat(page.at("/rows/1/0").isNull()).isTrue();
        assertThat(page.at("/rows/1/1").toString()).isEqualTo("-3");
        JsonNode second =
                client.get("/datasets/" + id + "/rows?offset=1&limit=1").json();
        assertThat(second.get("rows").size()).isEqualTo(1);
        assertThat(second.at("/rows/0/1").intValue()).isEqualTo(-3);
        assertThat(client.get("/datasets/" + id + "/rows?offset=99")
                        .json()
                        .get("rows")
                        .size())
                .isZero();
        for (String bad : List.of("offset=-1", "limit=0", "limit=1001")) {
            assertThat(client.get("/datasets/" + id + "/rows?" + bad)
                            .expect(422)
                            .code())
                    .isEqualTo("OUT_OF_RANGE");
        }
    }

    /** B64. */
    @Test
    void theSameContentAndOptionsAreTheSameDataset() {
        String csv = "1,2\n3,4\n5,6\n";
        String id =
                client.post("/datasets?name=one", "text/csv", csv).expect(201).id();
        Set<String> stored = wholeFiles();
        assertThat(client.post("/datasets?name=two", "text/csv", csv)
                        .expect(200)
                        .id())
                .isEqualTo(id);
        assertThat(client.form("/datasets", Part.file("file", "f.csv", csv))
                        .expect(200)
                        .id())
                .isEqualTo(id);
        nothingButIsStored(stored);
        assertThat(client.form("/datasets", Part.file("file", "f.csv", csv), Part.json("options", "{'header':true}"))
                        .expect(201)
                        .id())
                .isNotEqualTo(id);
    }

    @Test
    void twentyEqualUploadsAtOnceAreOneDataset() throws Exception {
        String csv = "at,once\n1,2\n3,5\n";
        int before = wholeFiles().size();
        Set<String> ids = new TreeSet<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            List<Future<Answer>> answers = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                answers.add(threads.submit(() -> client.post("/datasets", "text/csv", csv)));
            }
            for (Future<Answer> answer : answers) {
                assertThat(answer.get().status()).isIn(200, 201);
                ids.add(answer.get().id());
            }
        }
        assertThat(ids).hasSize(1);
        assertThat(wholeFiles()).hasSize(before + 1);
    }

    @Test
    void optionsSayHowToRead() {
        String text = "a;b\n1,5;x\n2,5;y\n";
        JsonNode dataset = client.form(
                        "/datasets",
                        Part.file("file", "german.txt", text),
                        Part.json("options", "{'decimal':',','name':'Daten','target':'b','types':{'b':'categorical'}}"))
                .expect(201)
                .json();
        assertThat(dataset.get("name").stringValue()).isEqualTo("Daten");
        assertThat(dataset.get("target").stringValue()).isEqualTo("b");
        assertThat(dataset.at("/columns/0/max").doubleValue()).isEqualTo(2.5);
        assertThat(dataset.at("/options/delimiter").stringValue()).isEqualTo(";");
        assertThat(dataset.at("/options/decimal").stringValue()).isEqualTo(",");
        assertThat(dataset.at("/options/header").booleanValue()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'delimeter':';'} | /options/delimeter | UNKNOWN_FIELD",
                "{'delimiter':'ab'} | /options | INVALID",
                "{'decimal':'x'} | /options | INVALID",
                "{'types':{'a':'text'}} | /options/types/a | UNKNOWN_NAME",
                "{'header':'yes'} | /options/header | WRONG_TYPE",
                "{'target':'bb'} | /options/target | UNKNOWN_COLUMN"
            })
    void wrongOptionsAreRefused(String options, String pointer, String code) {
        Answer answer = client.form(
                        "/datasets", Part.file("file", "x.csv", "a,b\n1,2\n"), Part.json("options", options))
                .expect(422);
        assertThat(answer.json().at("/errors/0/pointer").stringValue()).isEqualTo(pointer);
        assertThat(answer.json().at("/errors/0/code").stringValue()).isEqualTo(code);
    }

    @Test
    void partsThatAreNotKnownOrMissingAreRefused() {
        assertThat(client.form("/datasets", Part.file("data", "x.csv", CSV))
                        .expect(400)
                        .code())
                .isEqualTo("UNKNOWN_PART");
        assertThat(client.form("/datasets", Part.json("options", "{}"))
                        .expect(400)
                        .code())
                .isEqualTo("MISSING_PART");
        assertThat(client.form("/datasets", Part.file("file", "x.csv", CSV), Part.file("file", "y.csv", CSV))
                        .expect(400)
                        .code())
                .isEqualTo("TOO_MANY_PARTS");
        assertThat(client.form("/datasets", Part.file("file", "x.csv", CSV), Part.json("options", "{"))
                        .expect(400)
                        .code())
                .isEqualTo("MALFORMED_JSON");
        assertThat(client.post("/datasets", "text/plain", CSV).expect(415).code())
                .isEqualTo("UNSUPPORTED_MEDIA_TYPE");
    }

    @Test
    void jsonRowsAndGeneratorsBecomeDatasets() {
        Answer lists = client.json(
                        "/datasets",
                        "{'name':'xor','columns':['a','b','y'],'rows':[[0,0,'no'],[0,1,'yes'],[1,0,'yes'],[1,1,'no']]}")
                .expect(201);
        assertThat(lists.json().get("name").stringValue()).isEqualTo("xor");
        assertThat(lists.json().get("format").stringValue()).isEqualTo("json");
        Answer objects = client.json("/datasets", "{'rows':[{'a':1,'y':'p'},{'a':2,'y':'q'}],'options':{'target':'y'}}")
                .expect(201);
        assertThat(objects.json().get("target").stringValue()).isEqualTo("y");
        Answer spiral = client.json("/datasets", "{'generator':{'type':'spiral','rows':400,'seed':7,'noise':0.1}}")
                .expect(201);
        assertThat(spiral.json().get("rows").intValue()).isEqualTo(400);
        assertThat(spiral.json().get("target").stringValue()).isEqualTo("label");
        assertThat(spiral.json().at("/options/turns").doubleValue()).isEqualTo(1.5);
        assertThat(client.json(
                                "/datasets",
                                "{'generator':{'type':'spiral','rows':400,'seed':7,'noise':0.1,'turns':1.5}}")
                        .expect(200)
                        .id())
                .isEqualTo(spiral.id());
        JsonNode linear = client.json("/datasets", "{'generator':'linear:50:3'}")
                .expect(201)
                .json();
        assertThat(linear.at("/truth/weights").size()).isEqualTo(3);
    }

    @Test
    void theTruthOfALinearLawIsInItsRows() {
        Answer answer = client.json(
                        "/datasets", "{'generator':{'type':'linear','rows':20,'noise':0,'features':2,'seed':5}}")
                .expect(201);
        JsonNode truth = answer.json().get("truth");
        for (JsonNode row :
                client.get("/datasets/" + answer.id() + "/rows").json().get("rows")) {
            double y = truth.get("intercept").doubleValue()
                    + truth.at("/weights/0").doubleValue() * row.get(0).doubleValue()
                    + truth.at("/weights/1").doubleValue() * row.get(1).doubleValue();
            assertThat(row.get(2).doubleValue()).isEqualTo(y, org.assertj.core.api.Assertions.within(1e-12));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | 422 | INVALID_SPEC | MISSING_FIELD",
                "{'generator':'iris','rows':[]} | 422 | INVALID_SPEC | AMBIGUOUS",
                "{'generator':'irsi'} | 422 | INVALID_SPEC | UNKNOWN_NAME",
                "{'generator':{'type':'moons','rows':1}} | 422 | INVALID_SPEC | OUT_OF_RANGE",
                "{'rows':[[1]],'colums':['a']} | 422 | INVALID_SPEC | UNKNOWN_FIELD",
                "{'columns':['a'],'rows':[[1],[1,2]]} | 422 | RAGGED_ROW | RAGGED_ROW"
            })
    void wrongJsonIsRefusedWithEveryFault(String json, int status, String code, String fault) {
        Answer answer = client.json("/datasets", json).expect(status);
        assertThat(answer.code()).isEqualTo(code);
        assertThat(answer.json().at("/errors/0/code").stringValue()).isEqualTo(fault);
        assertThat(answer.type()).startsWith("application/problem+json");
    }

    @Test
    void aPreviewKeepsNothing() {
        Set<String> before = wholeFiles();
        int datasets = client.get("/datasets?pageSize=100").json().get("items").size();
        JsonNode preview = client.form("/datasets/preview", Part.file("file", "look.csv", "p;q\n1;u\n2;v\n"))
                .expect(200)
                .json();
        assertThat(preview.at("/options/delimiter").stringValue()).isEqualTo(";");
        assertThat(preview.get("rows").intValue()).isEqualTo(2);
        assertThat(preview.at("/firstRows/1/1").stringValue()).isEqualTo("v");
        assertThat(preview.at("/columns/0/type").stringValue()).isEqualTo("numeric");
        assertThat(preview.has("issues")).isTrue();
        client.post("/datasets/preview", "text/csv", "p,q\n1,u\n2,v\n").expect(200);
        client.json("/datasets/preview", "{'generator':'moons:33'}").expect(200);
        client.post("/datasets/preview", "text/csv", "p,q\n1\n").expect(422);
        nothingButIsStored(before);
        assertThat(client.get("/datasets?pageSize=100").json().get("items").size())
                .isEqualTo(datasets);
    }

    @Test
    void arefusedFileLeavesNothing() {
        Set<String> before = wholeFiles();
        Answer answer = client.form("/datasets", Part.file("file", "bad.csv", "a,b\n1,2\n3\n4,x\n5,6\n7,8\n"))
                .expect(422);
        assertThat(answer.json().get("errors").size()).isEqualTo(2);
        assertThat(answer.json().at("/errors/0/pointer").stringValue()).isEqualTo("line 3");
        assertThat(answer.json().at("/errors/1/message").stringValue()).contains("\"x\" is not a number");
        nothingButIsStored(before);
    }

    @Test
    void labelsOfPicturesAreTheTarget() {
        byte[] images = {0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 2, 9, 8, 7, 6};
        byte[] labels = {0, 0, 8, 1, 0, 0, 0, 2, 3, 5};
        JsonNode dataset = client.form(
                        "/datasets", Part.file("file", "images", images), Part.file("labels", "labels", labels))
                .expect(201)
                .json();
        assertThat(dataset.get("target").stringValue()).isEqualTo("label");
        assertThat(dataset.at("/columns/2/categories").toString()).isEqualTo("[\"3\",\"5\"]");
        byte[] others = labels.clone();
        others[9] = 3;
        assertThat(client.form("/datasets", Part.file("file", "images", images), Part.file("labels", "labels", others))
                        .expect(201)
                        .id())
                .isNotEqualTo(dataset.get("id").stringValue());
    }

    /** B63. */
    @ParameterizedTest
    @ValueSource(strings = {"../../etc/passwd", "CON", "a%00b", "C:\\\\x.csv", "=cmd()"})
    void fileNamesAreOnlyShown(String name) {
        Answer answer = client.form("/datasets", Part.file("file", name, "shown,m\n1," + name.hashCode() + "\n"))
                .expect(201);
        assertThat(answer.json().get("name").stringValue()).isNotEmpty();
        assertThat(wholeFiles()).allMatch(file -> file.matches("[0-9a-f-]{36}\\.table"));
    }

    @Test
    void namesAreCutAndCleaned() {
        assertThat(DatasetName.of("x".repeat(4_000))).hasSize(200);
        assertThat(DatasetName.of("a\0b\r\nc")).isEqualTo("a\uFFFDb\uFFFD\uFFFDc");
        assertThat(DatasetName.of("\uD83D\uDC27".repeat(150))).hasSize(200).endsWith("\uD83D\uDC27");
        assertThat(DatasetName.of(null, "  ", "second")).isEqualTo("second");
        assertThat(DatasetName.of("\uD800")).isEqualTo("\uFFFD");
    }

    @Test
    void pagesGoThroughAllDatasetsNewestFirst() {
        List<String> made = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            made.addFirst(client.post("/datasets", "text/csv", "page,n\n1," + i + "\n2,7\n")
                    .expect(201)
                    .id());
        }
        List<String> seen = new ArrayList<>();
        String token = "";
        do {
            JsonNode page =
                    client.get("/datasets?pageSize=2" + token).expect(200).json();
            page.get("items").forEach(item -> seen.add(item.get("id").stringValue()));
            JsonNode next = page.get("nextPageToken");
            token = next == null || next.isNull() ? "" : "&pageToken=" + next.stringValue();
        } while (!token.isEmpty());
        assertThat(seen).doesNotHaveDuplicates().containsSubsequence(made);
        assertThat(client.get("/datasets?pageToken=garbage").expect(422).code()).isEqualTo("INVALID");
        assertThat(client.get("/datasets?pageSize=0").expect(422).code()).isEqualTo("OUT_OF_RANGE");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nope",
                "..%2f..%2fetc%2fpasswd",
                "%252e%252e",
                "00000000-0000-0000-0000-000000000000",
                "file:",
                "C:%5Cx"
            })
    void idsAreNoPaths(String id) {
        for (String path : List.of("/datasets/" + id, "/datasets/" + id + "/rows")) {
            assertThat(client.get(path).status()).as(path).isIn(400, 404);
        }
        assertThat(client.delete("/datasets/" + id).status()).isIn(400, 404);
    }

    @Test
    void aDeletedDatasetIsGoneWithItsFile() {
        String id = client.post("/datasets", "text/csv", "to,delete\n1,2\n3,4\n")
                .expect(201)
                .id();
        int before = wholeFiles().size();
        assertThat(client.delete("/datasets/" + id).expect(204).body()).isEmpty();
        assertThat(storedFiles()).hasSize(before - 1);
        client.get("/datasets/" + id).expect(404);
        client.get("/datasets/" + id + "/rows").expect(404);
        client.delete("/datasets/" + id).expect(404);
        client.post("/datasets", "text/csv", "to,delete\n1,2\n3,4\n").expect(201);
    }

    /** B67. */
    @Test
    void aDatasetInUseIsNotDeleted() {
        String id =
                client.json("/datasets", "{'generator':'moons:44'}").expect(201).id();
        String job = client.json(
                        "/jobs",
                        "{'dataset':{'id':'" + id + "'},'model':{'layers':['dense:4:tanh']},"
                                + "'training':{'epochs':1000000,'seed':1},'monitor':{'every':1000}}")
                .expect(202)
                .id();
        Answer refused = client.delete("/datasets/" + id).expect(409);
        assertThat(refused.code()).isEqualTo("IN_USE");
        assertThat(refused.json().at("/jobs/0").stringValue()).isEqualTo(job);
        client.post("/jobs/" + job + "/cancel", "application/json", "");
    }

    /** B65: a client that goes away leaves nothing behind. */
    @Test
    void aCutUploadLeavesNothing() throws IOException {
        Set<String> before = wholeFiles();
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            OutputStream out = socket.getOutputStream();
            out.write(("POST /api/v1/datasets HTTP/1.1\r\nHost: 127.0.0.1:" + port
                            + "\r\nContent-Type: text/csv\r\nContent-Length: 1000000\r\n\r\na,b\n1,2\n")
                    .getBytes(StandardCharsets.UTF_8));
            out.flush();
        }
        nothingButIsStored(before);
    }

    @Test
    void wideTablesGiveFewerRowsAtOnce() {
        String header = String.join(
                ",",
                Stream.iterate(0, i -> i + 1).limit(2_000).map(i -> "c" + i).toList());
        String row = "1,".repeat(1_999) + "2\n";
        String id = client.post("/datasets", "text/csv", header + "\n" + row.repeat(600))
                .expect(201)
                .id();
        JsonNode page =
                client.get("/datasets/" + id + "/rows?limit=1000").expect(200).json();
        assertThat(page.get("rows").size()).isEqualTo(500);
        assertThat(page.get("total").intValue()).isEqualTo(600);
    }
}
