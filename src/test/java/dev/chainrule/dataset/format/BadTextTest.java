package dev.chainrule.dataset.format;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chainrule.dataset.table.TableBuilder.Wish;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Text files that must be refused, each with its code, its place and the value in the message (RELIABILITY 4.2). */
final class BadTextTest {

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    private Reading reading() {
        return new Reading(folder);
    }

    /** Row of the table, file, code, place of the first fault, something its message says. */
    static Stream<Arguments> cases() {
        return Stream.of(
                bad("B1", "", "EMPTY_FILE", "file", "empty"),
                bad("B2", "a,b\n", "NO_ROWS", "file", "no rows"),
                bad("B2 without end", "a,b", "NO_ROWS", "file", "no rows"),
                bad("B3 blank lines", "\n\n  \n\r\n", "NO_ROWS", "file", "no rows"),
                bad("B3 mark only", "\uFEFF", "NO_ROWS", "file", "no rows"),
                bad("B12 after a quote", "a,b\n\"x\"y,2\n", "BAD_QUOTE", "line 2", "closing quote"),
                bad("B13", "a,b\n1,\"never\n2,3\n4,5\n", "UNCLOSED_QUOTE", "line 2", "never closed"),
                bad("B15", "a;b\n1,5;2,5\n2,5;3,5\n", "NOT_A_NUMBER", "line 2, column a", "decimal comma?"),
                bad("B16", "a,b\n\"1,234.5\",2\n\"2,345.6\",3\n", "NOT_A_NUMBER", "line 2, column a", "thousands"),
                bad("B17", "a,b\n1,1\n1e400,2\n", "OUT_OF_RANGE", "line 3, column a", "1e400"),
                bad("B17 negative", "a,b\n1,1\n-1e999999999999,2\n", "OUT_OF_RANGE", "line 3, column a", "range"),
                bad("B20", "a,b\n1,1\nInfinity,2\n", "NON_FINITE", "line 3, column a", "Infinity"),
                bad("B20 inf", "a,b\n1,1\n2,1\n-inf,2\n", "NON_FINITE", "line 4, column a", "-inf"),
                bad("B21 suffix", "a,b\n1,1\n1d,2\n", "NOT_A_NUMBER", "line 3, column a", "\"1d\""),
                bad("B21 hexadecimal", "a,b\n0x1p3,1\n0x1,2\n", "NOT_A_NUMBER", "line 2, column a", "0x1p3"),
                bad("B21 underscores", "a,b\n1,1\n1_000,2\n", "NOT_A_NUMBER", "line 3, column a", "1_000"),
                bad("B21 other digits", "a,b\n1,1\n\u0663,2\n", "NOT_A_NUMBER", "line 3, column a", "0 to 9"),
                bad("B23 fewer", "a,b\n1,2\n3\n", "RAGGED_ROW", "line 3", "has 1 fields, expected 2"),
                bad("B23 more", "a,b\n1,2\n3,4,5\n", "RAGGED_ROW", "line 3", "has 3 fields, expected 2"),
                bad("B24", "a,b,a\n1,2,3\n", "DUPLICATE_COLUMN", "column a", "Columns 1 and 3"),
                bad("B27 two ways", "\u00e9,e\u0301\n1,2\n", "DUPLICATE_COLUMN", "column e\u0301", "Columns 1 and 2"),
                bad("B27 long", "x".repeat(10_000) + ",b\n1,2\n", "NAME_TOO_LONG", "column x", "256"),
                bad("B28", "a,b\nx,\0\n", "BAD_CHARACTER", "line 2", "NUL"),
                bad("B50 date", "d,y\n2026-11-23,1\n2026-11-24,2\n", "NOT_A_NUMBER", "line 2, column d", "date column"),
                bad("B50 time", "d,y\n12:30,1\n13:45,2\n", "NOT_A_NUMBER", "line 2, column d", "date column"),
                bad("B51 mixed", "t,y\ntrue,1\n1,2\n", "NOT_A_NUMBER", "line 2, column t", "true or false"),
                bad("mostly numbers", "a,b\n1,1\n2,1\n3,1\nfour,2\n", "NOT_A_NUMBER", "line 5, column a", "\"four\""),
                bad("percent", "a,b\n5%,1\n6 %,2\n", "NOT_A_NUMBER", "line 2, column a", "percent"),
                bad("currency", "a,b\n$5,1\n$6.50,2\n", "NOT_A_NUMBER", "line 2, column a", "currency"));
    }

    private static Arguments bad(String row, String file, String code, String place, String says) {
        return Arguments.of(row, file, code, place, says);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void isRefusedWithItsPlaceAndValue(String row, String file, String code, String place, String says) {
        Reading.Refused refused = reading().refused(file);
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.code()).isEqualTo(code);
        assertThat(refused.places().getFirst()).startsWith(place);
        assertThat(refused.first()).contains(says);
    }

    /** B8: never columns of garbage. */
    @ParameterizedTest
    @MethodSource("utf16")
    void utf16IsNamed(byte[] file) {
        Reading.Refused refused = reading().refused(file);
        assertThat(refused.status()).isEqualTo(415);
        assertThat(refused.code()).isEqualTo("ENCODING");
        assertThat(refused.first()).contains("UTF-16");
    }

    static Stream<byte[]> utf16() {
        String text = "a,b\n1,2\n3,4\n";
        return Stream.of(
                text.getBytes(StandardCharsets.UTF_16),
                ("\uFEFF" + text).getBytes(StandardCharsets.UTF_16LE),
                text.getBytes(StandardCharsets.UTF_16LE),
                ("a,b\r\n" + text).getBytes(StandardCharsets.UTF_16LE));
    }

    /** B9. */
    @Test
    void latinTextIsRefusedAtItsByte() {
        byte[] file = "name,y\nAnna,1\r\nJos\u00e9,2\n".getBytes(StandardCharsets.ISO_8859_1);
        Reading.Refused refused = reading().refused(file);
        assertThat(refused.code()).isEqualTo("BAD_ENCODING");
        assertThat(refused.places().getFirst()).isEqualTo("line 3");
        assertThat(refused.first()).contains("byte 18 ", "Latin-1");
    }

    @Test
    void aLetterCutOffAtTheEndIsRefused() {
        byte[] whole = "name,y\n1,\u20ac".getBytes(StandardCharsets.UTF_8);
        byte[] cut = java.util.Arrays.copyOf(whole, whole.length - 1);
        assertThat(reading().refused(cut).code()).isEqualTo("BAD_ENCODING");
        assertThat(reading().read(whole).rows()).hasSize(1);
    }

    /** B29. */
    @Test
    void aMillionColumnsAreRefusedBeforeTheyAreRead() {
        String line = "1,".repeat(1_000_000) + "1\n";
        Reading.Refused refused = reading().refused(line + line);
        assertThat(refused.code()).isEqualTo("TOO_MANY_COLUMNS");
        assertThat(refused.first()).contains("16384");
    }

    /** B31 and B13 at length: neither takes the memory of the line. */
    @Test
    void endlessLinesAreToldApart() {
        String endless = "x".repeat(3_000_000);
        assertThat(reading().refused("a,b\n1," + endless + "\n").code()).isEqualTo("LINE_TOO_LONG");
        assertThat(reading().refused("a,b\n1,\"" + endless + "\n").code()).isEqualTo("UNCLOSED_QUOTE");
        assertThat(reading()
                        .refused("a,b\n\"q\"\"q\",\"" + "x\n".repeat(2_000_000))
                        .code())
                .isEqualTo("UNCLOSED_QUOTE");
        assertThat(reading()
                        .refused("a b\n1 2\n3 " + "4".repeat(3_000_000) + "\n")
                        .code())
                .isEqualTo("LINE_TOO_LONG");
    }

    /** 4.1: all problems together, the first 20 one by one. */
    @Test
    void everythingWrongIsToldAtOnce() {
        Reading.Refused refused = reading().refused("a,b,c\n1,2,3\n4,5\nx,1e999,6\n7,8,9,10\n7,8,inf\n1,1,1\n1,1,1\n");
        assertThat(refused.codes())
                .containsExactlyInAnyOrder("RAGGED_ROW", "RAGGED_ROW", "NOT_A_NUMBER", "OUT_OF_RANGE", "NON_FINITE");
        assertThat(refused.places())
                .contains("line 3", "line 4, column a", "line 4, column b", "line 5", "line 6, column c");
    }

    @Test
    void atMostTwentyFaultsAreListed() {
        StringBuilder file = new StringBuilder("a,b\n");
        file.repeat("1,1\n", 100).repeat("1,1,1\n", 50);
        assertThat(reading().refused(file.toString()).faults()).hasSize(20);
    }

    @Test
    void aLongValueIsShortenedInTheMessage() {
        String message = reading()
                .refused("a,b\n1,1\n2,1\n3,1\n" + "z".repeat(500) + ",1\n")
                .first();
        assertThat(message).contains("z".repeat(39) + "…").doesNotContain("z".repeat(40));
    }

    @Test
    void aWishForAColumnThatIsNotThereIsRefused() {
        Reading.Refused refused = reading().types(Map.of("agee", Wish.NUMERIC)).refused("age,b\n1,2\n");
        assertThat(refused.code()).isEqualTo("UNKNOWN_COLUMN");
        assertThat(refused.first()).contains("did you mean \"age\"?");
    }

    @Test
    void manyWishesForColumnsThatAreNotThereAreRefusedAtOnce() {
        Map<String, Wish> wishes = IntStream.range(0, 10_000)
                .boxed()
                .collect(Collectors.toMap(i -> "y".repeat(60) + i, i -> Wish.NUMERIC));
        String names =
                IntStream.range(0, 10_000).mapToObj(i -> "x".repeat(60) + i).collect(Collectors.joining(","));
        String file = names + "\n" + "1,".repeat(9_999) + "1\n";
        long start = System.nanoTime();

        Reading.Refused refused = reading().types(wishes).refused(file);

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
        assertThat(refused.codes()).hasSize(20).containsOnly("UNKNOWN_COLUMN");
    }

    @Test
    void oldEncodingsOfAllKindsAreRefusedOrRead() {
        for (String charset :
                new String[] {"windows-1252", "windows-1251", "Shift_JIS", "GB18030", "EUC-KR", "IBM850"}) {
            byte[] file = "n\u00e4me,\u0416,\u3042\n\u00e4,1,2\n".getBytes(Charset.forName(charset));
            try {
                assertThat(reading().read(file).rows()).hasSize(1);
            } catch (dev.chainrule.web.ProblemException e) {
                assertThat(e.code()).isEqualTo("BAD_ENCODING");
            }
        }
    }
}
