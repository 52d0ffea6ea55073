package dev.chainrule.input;

import static dev.chainrule.input.BadInput.csv;
import static dev.chainrule.input.BadInput.doubtful;
import static dev.chainrule.input.BadInput.request;
import static dev.chainrule.input.BadInput.use;
import static dev.chainrule.input.BadInput.warned;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** B24 to B37: tables whose names, sizes or columns are odd. */
final class ColumnInputs {

    static final String USE = """
            {"dataset": {"id": "%s", "target": "y"}, "model": {"layers": []},
             "training": {"optimizer": "adam", "epochs": 2, "seed": 1}}""";

    /** Rows of the largest file that streams; the whole 10^7 of the table by -Dinputs.rows=10000000. */
    private static final long ROWS = Long.getLong("inputs.rows", 2_000_000);

    private ColumnInputs() {}

    static List<BadInput> all() {
        return Stream.of(names(), sizes(), columns()).flatMap(List::stream).toList();
    }

    private static List<BadInput> names() {
        String odd = "__proto__,constructor,=cmd(),<script>\n1,2,3,4\n5,6,7,9\n";
        return List.of(
                csv(24, "two columns of one name", "a,b,a\n1,2,3\n", "DUPLICATE_COLUMN", "column a", "Columns 1 and 3"),
                warned(25, "a column without a name", "a,,c\n1,2,3\n4,5,7\n", "UNNAMED_COLUMN", "col_2", "col_2"),
                new BadInput(
                        26,
                        "names that are code elsewhere",
                        talk -> keepsNames(talk, odd, "__proto__", "constructor", "=cmd()", "<script>")),
                new BadInput(
                        27,
                        "emoji, combining and right-to-left names",
                        talk -> keepsNames(
                                talk,
                                "\ud83d\udc27,e\u0301,\u202eabc\n1,2,3\n4,5,7\n",
                                "\ud83d\udc27",
                                "e\u0301",
                                "\u202eabc")),
                csv(
                        27,
                        "one name written in two ways",
                        "\u00e9,e\u0301\n1,2\n",
                        "DUPLICATE_COLUMN",
                        "column e\u0301",
                        "1 and 2"),
                csv(27, "a name of 10 kB", "x".repeat(10_000) + ",b\n1,2\n", "NAME_TOO_LONG", "column x", "256"),
                csv(28, "NUL in a text", "a,b\nx,\0\n", "BAD_CHARACTER", "line 2", "a NUL, which no text has"));
    }

    private static void keepsNames(Talk talk, String text, String... names) {
        Reply uploaded = talk.csv(text).expect(200, 201);
        assertThat(uploaded.json().get("columns").findValuesAsString("name")).containsExactly(names);
    }

    private static List<BadInput> sizes() {
        return List.of(
                request(
                        29,
                        "a million columns",
                        talk -> talk.upload(() -> new Repeated("", "1,", 4_000_000)),
                        422,
                        "TOO_MANY_COLUMNS",
                        "file",
                        "more than 16384"),
                new BadInput(30, "millions of rows", ColumnInputs::streamsMillionsOfRows),
                request(
                        31,
                        "a line of 99 MB",
                        talk -> talk.upload(() -> new Repeated("a,b\n1,", "2", 99_000_000)),
                        422,
                        "LINE_TOO_LONG",
                        "line 2",
                        "more than"));
    }

    private static void streamsMillionsOfRows(Talk talk) {
        String row = "1,2,3\n";
        Reply uploaded = talk.upload(() -> new Repeated("a,b,c\n", row, row.length() * (ROWS + 1)));
        uploaded.expect(200, 201);
        assertThat(uploaded.json().get("rows").longValue()).isEqualTo(ROWS);
        talk.delete("/datasets/" + uploaded.id()).expect(204);
    }

    private static List<BadInput> columns() {
        String leak =
                "{\"dataset\": {\"id\": \"%s\", \"target\": \"y\", \"features\": [\"a\", \"y\"]}, \"model\": {\"layers\": []}}";
        return List.of(
                use(
                        32,
                        "a column without a value",
                        "a,b,y\n1,,2\n2,,3\n4,,4\n",
                        USE,
                        "ALL_MISSING",
                        "/dataset/features",
                        "Column \"b\" holds no value: leave it out"),
                doubtful(
                        33,
                        "a constant column",
                        table("7,%d", null),
                        USE,
                        "CONSTANT_COLUMN",
                        "a",
                        "holds one value only"),
                new BadInput(
                        33,
                        "a constant column trains",
                        talk -> finite(talk.success(talk.job(table("7,%d", null), USE)))),
                doubtful(34, "variance 1e-30", nearlyConstant(), USE, "CONSTANT_COLUMN", "a", "one value only"),
                new BadInput(
                        34, "variance 1e-30 trains", talk -> finite(talk.success(talk.job(nearlyConstant(), USE)))),
                doubtful(
                        35,
                        "two equal columns",
                        table("%1$d,%1$d", null),
                        USE,
                        "DUPLICATE_FEATURE",
                        "b",
                        "the same in every row"),
                new BadInput(
                        35,
                        "two equal columns train",
                        talk -> finite(talk.success(talk.job(table("%1$d,%1$d", null), USE)))),
                warned(
                        36,
                        "every row is the same",
                        "a,b\n" + "1,2\n".repeat(20),
                        "CONSTANT_COLUMN",
                        "a",
                        "holds one value only"),
                new BadInput(
                        36,
                        "every row is the same, and trains",
                        talk -> finite(talk.success(talk.job("a,y\n" + "1,2\n".repeat(20), USE)))),
                use(
                        37,
                        "the target among the features",
                        table("%d", "%d"),
                        leak,
                        "LABEL_IN_FEATURES",
                        "/dataset/features/1",
                        "target"),
                doubtful(
                        37,
                        "the target in other words",
                        table("%d", "%d"),
                        USE,
                        "LEAKAGE",
                        "a",
                        "determines the target"));
    }

    /** Forty rows; the patterns get the number of the row, and the target is another number where its pattern is null. */
    static String table(String features, @Nullable String target) {
        int width = features.split(",").length;
        String names = IntStream.range(0, width)
                .mapToObj(i -> String.valueOf((char) ('a' + i)))
                .collect(Collectors.joining(","));
        return names + ",y\n"
                + IntStream.range(0, 40)
                        .mapToObj(i -> features.formatted(i) + ","
                                + (target == null ? String.valueOf(i * i % 17) : target.formatted(i)))
                        .collect(Collectors.joining("\n", "", "\n"));
    }

    /** 1 and 1 + 1e-15 in turn. */
    private static String nearlyConstant() {
        return IntStream.range(0, 40)
                .mapToObj(i -> "1.00000000000000" + i % 2 + "," + i * i % 17)
                .collect(Collectors.joining("\n", "a,y\n", "\n"));
    }

    /** Its losses are numbers. */
    static void finite(JsonNode job) {
        assertThat(job.at("/metrics/loss").isNumber())
                .as(job.get("metrics").toString())
                .isTrue();
        assertThat(job.at("/metrics/loss").doubleValue()).isFinite();
    }
}
