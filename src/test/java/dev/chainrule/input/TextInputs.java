package dev.chainrule.input;

import static dev.chainrule.input.BadInput.csv;
import static dev.chainrule.input.BadInput.file;
import static dev.chainrule.input.BadInput.request;
import static dev.chainrule.input.BadInput.use;
import static dev.chainrule.input.BadInput.warned;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** B1 to B23: text files whose lines, quotes, letters or numbers are odd. */
final class TextInputs {

    private static final String USE = """
            {"dataset": {"id": "%s", "target": "y"}, "model": {"layers": []}, "training": {"epochs": 2, "seed": 1}}""";

    private TextInputs() {}

    static List<BadInput> all() {
        return java.util.stream.Stream.of(empty(), encodings(), quotes(), numbers())
                .flatMap(List::stream)
                .toList();
    }

    private static List<BadInput> empty() {
        return List.of(
                csv(1, "0 bytes", "", "EMPTY_FILE", "file", "is empty"),
                csv(2, "a header only", "a,b\n", "NO_ROWS", "file", "no rows of data"),
                csv(3, "blank lines only", "\n\n  \n\r\n", "NO_ROWS", "file", "no rows of data"),
                csv(3, "a byte order mark only", "\uFEFF", "NO_ROWS", "file", "no rows of data"),
                use(
                        4,
                        "one row, split",
                        "x,y\n1,2\n",
                        USE,
                        "TOO_FEW_ROWS",
                        "/dataset/split",
                        "set split.validation to 0"),
                new BadInput(4, "one row, not split", TextInputs::trainsOnOneRow),
                new BadInput(5, "one feature", TextInputs::trainsOnOneFeature),
                use(
                        6,
                        "the label only",
                        "y\n1\n2\n3\n",
                        USE,
                        "NO_FEATURES",
                        "/dataset/features",
                        "no column to predict from"));
    }

    private static void trainsOnOneRow(Talk talk) {
        String whole = USE.replace("\"y\"}", "\"y\", \"split\": {\"validation\": 0}}");
        Reply uploaded = talk.csv("x,y\n1,2\n").expect(200, 201);
        assertThat(uploaded.codes()).contains("ONE_ROW");
        talk.success(talk.json("/jobs", whole.formatted(uploaded.id())));
    }

    private static void trainsOnOneFeature(Talk talk) {
        talk.success(talk.job("x,y\n1,2\n2,4\n3,6\n4,8\n5,10\n", USE));
    }

    private static List<BadInput> encodings() {
        byte[] latin = "caf\u00e9,b\n1,2\n".getBytes(StandardCharsets.ISO_8859_1);
        return List.of(
                new BadInput(7, "UTF-8 with a mark", talk -> sameAs(talk, "\uFEFFa,b\n1,2\n3,4\n", "a,b\n1,2\n3,4\n")),
                file(8, "UTF-16 little-endian", utf16("\uFEFF", true), 415, "ENCODING", "file", "UTF-16"),
                file(8, "UTF-16 big-endian", utf16("\uFEFF", false), 415, "ENCODING", "file", "UTF-16"),
                file(8, "UTF-16 without a mark", utf16("", true), 415, "ENCODING", "file", "Save it as UTF-8"),
                file(9, "Latin-1", latin, 422, "BAD_ENCODING", "line 1", "byte 3"),
                new BadInput(10, "CRLF", talk -> sameAs(talk, "a,b\r\n1,2\r\n3,4\r\n", "a,b\n1,2\n3,4\n")),
                new BadInput(10, "CR", talk -> sameAs(talk, "a,b\r1,2\r3,4\r", "a,b\n1,2\n3,4\n")),
                new BadInput(10, "mixed ends", talk -> sameAs(talk, "a,b\r\n1,2\r3,4\n", "a,b\n1,2\n3,4\n")),
                new BadInput(11, "no end of the last line", talk -> sameAs(talk, "a,b\n1,2\n3,4", "a,b\n1,2\n3,4\n")));
    }

    private static byte[] utf16(String mark, boolean little) {
        return (mark + "a,b\n1,2\n3,4\n").getBytes(little ? StandardCharsets.UTF_16LE : StandardCharsets.UTF_16BE);
    }

    /** Columns and rows of both files are the same. */
    private static void sameAs(Talk talk, String odd, String plain) {
        Reply first = talk.csv(odd).expect(200, 201);
        Reply second = talk.csv(plain).expect(200, 201);
        assertThat(first.json().get("columns")).isEqualTo(second.json().get("columns"));
        assertThat(rows(talk, first.id())).isEqualTo(rows(talk, second.id()));
    }

    static JsonNode rows(Talk talk, String id) {
        return talk.get("/datasets/" + id + "/rows").expect(200).json().get("rows");
    }

    private static List<BadInput> quotes() {
        return List.of(
                new BadInput(12, "comma, quote and line end within quotes", TextInputs::quotedCellsAreWhole),
                request(
                        13,
                        "a quote never closed, 100 MB after it",
                        talk -> talk.upload(() -> new Repeated("a,b\n1,\"never\n", "2,3\n", 99_000_000)),
                        422,
                        "UNCLOSED_QUOTE",
                        "line 2",
                        "never closed"),
                new BadInput(14, "semicolons", talk -> sameAs(talk, "a;b\n1;2\n3;4\n", "a,b\n1,2\n3,4\n")),
                new BadInput(14, "tabs", talk -> sameAs(talk, "a\tb\n1\t2\n3\t4\n", "a,b\n1,2\n3,4\n")));
    }

    private static void quotedCellsAreWhole(Talk talk) {
        String id = talk.csv("a,b\n\"x,y\",\"say \"\"ha\"\"\"\n\"two\nlines\",z\n")
                .expect(200, 201)
                .id();
        assertThat(rows(talk, id).toString()).isEqualTo("[[\"x,y\",\"say \\\"ha\\\"\"],[\"two\\nlines\",\"z\"]]");
    }

    private static List<BadInput> numbers() {
        String at = "line 3, column a";
        return List.of(
                csv(
                        15,
                        "decimal comma",
                        "a;b\n1,5;2,5\n2,5;3,5\n",
                        "NOT_A_NUMBER",
                        "line 2, column a",
                        "decimal comma?"),
                csv(
                        16,
                        "thousands",
                        "a,b\n\"1,234.5\",2\n\"2,345.6\",3\n",
                        "NOT_A_NUMBER",
                        "line 2, column a",
                        "thousands"),
                csv(17, "1e400", "a,b\n1,1\n1e400,2\n", "OUT_OF_RANGE", at, "\"1e400\" is beyond the range"),
                warned(
                        18,
                        "1e-400",
                        "a,b\n1,1\n1e-400,2\n4.9e-324,1\n1e-40,1\n",
                        "UNDERFLOW",
                        "a",
                        "2 numbers are nearer to zero"),
                use(
                        19,
                        "missing, said to be an error",
                        "x,y\n1,2\nNaN,3\nnan,4\nNA,5\n,6\n",
                        USE,
                        "MISSING_VALUES",
                        "/dataset/missing",
                        "has 4 missing values, the first in line 3"),
                new BadInput(19, "missing, dropped", talk -> trainsWithMissing(talk, "drop")),
                new BadInput(19, "missing, filled", talk -> trainsWithMissing(talk, "mean")),
                csv(20, "Infinity", "a,b\n1,1\nInfinity,2\n", "NON_FINITE", at, "\"Infinity\" is not a finite number"),
                csv(20, "inf", "a,b\n1,1\ninf,2\n", "NON_FINITE", at, "\"inf\""),
                csv(20, "-inf", "a,b\n1,1\n-inf,2\n", "NON_FINITE", at, "\"-inf\""),
                csv(21, "1d", "a,b\n1,1\n1d,2\n", "NOT_A_NUMBER", at, "\"1d\" is not a number"),
                csv(21, "0x1p3", "a,b\n1,1\n0x1p3,2\n", "NOT_A_NUMBER", at, "0x1p3"),
                csv(21, "1_000", "a,b\n1,1\n1_000,2\n", "NOT_A_NUMBER", at, "1_000"),
                csv(21, "an Arabic digit", "a,b\n1,1\n\u0663,2\n", "NOT_A_NUMBER", at, "0 to 9"),
                new BadInput(22, "+5 .5 5. blanks", TextInputs::looseNumbersAreNumbers),
                csv(23, "too few fields", "a,b\n1,2\n3\n", "RAGGED_ROW", "line 3", "has 1 fields, expected 2"),
                csv(23, "too many fields", "a,b\n1,2\n3,4,5\n", "RAGGED_ROW", "line 3", "has 3 fields, expected 2"));
    }

    private static void trainsWithMissing(Talk talk, String policy) {
        String use = USE.replace("\"y\"}", "\"y\", \"missing\": \"" + policy + "\"}");
        JsonNode job = talk.success(talk.job("x,y\n1,2\nNaN,3\nnan,4\nNA,5\n,6\n3,4\n4,5\n5,6\n", use));
        assertThat(job.at("/spec/dataset/missing").stringValue()).isEqualTo(policy);
    }

    private static void looseNumbersAreNumbers(Talk talk) {
        String id = talk.csv("a,b\n+5,1\n.5,1\n5.,1\n 7 ,1\n\u00a07,1\n")
                .expect(200, 201)
                .id();
        assertThat(rows(talk, id).toString()).isEqualTo("[[5,1],[0.5,1],[5,1],[7,1],[7,1]]");
    }
}
