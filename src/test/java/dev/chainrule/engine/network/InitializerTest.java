package dev.chainrule.engine.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.chainrule.engine.array.OffHeap;
import dev.chainrule.engine.array.RandomStream;
import dev.chainrule.engine.array.Reductions;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

class InitializerTest {

    private static final int UNITS = 200;
    private static final int INPUTS = 300;

    static Stream<Initializer> initializers() {
        return Members.of(Initializer.class);
    }

    private static INDArray filled(Initializer initializer, long seed) {
        INDArray w = OffHeap.matrix(DataType.FLOAT, UNITS, INPUTS);
        initializer.fill(w, RandomStream.of(seed));
        return w;
    }

    private static double deviation(INDArray w) {
        double mean = Reductions.sum(w) / w.length();
        return Math.sqrt(Reductions.sumOfSquares(w) / w.length() - mean * mean);
    }

    @ParameterizedTest
    @MethodSource("initializers")
    void theSameSeedGivesTheSameBits(Initializer initializer) {
        assertThat(OffHeap.toDoubles(filled(initializer, 3))).isEqualTo(OffHeap.toDoubles(filled(initializer, 3)));
        assertThat(Reductions.allFinite(filled(initializer, 3))).isTrue();
    }

    @Test
    void deviationsAreThoseOfTheFormulas() {
        double glorot = Math.sqrt(2.0 / (UNITS + INPUTS));
        double he = Math.sqrt(2.0 / INPUTS);

        assertThat(deviation(filled(new Initializer.GlorotNormal(), 1))).isEqualTo(glorot, within(0.01 * glorot));
        assertThat(deviation(filled(new Initializer.GlorotUniform(), 1))).isEqualTo(glorot, within(0.01 * glorot));
        assertThat(deviation(filled(new Initializer.HeNormal(), 1))).isEqualTo(he, within(0.01 * he));
        assertThat(deviation(filled(new Initializer.HeUniform(), 1))).isEqualTo(he, within(0.01 * he));
        assertThat(deviation(filled(new Initializer.RandomNormal(2, 0.5), 1))).isEqualTo(0.5, within(0.005));
        assertThat(Reductions.maxAbs(filled(new Initializer.Zeros(), 1))).isZero();
    }

    @Test
    void uniformWeightsStayWithinTheirBound() {
        assertThat(Reductions.maxAbs(filled(new Initializer.GlorotUniform(), 1)))
                .isLessThanOrEqualTo(Math.sqrt(6.0 / (UNITS + INPUTS)));
        assertThat(Reductions.maxAbs(filled(new Initializer.HeUniform(), 1)))
                .isLessThanOrEqualTo(Math.sqrt(6.0 / INPUTS));
    }
}
