package dev.chainrule.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chainrule.RawHttp;
import dev.chainrule.RawHttp.Answer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.json.JsonMapper;

@WebTest
@ExtendWith(OutputCaptureExtension.class)
final class ProblemAdviceTest {

    @LocalServerPort
    private int port;

    private RawHttp http;

    @BeforeEach
    void connect() {
        http = new RawHttp(port);
    }

    @Test
    void aProblemSaysEverythingItKnows() {
        Answer answer = http.get("/api/v1/trouble/refused");

        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.header("content-type")).isEqualTo("application/problem+json");
        assertThat(answer.header("retry-after")).isEqualTo("7");
        assertThat(answer.json())
                .isEqualTo(JsonMapper.shared()
                        .readTree("{\"type\":\"about:blank\",\"title\":\"Conflict\",\"status\":409,"
                                + "\"detail\":\"The job is finished.\",\"instance\":\"/api/v1/trouble/refused\",\"code\":\"WRONG_STATE\","
                                + "\"errors\":[{\"pointer\":\"/state\",\"code\":\"WRONG_STATE\",\"message\":\"finished\"}],"
                                + "\"allowedActions\":[\"fork\"],\"retryAfterSeconds\":7}"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/v1/trouble/unexpected", "/api/v1/trouble/error"})
    void whatNobodyExpectedIsLoggedUnderTheIdThatIsTold(String path, CapturedOutput output) {
        Answer answer = http.get(path);

        assertProblem(answer, 500, "INTERNAL");
        assertThat(answer.body()).doesNotContain("secret", "Exception", "Overflow", "java", "dev.chainrule");
        String detail = answer.json().get("detail").stringValue();
        String id = detail.substring(detail.lastIndexOf(' ') + 1, detail.length() - 1);
        assertThat(output).contains("error " + id + " at GET " + path).contains("secret");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "GET    | /api/v1/nothing                          |                         | 404 | NOT_FOUND",
                "GET    | /nothing.html                            | Accept: text/html       | 404 | NOT_FOUND",
                "GET    | /error                                   |                         | 404 | NOT_FOUND",
                "DELETE | /api/v1/trouble/echo                     |                         | 405 | METHOD_NOT_ALLOWED",
                "GET    | /api/v1/trouble/echo                     |                         | 405 | METHOD_NOT_ALLOWED",
                "BREW   | /api/v1/trouble/echo                     |                         | 405 | METHOD_NOT_ALLOWED",
                "GET    | /api/v1/trouble/infinite                 | Accept: application/xml | 406 | NOT_ACCEPTABLE",
                "GET    | /api/v1/trouble/infinite                 | Accept: text/html       | 406 | NOT_ACCEPTABLE",
                "GET    | /api/v1/trouble/infinite                 | Accept: ;;;             | 406 | NOT_ACCEPTABLE",
                "GET    | /api/v1/trouble/numbers/12               |                         | 400 | MISSING_PARAMETER",
                "GET    | /api/v1/trouble/numbers/x?factor=2       |                         | 400 | WRONG_TYPE",
                "GET    | /api/v1/trouble/numbers/1?factor=two     |                         | 400 | WRONG_TYPE",
                "GET    | /api/v1/trouble/sent                     |                         | 410 | GONE",
                "POST   | /api/v1/trouble/upload                   | Content-Length: 0       | 415 | UNSUPPORTED_MEDIA_TYPE",
                "POST   | /api/v1/trouble/echo                     | Content-Length: 0       | 400 | MISSING_BODY",
            })
    void everyRefusalIsAProblem(String method, String path, String header, int status, String code) {
        Answer answer = header == null ? http.send(method, path) : http.send(method, path, header);

        assertProblem(answer, status, code);
        assertThat(answer.json().get("instance").stringValue()).isEqualTo(path.split("\\?")[0]);
    }

    @Test
    void aRefusedMethodIsToldTheOthers() {
        assertThat(http.send("PUT", "/api/v1/trouble/echo").header("allow")).isEqualTo("POST");
    }

    @Test
    void aTextIsNoJson() {
        Answer answer = http.send("POST", "/api/v1/trouble/echo", "Content-Type: text/plain", "Content-Length: 0");

        assertProblem(answer, 415, "UNSUPPORTED_MEDIA_TYPE");
        assertThat(answer.json().get("detail").stringValue())
                .isEqualTo(
                        "Content-Type text/plain;charset=UTF-8 is not possible here; application/json, application/*+json is.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"multipart/form-data", "multipart/form-data; boundary=x"})
    void aBrokenMultipartIsARefusal(String type) {
        String head = "POST /api/v1/trouble/upload HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: "
                + type + "\r\nContent-Length: 5\r\n\r\n";
        assertProblem(http.exchange(head, new byte[] {1, 2, 3, 4, 5}), 400, null);
    }

    @Test
    void aMissingPartIsNamed() {
        String body = "--x\r\nContent-Disposition: form-data; name=\"other\"\r\n\r\n1\r\n--x--\r\n";
        String head = "POST /api/v1/trouble/upload HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                + "Content-Type: multipart/form-data; boundary=x\r\nContent-Length: " + body.length() + "\r\n\r\n";
        Answer answer = http.exchange(head + body, new byte[0]);

        assertProblem(answer, 400, "MISSING_PART");
        assertThat(answer.body()).contains("The part file is missing.");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "GET /%00 HTTP/1.1                       | 400",
                "GET /api/v1/trouble/%00 HTTP/1.1        | 400",
                "GET /api/v1/%ff%fe HTTP/1.1             | 400",
                "GET /api/v1/%2e%2e/%2e%2e/etc HTTP/1.1  | 404",
                "GET /api/v1/..%5c..%5cetc HTTP/1.1      | 400",
                "GET /api/v1/..%252f..%252fetc HTTP/1.1  | 404",
                "GET /a<b HTTP/1.1                       | 400",
                "GET nothing HTTP/1.1                    | 400",
                "TRACE / HTTP/1.1                        | 405",
                "TRACE /api/v1/trouble/echo HTTP/1.1     | 405",
                "G@T / HTTP/1.1                          | 400",
                "GET / HTTP/9.9                          | 505",
            })
    void brokenRequestLinesAreRefusedByProblems(String line, int status) {
        Answer answer = http.exchange(line + "\r\nHost: localhost\r\nConnection: close\r\n\r\n", new byte[0]);

        assertProblem(answer, status, null);
    }

    @Test
    void aLineOfTenThousandLettersIsRefusedByAProblem() {
        assertProblem(http.get("/" + "x".repeat(10_000)), 400, null);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"application/yaml", "application/xml", "application/cbor", "application/x-www-form-urlencoded"})
    void onlyJsonIsRead(String type) {
        Answer answer = http.send("POST", "/api/v1/trouble/echo", "Content-Type: " + type, "Content-Length: 0");

        assertProblem(answer, 415, "UNSUPPORTED_MEDIA_TYPE");
    }

    @Test
    void halfAnAnswerIsCutOffRatherThanEndedAsIfItWereWhole() {
        Answer half = http.get("/api/v1/trouble/halfway");

        assertThat(half.body()).isEqualTo("first half");
        assertThat(half.header(Answer.CUT)).isEqualTo("true");
        assertThat(http.get("/api/v1/trouble/infinite").header(Answer.CUT)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"OPTIONS", "HEAD"})
    void harmlessMethodsAreServed(String method) {
        assertThat(http.send(method, "/api/v1/trouble/infinite").status()).isEqualTo(200);
    }

    private static void assertProblem(Answer answer, int status, @org.jspecify.annotations.Nullable String code) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        assertThat(answer.header("content-type")).isEqualTo("application/problem+json");
        assertThat(answer.json().get("status").intValue()).isEqualTo(status);
        assertThat(answer.json().get("title").stringValue()).isNotBlank();
        if (code != null) {
            assertThat(answer.json().get("code").stringValue()).isEqualTo(code);
        }
    }
}
