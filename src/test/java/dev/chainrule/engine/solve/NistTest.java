package dev.chainrule.engine.solve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The linear sets of the NIST Statistical Reference Datasets. {@code nist.json} stands beside the script that made it: the
 * certified values, and the exact minimum for the float64 numbers that the engine is given.
 */
class NistTest {

    /** Digits of NIST's certified weights that must come out: for Filip no more survive rounding x^2 … x^10 to float64. */
    private static final Map<String, Double> CERTIFIED = Map.of(
            "Norris",
            13.5,
            "NoInt1",
            14.5,
            "Wampler1",
            15.0,
            "Wampler2",
            13.0,
            "Wampler3",
            15.0,
            "Wampler4",
            15.0,
            "Wampler5",
            15.0,
            "Longley",
            14.4,
            "Filip",
            7.5);

    /** Log relative error: the number of decimal digits that agree; 15.9 where all do. */
    private static double digits(double actual, double expected) {
        double error = Math.abs(actual - expected);
        return Math.min(15.9, -Math.log10(expected == 0 ? error : error / Math.abs(expected)));
    }

    private static double digits(double[] actual, JsonNode expected) {
        return IntStream.range(0, expected.size())
                .mapToDouble(i -> digits(actual[i], expected.get(i).doubleValue()))
                .min()
                .orElseThrow();
    }

    private static double[] numbers(JsonNode list) {
        return list.valueStream().mapToDouble(JsonNode::doubleValue).toArray();
    }

    private static Stream<Map.Entry<String, JsonNode>> sets() {
        JsonNode all = JsonMapper.builder().build().readTree(NistTest.class.getResourceAsStream("/nist/nist.json"));
        return all.properties().stream();
    }

    private static JsonNode set(String name) {
        return sets().filter(s -> s.getKey().equals(name))
                .findFirst()
                .orElseThrow()
                .getValue();
    }

    private static Solution solve(JsonNode set) {
        double[][] rows = set.get("rows").valueStream().map(NistTest::numbers).toArray(double[][]::new);
        return LeastSquaresTest.solve(
                rows, numbers(set.get("y")), set.get("intercept").booleanValue(), 0);
    }

    /** Weights as the file orders them: the intercept last, where there is one. */
    private static double[] weights(JsonNode set, Solution solution) {
        return set.get("intercept").booleanValue()
                ? DoubleStream.concat(Arrays.stream(solution.weights()), DoubleStream.of(solution.intercept()))
                        .toArray()
                : solution.weights();
    }

    @ParameterizedTest
    @MethodSource("sets")
    void theWeightsAreTheExactMinimumForTheStoredNumbers(Map.Entry<String, JsonNode> set) {
        Solution solution = solve(set.getValue());
        JsonNode exact = set.getValue().get("exact");
        assertThat(digits(weights(set.getValue(), solution), exact.get("weights")))
                .isGreaterThan(15);
        assertThat(solution.digits().computed()).isGreaterThan(15);
        assertThat(digits(
                        solution.residualStandardDeviation(),
                        exact.get("deviation").doubleValue()))
                .isGreaterThan(13);
        assertThat(digits(solution.rSquared(), exact.get("rSquared").doubleValue()))
                .isGreaterThan(12);
    }

    @ParameterizedTest
    @MethodSource("sets")
    void theCertifiedWeightsComeOut(Map.Entry<String, JsonNode> set) {
        Solution solution = solve(set.getValue());
        JsonNode certified = set.getValue().get("certified");
        double found = digits(weights(set.getValue(), solution), certified.get("weights"));
        assertThat(found).isGreaterThan(CERTIFIED.get(set.getKey()));
        double[] errors = Objects.requireNonNull(solution.standardErrors());
        assertThat(digits(errors, certified.get("standardErrors"))).isGreaterThan(7.5);
    }

    /** Weighed by what each weight contributes to the predictions: a column's norm times the weight. */
    @ParameterizedTest
    @MethodSource("sets")
    void noMoreDigitsArePromisedThanRoundedDataHave(Map.Entry<String, JsonNode> set) {
        Solution solution = solve(set.getValue());
        double[] found = weights(set.getValue(), solution);
        double[] certified = numbers(set.getValue().get("certified").get("weights"));
        double largest = 0;
        double error = 0;
        for (int j = 0; j < found.length; j++) {
            int column = j;
            double norm = Math.sqrt(set.getValue()
                    .get("rows")
                    .valueStream()
                    .mapToDouble(r -> column < r.size() ? r.get(column).doubleValue() : 1)
                    .map(v -> v * v)
                    .sum());
            largest = Math.max(largest, norm * Math.abs(certified[j]));
            error = Math.max(error, norm * Math.abs(found[j] - certified[j]));
        }
        // NIST prints 15 digits, which is at least 14 after rounding
        assertThat(digits(largest + error, largest))
                .isGreaterThan(Math.min(14, solution.digits().data()));
    }

    @Test
    void everySetIsThere() {
        assertThat(sets().map(Map.Entry::getKey)).containsExactlyInAnyOrderElementsOf(List.copyOf(CERTIFIED.keySet()));
    }

    @Test
    void theConditionNumberIsThatOfTheUnscaledMatrix() {
        assertThat(solve(set("Norris")).conditionNumber()).isEqualTo(855.2233457163978, within(1e-9));
        assertThat(solve(set("NoInt1")).conditionNumber()).isEqualTo(1, within(1e-14));
        assertThat(solve(set("Wampler1")).conditionNumber()).isEqualTo(6398930.053994417, within(1e-2));
        assertThat(solve(set("Filip")).conditionNumber()).isBetween(1e15, 3e15);
    }

    @Test
    void onlyTheHardestSetIsCalledIllConditioned() {
        assertThat(sets().filter(s -> !solve(s.getValue()).notices().isEmpty()).map(Map.Entry::getKey))
                .containsExactly("Filip");
    }
}
