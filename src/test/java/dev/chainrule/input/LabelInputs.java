package dev.chainrule.input;

import static dev.chainrule.input.BadInput.csv;
import static dev.chainrule.input.BadInput.doubtful;
import static dev.chainrule.input.BadInput.use;
import static dev.chainrule.input.BadInput.warned;
import static dev.chainrule.input.ColumnInputs.USE;
import static dev.chainrule.input.ColumnInputs.finite;
import static dev.chainrule.input.ColumnInputs.table;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** B38 to B51: labels and values that training may stumble over. */
final class LabelInputs {

    private static final String CLASSES = USE.replace("\"y\"}", "\"y\", \"task\": \"classification\"}");
    private static final String NUMBER = USE.replace("\"y\"}", "\"y\", \"task\": \"regression\"}");
    private static final String RAW = USE.replace("\"y\"}", "\"y\", \"scaling\": \"none\"}");

    private LabelInputs() {}

    static List<BadInput> all() {
        return Stream.of(labels(), values(), words()).flatMap(List::stream).toList();
    }

    private static List<BadInput> labels() {
        String rare = table("%d", "u") + "90,v\n";
        String many = "x,y\n"
                + IntStream.range(0, 100_000).mapToObj(i -> i + ",n" + i).collect(Collectors.joining("\n"));
        String unbalanced = "x,y\n" + "1,a\n2,a\n".repeat(20_000) + "3,b\n3,b\n3,b\n";
        return List.of(
                use(38, "one class", table("%d", "u"), USE, "ONE_CLASS", "/dataset/target", "nothing to tell apart"),
                doubtful(39, "a class of one row", rare, USE, "RARE_CLASS", "y", "\"v\" have too few rows"),
                new BadInput(39, "a class of one row trains", talk -> finite(talk.success(talk.job(rare, USE)))),
                use(
                        40,
                        "100 000 classes",
                        many,
                        USE,
                        "TOO_MANY_CLASSES",
                        "/dataset/target",
                        "1000 classes are the most"),
                use(
                        41,
                        "texts to predict as a number",
                        table("%d", "u%d"),
                        NUMBER,
                        "LABEL_NOT_NUMERIC",
                        "/dataset",
                        "regression needs numbers"),
                use(
                        42,
                        "0.5 as a class",
                        table("%d", "%d.5"),
                        CLASSES,
                        "LABEL_NOT_CLASS",
                        "/dataset/target",
                        "is no class"),
                new BadInput(43, "classes 0, 1, 7", LabelInputs::mapsClasses),
                doubtful(44, "1 : 13 000", unbalanced, USE, "IMBALANCE", "y", "less than a hundredth"),
                new BadInput(44, "1 : 13 000 trains", talk -> finite(talk.success(talk.job(unbalanced, USE)))));
    }

    /** The names of the classes go with the model. */
    private static void mapsClasses(Talk talk) {
        String csv = "x,y\n" + "1,0\n2,1\n3,7\n".repeat(12);
        JsonNode job = talk.success(talk.job(csv, CLASSES));
        assertThat(job.at("/spec/model/output/units").intValue()).isEqualTo(3);
        String model = job.get("modelId").stringValue();
        JsonNode answer = talk.json("/models/" + model + "/predict", "{\"rows\":[{\"x\":3}]}")
                .expect(200)
                .json();
        assertThat(answer.at("/predictions/0/probabilities").propertyNames()).containsExactly("0", "1", "7");
    }

    private static List<BadInput> values() {
        String huge = table("%d.5e30", null);
        return List.of(
                doubtful(45, "features of 1e30, not scaled", huge, RAW, "LARGE_VALUES", "a", "training may diverge"),
                new BadInput(
                        45, "features of 1e30 end in a state", talk -> endsInAState(talk.end(talk.job(huge, RAW)))),
                new BadInput(
                        46, "features of 1e-30", talk -> finite(talk.success(talk.job(table("%d.5e-30", null), RAW)))),
                new BadInput(47, "mean 1e9, deviation 1", LabelInputs::deviationIsExact),
                doubtful(48, "a target of 1e20", table("%d", "%de20"), USE, "TARGET_SCALE", "y", "targetScaling"),
                new BadInput(
                        48,
                        "a target of 1e20 ends in a state",
                        talk -> endsInAState(talk.end(talk.job(table("%d", "%de20"), USE)))),
                warned(49, "2^53 + 1", "a,b\n9007199254740993,1\n2,2\n", "PRECISION", "a", "beyond 2^53"));
    }

    private static void endsInAState(JsonNode job) {
        boolean diverged = job.path("stopReason").asString("").equals("DIVERGED");
        assertThat(job.get("state").stringValue()).isIn("SUCCEEDED", "FAILED");
        assertThat(diverged || job.get("state").stringValue().equals("SUCCEEDED"))
                .as(job.toString())
                .isTrue();
        assertThat(job.toString()).doesNotContain("NaN", "Infinity");
    }

    private static void deviationIsExact(Talk talk) {
        String csv = "a,b\n" + "999999999,1\n1000000001,2\n".repeat(50);
        JsonNode column = talk.csv(csv).expect(200, 201).json().at("/columns/0");
        assertThat(column.get("deviation").doubleValue()).isBetween(1 - 1e-6, 1 + 1e-6);
    }

    private static List<BadInput> words() {
        return List.of(
                csv(50, "dates", "d,y\n1,1\n2026-11-23,1\n2026-11-24,2\n", "NOT_A_NUMBER", "line 3, column d", "date"),
                csv(50, "times of day", "d,y\n1,1\n12:30,1\n", "NOT_A_NUMBER", "line 3, column d", "time"),
                warned(
                        51,
                        "true, FALSE, yes",
                        "b,y\ntrue,1\nFALSE,2\nyes,3\n",
                        "BOOLEAN_MAPPED",
                        "b",
                        "true and false"),
                csv(
                        51,
                        "true among numbers",
                        "b,y\ntrue,1\n2,2\n3,3\n",
                        "NOT_A_NUMBER",
                        "line 2, column b",
                        "among numbers"));
    }
}
