package dev.chainrule.dataset.format;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chainrule.dataset.format.Reading.Read;
import dev.chainrule.dataset.table.Column;
import dev.chainrule.dataset.table.ColumnType;
import dev.chainrule.dataset.table.TableBuilder.Wish;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Text files that must be accepted, and what is read from them. */
final class GoodTextTest {

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    private Reading reading() {
        return new Reading(folder);
    }

    /** B10, B11: however lines end, the cells are the same. */
    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n", "\r"})
    void linesMayEndInAnyWay(String end) {
        String file = String.join(end, "a,b", "1,x", "", "2,y");
        Read read = reading().text(file);
        assertThat(read.rows()).isEqualTo(List.of(List.of(1L, "x"), List.of(2L, "y")));
        assertThat(reading().text(file + end).rows()).isEqualTo(read.rows());
        assertThat(reading().text(file + end + end).rows()).isEqualTo(read.rows());
    }

    @Test
    void lineEndsMayBeMixed() {
        assertThat(reading().text("a,b\r\n1,x\n2,y\r3,z").cells("a")).containsExactly(1L, 2L, 3L);
    }

    /** B7. */
    @Test
    void aByteOrderMarkIsNotPartOfTheFirstName() {
        assertThat(reading().text("\uFEFFa,b\n1,2\n").names()).containsExactly("a", "b");
        assertThat(reading().text("\uFEFF\"a\",b\n1,2\n").names()).containsExactly("a", "b");
    }

    /** B12. */
    @Test
    void quotesMayHoldAnything() {
        Read read = reading().text("\"na\"\"me\",y\n\"a,b\",1\n\"say \"\"hi\"\"\",2\n\"two\nlines\",3\n\"\",4\n");
        assertThat(read.names()).containsExactly("na\"me", "y");
        assertThat(read.cells("na\"me")).containsExactly("a,b", "say \"hi\"", "two\nlines", null);
    }

    @Test
    void blanksMayStandBeforeAQuote() {
        Read read = reading().text("name,y\n1, \"a,b\"\n2, \"c\" \n");
        assertThat(read.rows()).isEqualTo(List.of(List.of(1L, "a,b"), List.of(2L, "c")));
    }

    @Test
    void linesInQuotesCountInTheNextFault() {
        assertThat(reading().refused("a,b\n\"x\ny\nz\",1\nw\n").places()).containsExactly("line 5");
    }

    /** B14. */
    @ParameterizedTest
    @ValueSource(strings = {",", ";", "\t", "|"})
    void theDelimiterIsFound(String delimiter) {
        String file = "name,of;all|a\tb".replaceAll("[,;|\t]", "_") + delimiter + "n\n" + "\"x,y;z|t\tu\"" + delimiter
                + "1\nplain" + delimiter + "2\n";
        Read read = reading().text(file);
        assertThat(read.details()).containsEntry("delimiter", delimiter).containsEntry("header", true);
        assertThat(read.rows()).isEqualTo(List.of(List.of("x,y;z|t\tu", 1L), List.of("plain", 2L)));
    }

    @Test
    void runsOfBlanksSeparateNumbers() {
        Read read = reading().text(" 1.5   2 \t 3\n10.5 20    30 \n");
        assertThat(read.details()).containsEntry("delimiter", " ").containsEntry("header", false);
        assertThat(read.names()).containsExactly("col_1", "col_2", "col_3");
        assertThat(read.rows()).isEqualTo(List.of(List.of(1.5, 2L, 3L), List.of(10.5, 20L, 30L)));
    }

    @Test
    void proseIsOneColumn() {
        Read read = reading().text("comment\nthis is fine\nthis is not\n");
        assertThat(read.names()).containsExactly("comment");
        assertThat(read.cells("comment")).containsExactly("this is fine", "this is not");
    }

    @Test
    void delimiterAndHeaderMayBeSaid() {
        Read read = reading().options(";", false, '.').text("a;b,c\nd;e,f\n");
        assertThat(read.rows()).isEqualTo(List.of(List.of("a", "b,c"), List.of("d", "e,f")));
        Read years = reading().options(null, true, '.').text("2019,2020\n1,2\n");
        assertThat(years.names()).containsExactly("2019", "2020");
    }

    /** B15 with the option. */
    @Test
    void aDecimalCommaIsReadWhereItIsSaid() {
        Read read = reading().options(";", null, ',').text("a;b\n1,5;2\n-0,25;3e2\n");
        assertThat(read.cells("a")).containsExactly(1.5, -0.25);
        assertThat(read.cells("b")).containsExactly(2L, 300L);
    }

    /** B18, B22. */
    @Test
    void numbersAreReadByOneGrammar() {
        Read read = reading()
                .text(
                        "x,y\n+5,1\n.5,1\n5.,1\n 7 ,1\n\" 7 \",1\n\u00A07\u00A0,1\n1E3,1\n-.5e-1,1\n007,1\n4.9e-324,1\n1e-400,1\n");
        assertThat(read.cells("x")).containsExactly(5L, 0.5, 5L, 7L, 7L, 7L, 1000L, -0.05, 7L, 4.9e-324, 0L);
        assertThat(read.issueCodes()).contains("UNDERFLOW");
    }

    /** B19. */
    @Test
    void wordsForMissingAreCounted() {
        Read read = reading().text("x,c\n1,a\n,\nNA,NA\nN/A,N/A\nNaN,nan\nnan,null\nnull,?\n?,\" \"\n2,b\n");
        Column x = read.column("x");
        assertThat(x.type()).isEqualTo(ColumnType.NUMERIC);
        assertThat(List.of(x.missing(), x.firstMissing(), x.unique())).containsExactly(7L, 3L, 2L);
        assertThat(read.column("c").missing()).isEqualTo(7);
        assertThat(read.column("c").categories()).containsExactly("a", "b");
    }

    @Test
    void wordsForMissingMayBeChosen() {
        Read read = reading().missing("-999", "none").text("x,country\n1,NA\n-999,SE\n3,none\n");
        assertThat(read.cells("x")).containsExactly(1L, null, 3L);
        assertThat(read.cells("country")).containsExactly("NA", "SE", null);
    }

    /** B25. */
    @Test
    void aColumnWithoutANameGetsOne() {
        Read read = reading().text(",b,\n1,2,3\n");
        assertThat(read.names()).containsExactly("col_1", "b", "col_3");
        assertThat(read.issueCodes()).containsExactly("UNNAMED_COLUMN", "UNNAMED_COLUMN", "ONE_ROW");
    }

    /** B26, B27: names and cells are data, returned letter by letter. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "__proto__",
                "constructor",
                "=cmd()",
                "<script>alert(1)</script>",
                "\uD83D\uDC27 penguin",
                "e\u0301",
                "\u202Eright",
                "../../etc/passwd",
                "line\\nbreak",
                "{\"a\":1}",
                "\u4E2D\u6587",
                "\u0645\u0631\u062D\u0628\u0627"
            })
    void lettersOfAnyKindComeBackAsTheyWere(String text) {
        Read read = reading().text(quoted(text) + ",y\n" + quoted(text) + ",1\nb,2\n");
        assertThat(read.names()).containsExactly(text, "y");
        assertThat(read.cells(text)).containsExactly(text, "b");
    }

    private static String quoted(String text) {
        return '"' + text.replace("\"", "\"\"") + '"';
    }

    /** B47: no digit is lost where the mean is large. */
    @Test
    void deviationsSurviveALargeMean() {
        StringBuilder file = new StringBuilder("x,y\n");
        for (int i = 0; i < 1_000; i++) {
            file.append(1_000_000_000L + (i % 2 == 0 ? 1 : -1)).append(",1\n");
        }
        Column x = reading().text(file.toString()).column("x");
        assertThat(x.mean()).isEqualTo(1e9);
        assertThat(x.deviation()).isEqualTo(1.0);
    }

    @Test
    void statisticsOfExtremesAreFinite() {
        Column x = reading().text("x,y\n1e308,1\n-1e308,1\n1e308,1\n1e308,1\n").column("x");
        assertThat(x.mean()).isEqualTo(5e307);
        assertThat(x.deviation()).isEqualTo(Math.sqrt(0.75) * 1e308, org.assertj.core.api.Assertions.within(1e295));
        Column tiny = reading().text("x,y\n1e-200,1\n3e-200,1\n").column("x");
        assertThat(tiny.deviation()).isEqualTo(1e-200, org.assertj.core.api.Assertions.within(1e-214));
    }

    /** B49. */
    @Test
    void integersThatDoNotFitAreToldOf() {
        Read read = reading().text("id,y\n9007199254740993,1\n9007199254740992,2\n12345678901234567890,3\n");
        assertThat(read.issues()).anySatisfy(issue -> {
            assertThat(issue.code()).isEqualTo("PRECISION");
            assertThat(issue.message()).startsWith("2 whole numbers");
            assertThat(issue.row()).isEqualTo(2);
        });
    }

    /** B51. */
    @Test
    void wordsForTrueAndFalseAreCategories() {
        Read same = reading().text("b,y\nTRUE,1\nFALSE,2\nTRUE,3\n");
        assertThat(same.column("b").categories()).containsExactly("FALSE", "TRUE");
        Read mixed = reading().text("b,y\ntrue,1\nFALSE,2\nyes,3\nNo,4\n");
        assertThat(mixed.column("b").categories()).containsExactly("false", "true");
        assertThat(mixed.column("b").counts()).containsExactly(2L, 2L);
        assertThat(mixed.issueCodes()).contains("BOOLEAN_MAPPED");
    }

    @ParameterizedTest
    @ValueSource(strings = {"inf", "1e999"})
    void wordsForTrueAndFalseBesideANumberThatIsNoneStayAsTheyAre(String odd) {
        Read read = reading().text("b,y\nyes,1\nYes,2\nno,3\n" + odd + ",4\n");
        assertThat(read.cells("b")).containsExactly("yes", "Yes", "no", odd);
        assertThat(read.issueCodes()).doesNotContain("BOOLEAN_MAPPED");
    }

    /** B50 with the way out. */
    @Test
    void typesMayBeSaid() {
        String file = "when,code,y\n2026-11-23,1,5\n2026-11-24,2,6\n";
        Read read = reading()
                .types(Map.of("when", Wish.IGNORE, "code", Wish.CATEGORICAL))
                .text(file);
        assertThat(read.names()).containsExactly("code", "y");
        assertThat(read.column("code").categories()).containsExactly("1", "2");
        Read dates = reading().types(Map.of("when", Wish.CATEGORICAL)).text(file);
        assertThat(dates.cells("when")).containsExactly("2026-11-23", "2026-11-24");
    }

    @Test
    void halfNumbersHalfTextsAreCategories() {
        Read read = reading().text("cabin,y\n1,1\nA2,2\nB3,3\n4,4\n");
        assertThat(read.column("cabin").categories()).containsExactly("1", "4", "A2", "B3");
    }

    /** B33, B36. */
    @Test
    void constantColumnsAndEmptyOnesAreToldOf() {
        Read read = reading().text("a,b,c\n1,x,\n1,x,\n1,x,\n");
        assertThat(read.issues())
                .extracting("code", "column")
                .contains(
                        org.assertj.core.groups.Tuple.tuple("CONSTANT_COLUMN", "a"),
                        org.assertj.core.groups.Tuple.tuple("CONSTANT_COLUMN", "b"),
                        org.assertj.core.groups.Tuple.tuple("ALL_MISSING", "c"));
    }

    @Test
    void uniqueNumbersAreCountedExactly() {
        StringBuilder file = new StringBuilder("small,large,same\n");
        for (int i = 0; i < 5_000; i++) {
            file.append(i % 200).append(',').append(i * 1.5 - 100).append(",-0.0\n");
        }
        Read read = reading().text(file.append("0,7.25,0\n").toString());
        assertThat(read.column("small").unique()).isEqualTo(200);
        assertThat(read.column("large").unique()).isEqualTo(5_001);
        assertThat(read.column("same").unique()).isEqualTo(1);
    }

    @Test
    void textsBeyondCountingAreKeptAllTheSame() {
        StringBuilder file = new StringBuilder("id,y\n");
        for (int i = 0; i < 12_000; i++) {
            file.append("name").append(i).append(",1\n");
        }
        Read read = reading().text(file.append("name3,1\n").toString());
        Column id = read.column("id");
        assertThat(id.categories()).isNull();
        assertThat(id.unique()).isNull();
        assertThat(read.issueCodes()).contains("FREE_TEXT");
        assertThat(read.cells("id").subList(0, 3)).containsExactly("name0", "name1", "name2");
    }

    @Test
    void numbersAreStoredExactlyWhateverTheirWidth() {
        Read read = reading().text("byte,single,real,gap\n255,0.5,0.1,1\n0,-1e10,1e-300,\n7,16777217,-0.0,3\n");
        assertThat(read.rows().get(0)).containsExactly(255L, 0.5, 0.1, 1L);
        assertThat(read.rows().get(1)).containsExactly(0L, -10_000_000_000L, 1e-300, null);
        assertThat(read.rows().get(2)).containsExactly(7L, 16_777_217L, -0.0, 3L);
    }

    /** B61, B62: gzip is known by its content. */
    @Test
    void gzipIsReadAsWhatItHolds() throws IOException {
        byte[] zipped = zip("a,b\n1,x\n2,y\n".getBytes(StandardCharsets.UTF_8));
        assertThat(reading().read(zipped).rows()).hasSize(2);
        assertThat(reading().called("data.csv", null).read(zipped).rows()).hasSize(2);
        assertThat(reading().refused(Arrays.copyOf(zipped, zipped.length - 9)).code())
                .isEqualTo("TRUNCATED");
        assertThat(reading().refused(Arrays.copyOf(zipped, 7)).code()).isEqualTo("TRUNCATED");
        byte[] flipped = zipped.clone();
        flipped[zipped.length - 6] ^= 1;
        assertThat(reading().refused(flipped).code()).isEqualTo("BAD_GZIP");
        assertThat(reading().refused(zip(zipped)).code()).isEqualTo("UNKNOWN_FORMAT");
    }

    @Test
    void gzipThatGrowsTooMuchIsRefused() throws IOException {
        byte[] bomb = zip(new byte[20_000_000]);
        Reading.Refused refused = reading().refused(bomb);
        assertThat(List.of(refused.status(), refused.code())).containsExactly(413, "GZIP_BOMB");
        byte[] honest = zip(("a,b\n" + "1.5,2.5\n".repeat(20_000)).getBytes(StandardCharsets.UTF_8));
        assertThat(reading().atMost(100_000).refused(honest).code()).isEqualTo("GZIP_BOMB");
        assertThat(reading().read(honest).column("a").unique()).isEqualTo(1);
    }

    static byte[] zip(byte[] content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(bytes)) {
            out.write(content);
        }
        return bytes.toByteArray();
    }

    /** B61. */
    @Test
    void otherFilesAreRefusedByTheirContent() {
        assertThat(reading()
                        .refused(new byte[] {(byte) 0x89, 'P', 'N', 'G', 13, 10, 26, 10})
                        .status())
                .isEqualTo(415);
        assertThat(reading().refused("%PDF-1.7\nrest").code()).isEqualTo("UNKNOWN_FORMAT");
        assertThat(reading().refused("\u007fELF\1\1\1").code()).isEqualTo("UNKNOWN_FORMAT");
        assertThat(reading().called("data.csv", null).refused("%PDF-1.7\nrest").first())
                .contains("PDF");
        assertThat(reading().refused("PK\3\4 spreadsheet [Content_Types].xml").first())
                .contains("CSV");
    }

    @Test
    void aNameThatSaysSomethingElseIsRefused() {
        Reading.Refused refused = reading().called("data.npy", null).refused("a,b\n1,2\n");
        assertThat(List.of(refused.status(), refused.code())).containsExactly(415, "CONTENT_MISMATCH");
        assertThat(reading()
                        .called(null, "application/x-npy")
                        .refused("a,b\n1,2\n")
                        .code())
                .isEqualTo("CONTENT_MISMATCH");
        assertThat(reading()
                        .called("anything", "application/octet-stream")
                        .text("a,b\n1,2\n")
                        .format())
                .isEqualTo("csv");
    }

    @Test
    void everyBufferSizeGivesTheSameCells() {
        String cell = "\u00e9\u20ac\uD83D\uDC27";
        for (int pad = 65_500; pad < 65_560; pad += 3) {
            String file = "a,b\n" + "x".repeat(pad) + "," + cell.repeat(4) + "\n1,2\n";
            assertThat(reading().text(file).rows().getFirst()).containsExactly("x".repeat(pad), cell.repeat(4));
        }
    }
}
