package dev.chainrule.documentation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

class ExpectedOutputTest {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"a\":1}          | {\"a\":1,\"b\":2}",
                "{\"a\":\"…\"}      | {\"a\":[1,2]}",
                "{\"a\":[1,\"…\"]}  | {\"a\":[1,2,3]}",
                "{\"a\":0.5}        | {\"a\":0.51}"
            })
    void agreesWith(String expected, String actual) {
        assertThat(ExpectedOutput.difference("", JSON.readTree(expected), JSON.readTree(actual)))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"a\":1}       | {\"b\":1}       | /a is missing",
                "{\"a\":1}       | {\"a\":2}       | /a: expected 1, was 2",
                "{\"a\":[1,2]}   | {\"a\":[1,2,3]} | /a: expected 2 elements, were 3",
                "{\"a\":[1,2]}   | {\"a\":[1,3]}   | /a/1: expected 2, was 3",
                "{\"a\":0.5}     | {\"a\":0.6}     | /a: expected 0.5, was 0.6"
            })
    void names(String expected, String actual, String difference) {
        assertThat(ExpectedOutput.difference("", JSON.readTree(expected), JSON.readTree(actual)))
                .isEqualTo(difference);
    }

    @Test
    void aTextLineThatWasNotPrintedIsNamed() {
        var example = new MarkdownExamples.Example("echo a", "text", "state … SUCCEEDED\n");
        ExpectedOutput.check(example, "x\nstate is now SUCCEEDED\n");
        assertThatThrownBy(() -> ExpectedOutput.check(example, "state is now FAILED"))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("state … SUCCEEDED");
    }
}
