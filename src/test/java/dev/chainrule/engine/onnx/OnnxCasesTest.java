package dev.chainrule.engine.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chainrule.engine.onnx.OnnxCase.Operator;
import dev.chainrule.engine.onnx.OnnxCase.Tensor;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The 144 operator cases that ONNX publishes (ONNX Project, Apache-2.0): each is run, or listed with the reason why not. A new operator is
 * an entry of one of the maps.
 */
class OnnxCasesTest {

    private static final double RELATIVE = 1e-3;
    private static final double ABSOLUTE = 1e-6;

    private static final Map<String, Operator> OPERATORS = new HashMap<>();

    static {
        OPERATORS.putAll(ElementOperators.ALL);
        OPERATORS.putAll(MatrixOperators.ALL);
        OPERATORS.putAll(LossOperators.ALL);
    }

    private static final Map<String, String> NOT_RUN = Map.ofEntries(
            Map.entry("test_adam", "run with its moving averages in OnnxUpdatesTest"),
            Map.entry("test_momentum", "run with its velocity in OnnxUpdatesTest"),
            Map.entry("test_batchnorm_epsilon", "run in NormalizationTest, each channel a unit, each place an example"),
            Map.entry("test_batchnorm_example", "run in NormalizationTest, each channel a unit, each place an example"),
            Map.entry(
                    "test_batchnorm_example_training_mode",
                    "run in NormalizationTest, each channel a unit, each place an example"),
            Map.entry("test_layer_normalization_2d_axis0", "over the whole batch: a layer normalizes one example"),
            Map.entry("test_layer_normalization_2d_axis1", "run in NormalizationTest"),
            Map.entry("test_layer_normalization_2d_axis_negative_1", "run in NormalizationTest"),
            Map.entry("test_group_normalization_epsilon", "no group normalization"),
            Map.entry("test_group_normalization_example", "no group normalization"),
            Map.entry("test_l1normalization_axis_last", "no layer divides by a norm"),
            Map.entry("test_l2normalization_axis_1", "no layer divides by a norm"),
            Map.entry("test_dropout_default_mask", "a network that predicts draws no mask to give"),
            Map.entry("test_training_dropout_default", "its mask is drawn by another generator"),
            Map.entry("test_hardswish", "not among the activations"),
            Map.entry("test_thresholdedrelu", "not among the activations"),
            Map.entry("test_thresholdedrelu_example", "not among the activations"),
            Map.entry("test_cumsum_1d_int32_exclusive", "no running sums"),
            Map.entry("test_cumsum_1d_reverse", "no running sums"),
            Map.entry("test_cumsum_1d_reverse_exclusive", "no running sums"),
            Map.entry("test_cumsum_2d_axis_0", "no running sums"),
            Map.entry("test_cumsum_2d_axis_1", "no running sums"),
            Map.entry("test_det_nd", "no determinants"),
            Map.entry("test_expand_dim_changed", "no arrays of more than two axes"),
            Map.entry("test_onehot_negative_indices", "a class is a name from the data, never a negative number"),
            Map.entry("test_onehot_out_of_range_indices", "a class is a name from the data, never out of range"),
            Map.entry("test_reduce_min_empty_set", "no array is empty"),
            Map.entry("test_reduce_sum_square_empty_set", "no array is empty"));

    static Stream<OnnxCase> cases() {
        return OnnxCase.all().stream().filter(given -> !NOT_RUN.containsKey(given.name()));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void theEngineGivesWhatOnnxPublishes(OnnxCase given) {
        assertThat(fault(given, run(given))).isNull();
    }

    private static List<double[]> run(OnnxCase given) {
        return Objects.requireNonNull(OPERATORS.get(given.operator()), given + " is neither run nor listed")
                .apply(given);
    }

    /** What is wrong with the outputs, or null. */
    private static @Nullable String fault(OnnxCase given, List<double[]> actual) {
        if (actual.size() != given.outputs().size()) {
            return actual.size() + " outputs, " + given.outputs().size() + " are needed";
        }
        for (int k = 0; k < actual.size(); k++) {
            Tensor expected = given.outputs().get(k);
            double[] values = actual.get(k);
            if (values.length != expected.data().length) {
                return expected.name() + " has " + values.length + " numbers, needs " + expected.data().length;
            }
            for (int i = 0; i < values.length; i++) {
                double wanted = expected.data()[i];
                if (!(Math.abs(values[i] - wanted) <= ABSOLUTE + RELATIVE * Math.abs(wanted))) {
                    return expected.name() + "[" + i + "] is " + values[i] + ", must be " + wanted;
                }
            }
        }
        return null;
    }

    @Test
    void everyCaseIsRunOrListedAndNoneIsListedThatIsNotThere() {
        List<OnnxCase> all = OnnxCase.all();

        assertThat(all).hasSize(144);
        assertThat(all.stream().map(OnnxCase::name)).containsAll(NOT_RUN.keySet());
        assertThat(all.stream()
                        .filter(given -> !NOT_RUN.containsKey(given.name()))
                        .map(OnnxCase::operator))
                .isSubsetOf(OPERATORS.keySet());
        assertThat(NOT_RUN.values()).doesNotContain("");
    }

    @ParameterizedTest
    @MethodSource("cases")
    void aWrongNumberIsFound(OnnxCase given) {
        List<double[]> right = run(given);
        double[] last = right.getLast();
        last[last.length - 1] += 2 * (ABSOLUTE + RELATIVE * Math.abs(last[last.length - 1]));

        assertThat(fault(given, right)).isNotNull();
    }
}
