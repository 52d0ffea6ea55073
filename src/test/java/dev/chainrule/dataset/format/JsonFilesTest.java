package dev.chainrule.dataset.format;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chainrule.dataset.format.Reading.Read;
import dev.chainrule.dataset.table.ColumnType;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows in JSON keep the types that JSON has. */
final class JsonFilesTest {

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    private Reading reading() {
        return new Reading(folder).called(null, "application/json");
    }

    @Test
    void listsUnderNamesAreRows() {
        Read read = reading()
                .text("{\"name\":\"n\",\"columns\":[\"a\",\"b\"],\"rows\":[[1,\"x\"],[2.5,\"y\"],[null,\"1\"]]}");
        assertThat(read.format()).isEqualTo("json");
        assertThat(read.cells("a")).containsExactly(1L, 2.5, null);
        assertThat(read.cells("b")).containsExactly("x", "y", "1");
    }

    @Test
    void rowsMayComeBeforeTheirNames() {
        assertThat(reading()
                        .text("{\"rows\":[[1,2]],\"columns\":[\"a\",\"b\"]}")
                        .names())
                .containsExactly("a", "b");
    }

    @Test
    void objectsAreRowsAndWhatTheyLackIsMissing() {
        Read read = reading().text("{\"rows\":[{\"a\":1},{\"b\":true,\"a\":2},{\"b\":false}]}");
        assertThat(read.names()).containsExactly("a", "b");
        assertThat(read.cells("a")).containsExactly(1L, 2L, null);
        assertThat(read.cells("b")).containsExactly(null, "true", "false");
    }

    @Test
    void anEmptyKeyNamesItsColumnByItsNumber() {
        Read read = reading().text("{\"rows\":[{\"\":1,\"y\":2},{\"y\":4,\"\":3}]}");
        assertThat(read.names()).containsExactly("col_1", "y");
        assertThat(read.cells("col_1")).containsExactly(1L, 3L);
        assertThat(read.cells("y")).containsExactly(2L, 4L);
        assertThat(read.issueCodes()).contains("UNNAMED_COLUMN");
    }

    @Test
    void textsOfDigitsStayTexts() {
        Read read = reading().text("{\"rows\":[{\"zip\":\"01234\"},{\"zip\":\"99999\"},{\"zip\":\"2026-01-01\"}]}");
        assertThat(read.column("zip").type()).isEqualTo(ColumnType.CATEGORICAL);
        assertThat(read.cells("zip")).containsExactly("01234", "99999", "2026-01-01");
    }

    @Test
    void largeIntegersAndTooLargeNumbersAreTold() {
        assertThat(reading()
                        .text("{\"rows\":[{\"a\":9007199254740993},{\"a\":1}]}")
                        .issueCodes())
                .contains("PRECISION");
        assertThat(reading().refused("{\"rows\":[{\"a\":1e999},{\"a\":1}]}").code())
                .isEqualTo("OUT_OF_RANGE");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'columns':['a'],'rows':[[1],[1,2]]} | RAGGED_ROW | row 2",
                "{'columns':['a'],'rows':[1]} | WRONG_TYPE | row 1",
                "{'columns':['a'],'rows':[[[1]]]} | WRONG_TYPE | row 1",
                "{'columns':['a'],'rows':[{'b':1}]} | UNKNOWN_COLUMN | row 1, column b",
                "{'columns':['a','a'],'rows':[[1,2]]} | DUPLICATE_COLUMN | column a",
                "{'columns':'a','rows':[[1]]} | WRONG_TYPE | file",
                "{'columns':[1],'rows':[[1]]} | WRONG_TYPE | file",
                "{'columns':['a']} | MISSING_FIELD | file",
                "{'columns':['a'],'rows':[]} | NO_ROWS | file",
                "{'rows':[]} | NO_ROWS | file",
                "{'rows':{}} | WRONG_TYPE | file",
                "{'rows':[{}]} | NO_ROWS | file",
                "{'rows':[{'a':'\\ud800'}]} | BAD_CHARACTER | row 1"
            })
    void whatIsNoTableIsRefused(String json, String code, String place) {
        Reading.Refused refused = reading().refused(json.replace('\'', '"'));
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.code()).isEqualTo(code);
        assertThat(refused.places().getFirst()).isEqualTo(place);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[",
                "[1]",
                "{\"rows\":[[1,]]}",
                "{'rows':[]}",
                "{\"rows\":[[NaN]]}",
                "{\"rows\":[]} x",
                "{\"rows\":[], \"rows\":[]}",
                "{\"rows\":[{\"a\":1,\"a\":2}]}",
                "{\"rows\":[[1]",
                "// x\n{}",
                "{\"a\":\"\u0001\"}",
                "nul"
            })
    void brokenJsonIsToldWithItsPlace(String json) {
        Reading.Refused refused = reading().refused(json.isEmpty() ? " " : json);
        assertThat(List.of(refused.status(), refused.code())).containsExactly(400, "MALFORMED_JSON");
    }

    @Test
    void endlessNestingIsRefused() {
        String deep = "{\"x\":" + "[".repeat(100_000);
        assertThat(reading().refused(deep).code()).isEqualTo("MALFORMED_JSON");
    }
}
