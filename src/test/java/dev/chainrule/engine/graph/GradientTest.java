package dev.chainrule.engine.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.within;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GradientTest {

    private static final Graph.Budget BUDGET = new Graph.Budget(1_000_000, 10_000_000, 100_000_000);

    private static Node graph(String expression, Map<String, Value> at) {
        return Expression.parse(expression).evaluate(at, new Graph(BUDGET));
    }

    private static Node graph(String expression, double x) {
        return graph(expression, Map.of("x", Value.scalar(x)));
    }

    private static Node variable(Node output, String name) {
        return output.graph().nodes().stream()
                .filter(n ->
                        n.operation() instanceof Leaf.Variable v && v.variable().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static double slope(String expression, double x) {
        Node y = graph(expression, x);
        return Gradient.of(y).by(variable(y, "x")).number();
    }

    @ParameterizedTest
    @CsvSource({"0.5", "-3", "0", "17", "-700"})
    void theLecturesExampleHasTheLecturesGradient(double x) {
        double expected = -Math.exp(-x) / (1 + Math.exp(-x));
        assertThat(slope("log(1 + exp(-x))", x)).isCloseTo(expected, within(1e-15 * Math.abs(expected) + 1e-300));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "x^3               | 2   | 12",
                "x^2               | -1  | -2",
                "x^2               | 0   | 0",
                "x^0               | 0   | 0",
                "2^x               | 3   | 5.545177444479562",
                "x^x               | 1   | 1",
                "x * x             | 5   | 10",
                "x + x + x         | 5   | 3",
                "exp(x) / exp(x)   | 2   | 0",
                "-x^2              | 3   | -6",
                "sqrt(x)           | 4   | 0.25",
                "abs(x)            | -2  | -1",
                "relu(x)           | -2  | 0",
                "max(x, 1)         | 2   | 1",
                "sigmoid(x)        | 0   | 0.25",
                "tanh(x)           | 0   | 1",
                "1/x               | 1e200 | -0.0",
                "x/1e300/1e300*1e300 | 2  | 1e-300",
            })
    void knownDerivatives(String expression, double x, double expected) {
        assertThat(slope(expression, x)).isCloseTo(expected, within(1e-13 * Math.abs(expected)));
    }

    @ParameterizedTest
    @CsvSource({"sigmoid(x), 40, 4.248354255291589e-18", "tanh(x), 30, 3.502604305078608e-26"})
    void saturatedDerivativesKeepTheirDigits(String expression, double x, double expected) {
        assertThat(slope(expression, x)).isCloseTo(expected, within(1e-14 * expected));
    }

    @Test
    void aSharedNodeIsOneNodeAndItsAdjointIsTheSumOfItsParts() {
        Node y = graph("exp(x) * exp(x) + exp(x)", 0.3);
        long exponentials = y.graph().nodes().stream()
                .filter(n -> n.operation() instanceof Transcendental.Exp)
                .count();
        Node exp = y.graph().nodes().stream()
                .filter(n -> n.operation() instanceof Transcendental.Exp)
                .findFirst()
                .orElseThrow();

        assertThat(exponentials).isOne();
        assertThat(Gradient.of(y).by(exp).number()).isCloseTo(2 * Math.exp(0.3) + 1, within(1e-14));
    }

    @Test
    void secondDerivativesAreExact() {
        Node y = graph("log(1 + exp(-x))", 0.5);
        double s = 1 / (1 + Math.exp(-0.5));
        assertThat(Gradient.of(y).hessian(List.of(variable(y, "x")))[0][0]).isCloseTo(s * (1 - s), within(1e-15));
    }

    @Test
    void theHessianOfAFunctionOfSeveralArraysIsSymmetric() {
        Node y = graph(
                "sum(tanh(W @ x)) * norm(x) + dot(x, x)^2",
                Map.of(
                        "W", Value.of(Shape.matrix(2, 3), 1, 2, 3, -1, 0.5, 0.2),
                        "x", Value.of(Shape.vector(3), 0.1, -0.2, 0.3)));
        double[][] hessian = Gradient.of(y).hessian(List.of(variable(y, "W"), variable(y, "x")));
        assertThat(hessian).hasDimensions(9, 9);
        for (int i = 0; i < 9; i++) {
            for (int j = 0; j < 9; j++) {
                assertThat(hessian[i][j]).isCloseTo(hessian[j][i], within(1e-14));
            }
        }
    }

    @Test
    void aTwoLayerNetworkHasTheGradientOfAlgorithmSixFour() {
        Node y = graph(
                "sum((W2 @ tanh(W1 @ x + b) - t)^2)",
                Map.of(
                        "W1", Value.of(Shape.matrix(2, 2), 0.1, -0.4, 0.7, 0.2),
                        "W2", Value.of(Shape.matrix(1, 2), 1.5, -0.5),
                        "b", Value.of(Shape.vector(2), 0.01, -0.02),
                        "x", Value.of(Shape.vector(2), 1, -2),
                        "t", Value.of(Shape.vector(1), 0.3)));
        double h1 = Math.tanh(0.1 + 0.8 + 0.01);
        double h2 = Math.tanh(0.7 - 0.4 - 0.02);
        double g = 2 * (1.5 * h1 - 0.5 * h2 - 0.3);
        Gradient gradient = Gradient.of(y);
        double d1 = g * 1.5 * (1 - h1 * h1);
        double d2 = -g * 0.5 * (1 - h2 * h2);

        assertThat(gradient.by(variable(y, "W1")).toArray())
                .containsExactly(new double[] {d1, -2 * d1, d2, -2 * d2}, within(1e-13));
        assertThat(gradient.by(variable(y, "b")).toArray()).containsExactly(new double[] {d1, d2}, within(1e-13));
    }

    @Test
    void anExpressionWithoutItsVariableHasGradientZero() {
        Node y = graph("x - x + 3", 2);
        assertThat(Gradient.of(y).by(variable(y, "x")).number()).isZero();
    }

    @Test
    void tenThousandNestedParenthesesAndSignsAreRead() {
        int deep = 10_000;
        assertThat(slope("(".repeat(deep) + "x" + ")".repeat(deep), 3)).isEqualTo(1);
        assertThat(slope("-(".repeat(deep) + "x" + ")".repeat(deep), 3)).isEqualTo(1);
        assertThat(slope("-".repeat(deep + 1) + "x", 3)).isEqualTo(-1);
        assertThat(slope("tanh(".repeat(deep) + "x" + ")".repeat(deep), 1)).isBetween(0.0, 1e-4);
    }

    @Test
    void aWideGraphAddsUpTenThousandParts() {
        String wide = IntStream.rangeClosed(1, 10_000).mapToObj(i -> i + "*x").collect(Collectors.joining(" + "));
        assertThat(slope(wide, 0.5)).isEqualTo(10_000.0 * 10_001 / 2);
        assertThat(slope(String.join("*", Collections.nCopies(1_000, "x")), 1)).isEqualTo(1_000);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1 + log(x)   | -2  | log    | a negative number has no real logarithm | 5",
                "log(x + 2)   | -2  | log    | the logarithm of zero is not finite     | 1",
                "3 / (x - 1)  | 1   | divide | division by zero                        | 3",
                "sqrt(x)      | -1  | sqrt   | a negative number has no real square root | 1",
                "x^0.5        | -1  | power  | a negative number to a power that is not whole | 2",
                "x^-1         | 0   | power  | division by zero: zero to a negative power | 2",
                "exp(x)       | 1e3 | exp    | overflows: the result is larger than 1.8e308 | 1",
            })
    void anUndefinedValueIsNamedAtItsNode(String expression, double x, String operation, String reason, int column) {
        var e = catchThrowableOfType(OperationException.class, () -> graph(expression, x));
        assertThat(e.code()).isEqualTo(OperationException.Code.DOMAIN_ERROR);
        assertThat(e.reason()).isEqualTo(reason);
        assertThat(e.place().operation().name()).isEqualTo(operation);
        assertThat(e.place().column()).isEqualTo(column);
        assertThat(e.differentiating()).isFalse();
    }

    @Test
    void anInfiniteSlopeIsNamedAtTheNodeItBelongsTo() {
        Node y = graph("3 + sqrt(x)", 0);
        assertThatThrownBy(() -> Gradient.of(y)).isInstanceOfSatisfying(OperationException.class, e -> {
            assertThat(e.differentiating()).isTrue();
            assertThat(e.place().operation()).isEqualTo(new Algebraic.Sqrt());
            assertThat(e.place().column()).isEqualTo(5);
        });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "x + y            | shapes [3] and [2] do not go together",
                "W @ y            | the left one has 3 columns, the right one 2 rows",
                "x'               | only a matrix has a transpose",
                "2 @ x            | a number is multiplied with *",
            })
    void shapesThatDoNotFitAreExplained(String expression, String reason) {
        Map<String, Value> at = Map.of(
                "x", Value.filled(Shape.vector(3), 1),
                "y", Value.filled(Shape.vector(2), 1),
                "W", Value.filled(Shape.matrix(2, 3), 1));
        var e = catchThrowableOfType(OperationException.class, () -> graph(expression, at));
        assertThat(e.code()).isEqualTo(OperationException.Code.SHAPE_MISMATCH);
        assertThat(e.reason()).contains(reason);
    }

    @Test
    void aGraphStopsGrowingAtItsBudgetBeforeItAllocates() {
        Value large = Value.filled(Shape.vector(40_000), 1);
        Graph graph = new Graph(new Graph.Budget(100, 1_000_000, 1_000_000_000_000L));
        var e = catchThrowableOfType(
                OperationException.class,
                () -> Expression.parse("sum(outer(x, x))").evaluate(Map.of("x", large), graph));
        assertThat(e.code()).isEqualTo(OperationException.Code.TOO_LARGE);
        assertThat(e).hasMessageContaining("1000000 elements");
    }

    @Test
    void onlyANumberHasAGradient() {
        Node y = graph("x * 2", Map.of("x", Value.filled(Shape.vector(3), 1)));
        assertThatThrownBy(() -> Gradient.of(y)).hasMessageContaining("[3]");
    }

    @Test
    void differencesNextToTheEdgeOfTheDomainTakeSmallerSteps() {
        Node y = graph("log(x)", 1e-6);
        assertThat(new Differences(y).by(variable(y, "x")).number()).isCloseTo(1e6, within(1e-2));
        Node edge = graph("sqrt(x) * x", 0);
        assertThat(new Differences(edge).by(variable(edge, "x")).number()).isNaN();
    }
}
