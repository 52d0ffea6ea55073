package dev.chainrule.documentation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Compares what a documented command printed with the answer shown beside it. JSON: the shown members must be there and
 * equal; {@code "…"} stands for any value, a last {@code "…"} in a list for any further elements; fractions agree within
 * 5 % (another processor rounds otherwise). Text: every shown line must be printed, {@code …} stands for any text in it.
 */
final class ExpectedOutput {

    private static final String ANYTHING = "…";
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private ExpectedOutput() {}

    static void check(MarkdownExamples.Example example, String printed) {
        String expected = String.valueOf(example.expected());
        if ("json".equals(example.language())) {
            String difference = difference("", JSON.readTree(expected), JSON.readTree(body(printed)));
            assertThat(difference)
                    .as("%s%nprinted:%n%s", example.command(), printed)
                    .isEmpty();
            return;
        }
        for (String line : expected.strip().split("\n", -1)) {
            String pattern = ("\\Q" + line.strip() + "\\E").replace(ANYTHING, "\\E.*\\Q");
            assertThat(Pattern.compile(pattern).matcher(printed).find())
                    .as("%s%nprinted:%n%s%nshould contain: %s", example.command(), printed, line)
                    .isTrue();
        }
    }

    /** What curl -i printed, without its header. */
    private static String body(String printed) {
        int blank = printed.indexOf("\r\n\r\n");
        return printed.stripLeading().startsWith("HTTP/") && blank >= 0 ? printed.substring(blank + 4) : printed;
    }

    /** The first difference, or nothing: {@code /progress/step: expected 400, was 399}. */
    static String difference(String at, JsonNode expected, JsonNode actual) {
        if (expected.isString() && expected.stringValue().equals(ANYTHING)) {
            return "";
        }
        if (expected.isObject() && actual.isObject()) {
            return expected.propertyStream()
                    .map(e -> actual.has(e.getKey())
                            ? difference(at + "/" + e.getKey(), e.getValue(), actual.get(e.getKey()))
                            : at + "/" + e.getKey() + " is missing")
                    .filter(d -> !d.isEmpty())
                    .findFirst()
                    .orElse("");
        }
        if (expected.isArray() && actual.isArray()) {
            return differenceOfArrays(at, expected, actual);
        }
        boolean fractions = expected.isNumber() && actual.isNumber() && !expected.isIntegralNumber();
        boolean same = fractions
                ? Math.abs(expected.doubleValue() - actual.doubleValue()) <= 0.05 * Math.abs(expected.doubleValue())
                : expected.equals(actual);
        return same ? "" : at + ": expected " + expected + ", was " + actual;
    }

    private static String differenceOfArrays(String at, JsonNode expected, JsonNode actual) {
        int shown = expected.size();
        boolean open = shown > 0
                && expected.get(shown - 1).isString()
                && expected.get(shown - 1).stringValue().equals(ANYTHING);
        shown -= open ? 1 : 0;
        if (open ? actual.size() < shown : actual.size() != shown) {
            return at + ": expected " + shown + " elements, were " + actual.size();
        }
        for (int i = 0; i < shown; i++) {
            String difference = difference(at + "/" + i, expected.get(i), actual.get(i));
            if (!difference.isEmpty()) {
                return difference;
            }
        }
        return "";
    }
}
