package dev.chainrule.engine.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExpressionTest {

    private static double value(String expression) {
        Graph graph = new Graph(new Graph.Budget(1_000, 1_000, 1_000));
        return Expression.parse(expression)
                .evaluate(Map.of("x", Value.scalar(3), "größe", Value.scalar(7)), graph)
                .value()
                .number();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1 + 2 * 3        | 7",
                "(1 + 2) * 3      | 9",
                "2 - 3 - 4        | -5",
                "24 / 4 / 3       | 2",
                "2 ^ 3 ^ 2        | 512",
                "2 ** 3           | 8",
                "-2 ^ 2           | -4",
                "(-2) ^ 2         | 4",
                "2 ^ -2           | 0.25",
                "2 ^ -x ^ 2       | 0.001953125",
                "2 ^ -1 * 4       | 2",
                "2 * -3           | -6",
                "2 - -3           | 5",
                "+5 - +2          | 3",
                "- - 5            | 5",
                ".5 + 5. + 1e-1   | 5.6",
                "1E2              | 100",
                "x * x            | 9",
                "größe            | 7",
                "pi               | 3.141592653589793",
                "ln(e)            | 1",
                "max(1, x, 2)     | 3",
                "min(4, x, 2, 9)  | 2",
                "pow(x, 2)        | 9",
                "max(2, min(x, 1) + 4) | 5",
            })
    void valuesFollowTheRulesOfPrecedence(String expression, double expected) {
        assertThat(value(expression)).isCloseTo(expected, within(1e-15 * Math.abs(expected)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "\"\"          | 1  | is expected",
                "1 +           | 4  | is expected",
                "1 + * 2       | 5  | is expected",
                "()            | 2  | is expected",
                "sin()         | 5  | is expected",
                "max(1,)       | 7  | is expected",
                "(1 + 2        | 1  | never closed",
                "1 + exp(x     | 5  | never closed",
                "1 + 2)        | 6  | closes nothing",
                "2x            | 2  | operator is missing",
                "x y           | 3  | operator is missing",
                "(x)(x)        | 4  | operator is missing",
                "1, 2          | 2  | separates no arguments",
                "(1, 2)        | 3  | separates no arguments",
                "1 + $         | 5  | means nothing",
                "1 + 😀        | 5  | means nothing",
                "1e999         | 1  | larger than 1.8e308",
            })
    void aFaultIsShownAtItsColumn(String expression, int column, String message) {
        var e = catchThrowableOfType(ExpressionException.class, () -> Expression.parse(expression));
        assertThat(e.complaints()).singleElement().satisfies(c -> {
            assertThat(c.column()).isEqualTo(column);
            assertThat(c.message()).contains(message);
        });
    }

    @Test
    void everyUnknownFunctionAndWrongNumberOfArgumentsIsTold() {
        var e = catchThrowableOfType(
                ExpressionException.class, () -> Expression.parse("sine(x) + foo(1, 2) * sin(1, 2) + dot(x)"));
        assertThat(e.complaints())
                .extracting("column", "code", "name")
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(1, "UNKNOWN_FUNCTION", "sine"),
                        org.assertj.core.groups.Tuple.tuple(11, "UNKNOWN_FUNCTION", "foo"),
                        org.assertj.core.groups.Tuple.tuple(23, "WRONG_ARGUMENTS", ""),
                        org.assertj.core.groups.Tuple.tuple(35, "WRONG_ARGUMENTS", ""));
    }

    @Test
    void variablesAreListedWithTheirFirstColumn() {
        assertThat(Expression.parse("w * x + b + x").variables()).isEqualTo(Map.of("w", 1, "x", 5, "b", 9));
    }
}
