package dev.chainrule.engine.train;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chainrule.engine.array.OffHeap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

class HitsTest {

    @ParameterizedTest
    @EnumSource(
            value = DataType.class,
            names = {"FLOAT", "DOUBLE"})
    void anAnswerThatIsNoNumberIsWrongAndTheOthersAreCounted(DataType type) {
        INDArray yHat = OffHeap.matrix(type, new double[][] {{0.9, 0.9, Double.NaN, 0.2, 0.5, 0.7}});
        INDArray y = OffHeap.matrix(type, new double[][] {{1, 1, 1, 0, 1, 0}});
        try (Hits hits = new Hits(true, type, 8)) {
            assertThat(hits.count(yHat, y)).isEqualTo(3);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = DataType.class,
            names = {"FLOAT", "DOUBLE"})
    void theSameOfSeveralOutputs(DataType type) {
        INDArray yHat = OffHeap.matrix(type, new double[][] {{0.9, Double.NaN, 0.3}, {0.1, 0.9, 0.7}});
        INDArray y = OffHeap.matrix(type, new double[][] {{1, 0, 0}, {0, 1, 1}});
        try (Hits hits = new Hits(true, type, 8)) {
            assertThat(hits.count(yHat, y)).isEqualTo(2);
        }
    }
}
