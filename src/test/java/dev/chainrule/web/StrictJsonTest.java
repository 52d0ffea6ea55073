package dev.chainrule.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chainrule.RawHttp;
import dev.chainrule.RawHttp.Answer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.web.server.LocalServerPort;

@WebTest
final class StrictJsonTest {

    private static final String ECHO = "/api/v1/trouble/echo";

    @LocalServerPort
    private int port;

    private RawHttp http;

    @BeforeEach
    void connect() {
        http = new RawHttp(port);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"a\":1,}                | 1 | 8",
                "{\"a\":1 /* no */}       | 1 | 8",
                "{'a':1}                   | 1 | 2",
                "{\"a\":NaN}               | 1 | 6",
                "{\"a\":Infinity}          | 1 | 6",
                "{\"a\":+1}                | 1 | 6",
                "{\"a\":.5}                | 1 | 6",
                "{\"a\":01}                | 1 | 6",
                "{\"a\":1,\"a\":2}         | 1 | 8",
                "{\"a\":                   | 1 | 6",
                "{} {}                     | 1 | 4",
                "[1 2]                     | 1 | 4",
                "nothing                   | 1 | 1",
            })
    void brokenJsonIsRefusedWithLineAndColumn(String body, int line, int column) {
        Answer answer = http.post(ECHO, body);

        assertMalformed(answer);
        assertThat(answer.json().get("line").intValue()).as(answer.body()).isEqualTo(line);
        assertThat(answer.json().get("column").intValue()).as(answer.body()).isBetween(column, column + 8);
    }

    @Test
    void theLineIsCounted() {
        assertThat(http.post(ECHO, "{\n  \"a\": 1,\n  \"b\": oops\n}")
                        .json()
                        .get("line")
                        .intValue())
                .isEqualTo(3);
    }

    @Test
    void thirtyTwoLevelsAreEnough() {
        assertThat(http.post(ECHO, "[".repeat(32) + "]".repeat(32)).status()).isEqualTo(200);
        assertMalformed(http.post(ECHO, "[".repeat(33) + "]".repeat(33)));
        assertMalformed(http.post(ECHO, "[".repeat(100_000)));
    }

    @Test
    void aTextHasAtMost64KibiCharacters() {
        assertThat(http.post(ECHO, "[\"" + "x".repeat(65_536) + "\"]").status()).isEqualTo(200);
        assertMalformed(http.post(ECHO, "[\"" + "x".repeat(70_000) + "\"]"));
    }

    @Test
    void aNumberHasAtMostAHundredDigits() {
        assertThat(http.post(ECHO, "[" + "1".repeat(100) + "]").status()).isEqualTo(200);
        assertMalformed(http.post(ECHO, "[" + "1".repeat(101) + "]"));
        assertThat(http.post(ECHO, "[1e999999999]").body()).isEqualTo("[null]");
    }

    @Test
    void bytesThatAreNoTextAreRefused() {
        byte[] body = {'[', '"', (byte) 0xff, (byte) 0xfe, '"', ']'};
        String head = "POST " + ECHO + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                + "Content-Type: application/json\r\nContent-Length: 6\r\n\r\n";
        assertMalformed(http.exchange(head, body));
    }

    @Test
    void anEmptyBodyIsMissing() {
        Answer answer = http.post(ECHO, "");
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().get("code").stringValue()).isEqualTo("MISSING_BODY");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"{\"count\":\"1\"}", "{\"count\":1.5}", "{\"cuont\":1}", "{\"count\":null}", "[1]", "{}"})
    void aBodyThatJacksonBindsIsAsStrict(String body) {
        assertMalformed(http.post("/api/v1/trouble/bound", body));
    }

    @Test
    void whatIsNotFiniteIsWrittenAsNull() {
        assertThat(http.get("/api/v1/trouble/infinite").body())
                .isEqualTo("{\"nan\":null,\"array\":[1.0,null,null],\"floats\":[null,2.0],\"list\":[null,0.5],"
                        + "\"tree\":null,\"at\":\"1970-01-01T00:00:00Z\"}");
    }

    @Test
    void aBodyOverAMegabyteIsRefusedWithOrWithoutItsLength() {
        String body = "\"" + "x".repeat(1 << 20) + "\"";
        Answer told = http.post(ECHO, body);
        assertThat(told.status()).isEqualTo(413);
        assertThat(told.json().get("code").stringValue()).isEqualTo("TOO_LARGE");

        String spaces = " ".repeat(100_000);
        String chunk = Integer.toHexString(spaces.length()) + "\r\n" + spaces + "\r\n";
        String chunked = chunk.repeat(11) + "1\r\n1\r\n0\r\n\r\n";
        Answer untold = http.exchange(
                "POST " + ECHO
                        + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: application/json\r\n"
                        + "Transfer-Encoding: chunked\r\n\r\n",
                chunked.getBytes(StandardCharsets.ISO_8859_1));
        assertThat(untold.status()).isEqualTo(413);
        assertThat(untold.json().get("code").stringValue()).isEqualTo("TOO_LARGE");
    }

    private static void assertMalformed(Answer answer) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(400);
        assertThat(answer.header("content-type")).isEqualTo("application/problem+json");
        assertThat(answer.json().get("code").stringValue()).isEqualTo("MALFORMED_JSON");
        assertThat(answer.body())
                .doesNotContain("jackson", "Stream", "Feature", "Exception", "dev.chainrule", "Source");
    }
}
