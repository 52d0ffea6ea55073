package dev.chainrule.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class NamesTest {

    private static final List<String> NAMES =
            List.of("relu", "leaky_relu", "tanh", "softmax", "learningRate", "l1", "l2");

    @ParameterizedTest
    @CsvSource({
        "Relu, relu",
        "'relu ', relu",
        "rleu, relu",
        "leakyRelu, leaky_relu",
        "softmx, softmax",
        "learnig_rate, learningRate",
        "l3, l1",
    })
    void aSlipFindsTheNameThatWasMeant(String given, String meant) {
        assertThat(Names.nearest(given, NAMES)).isEqualTo(meant);
    }

    @ParameterizedTest
    @CsvSource({"sigmoid", "''", "x", "transformer_block"})
    void nothingNearIsNothing(String given) {
        assertThat(Names.nearest(given, NAMES)).isNull();
    }

    @Test
    void anyLengthIsFine() {
        assertThat(Names.nearest("x".repeat(1_000_000), NAMES)).isNull();
    }

    @ParameterizedTest
    @CsvSource({"abc, abc, 0", "abc, acb, 1", "abc, '', 3", "abc, xabc, 1", "kitten, sitting, 3"})
    void swapsInsertionsDropsAndReplacementsCountOne(String a, String b, int edits) {
        assertThat(Names.distance(a, b)).isEqualTo(edits).isEqualTo(Names.distance(b, a));
    }
}
