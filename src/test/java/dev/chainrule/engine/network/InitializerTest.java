package dev.chainrule.engine.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.chainrule.engine.array.GramSchmidt;
import dev.chainrule.engine.array.InPlace;
import dev.chainrule.engine.array.OffHeap;
import dev.chainrule.engine.array.RandomStream;
import dev.chainrule.engine.array.Reductions;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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
        return Math.sqrt(Math.max(0, Reductions.sumOfSquares(w) / w.length() - mean * mean));
    }

    @ParameterizedTest
    @MethodSource("initializers")
    void theSameSeedGivesTheSameBits(Initializer initializer) {
        assertThat(OffHeap.toDoubles(filled(initializer, 3))).isEqualTo(OffHeap.toDoubles(filled(initializer, 3)));
        assertThat(Reductions.allFinite(filled(initializer, 3))).isTrue();
    }

    /** What the formulas say of mean and deviation, and how far out a weight may be. */
    record Statistics(double mean, double deviation, double bound) {}

    private static Statistics expected(Initializer initializer, int units, int inputs) {
        return switch (initializer) {
            case Initializer.Zeros _ -> new Statistics(0, 0, 0);
            case Initializer.Ones _ -> new Statistics(1, 0, 1);
            case Initializer.Constant c -> new Statistics(c.value(), 0, Math.abs(c.value()));
            case Initializer.RandomNormal n -> new Statistics(n.mean(), n.deviation(), 6 * n.deviation());
            case Initializer.RandomUniform u ->
                new Statistics((u.low() + u.high()) / 2, (u.high() - u.low()) / Math.sqrt(12), u.high());
            case Initializer.GlorotUniform _ -> uniform(6.0 / (inputs + units));
            case Initializer.GlorotNormal _ -> normal(2.0 / (inputs + units));
            case Initializer.HeUniform _ -> uniform(6.0 / inputs);
            case Initializer.HeNormal _ -> normal(2.0 / inputs);
            case Initializer.LecunUniform _ -> uniform(3.0 / inputs);
            case Initializer.LecunNormal _ -> normal(1.0 / inputs);
            case Initializer.Orthogonal o -> normal(o.gain() * o.gain() / Math.max(units, inputs));
        };
    }

    private static Statistics uniform(double squareOfBound) {
        return new Statistics(0, Math.sqrt(squareOfBound / 3), Math.sqrt(squareOfBound));
    }

    private static Statistics normal(double variance) {
        return new Statistics(0, Math.sqrt(variance), 6 * Math.sqrt(variance));
    }

    /** The weights have that mean within four deviations of it, that deviation within 2 %, and none is beyond the bound. */
    private static boolean fits(INDArray w, Statistics expected) {
        double mean = Reductions.sum(w) / w.length();
        double tolerance = 4 * expected.deviation / Math.sqrt(w.length()) + 1e-7;
        return Math.abs(mean - expected.mean) <= tolerance
                && Math.abs(deviation(w) - expected.deviation) <= 0.02 * expected.deviation + 1e-4
                && Reductions.maxAbs(w) <= expected.bound * (1 + 1e-6) + Math.abs(expected.mean);
    }

    @ParameterizedTest
    @MethodSource("initializers")
    void weightsHaveTheMeanDeviationAndBoundOfTheirFormula(Initializer initializer) {
        assertThat(fits(filled(initializer, 1), expected(initializer, UNITS, INPUTS)))
                .isTrue();
    }

    @ParameterizedTest
    @MethodSource("initializers")
    void weightsOfAWrongScaleAreFound(Initializer initializer) {
        INDArray w = filled(initializer, 1);
        Statistics right = expected(initializer, UNITS, INPUTS);
        InPlace.scale(w, 1.05);
        InPlace.shift(w, right.deviation == 0 ? 0.01 : 0);

        assertThat(fits(w, right)).isFalse();
        assertThat(fits(filled(initializer, 1), expected(initializer, INPUTS, 3 * UNITS)))
                .as("sizes matter, except to those of a fixed scale")
                .isEqualTo(initializer instanceof Initializer.Zeros
                        || initializer instanceof Initializer.Ones
                        || initializer instanceof Initializer.Constant
                        || initializer instanceof Initializer.RandomNormal
                        || initializer instanceof Initializer.RandomUniform);
    }

    /** The largest element of Q'Q - gain^2 1, or of Q Q' where Q is wider than tall. */
    private static double skewness(INDArray w, double gain) {
        long n = Math.min(w.rows(), w.columns());
        try (INDArray product = OffHeap.matrix(w.dataType(), n, n)) {
            if (w.rows() >= w.columns()) {
                InPlace.matmulTransposeLeft(product, w, w);
            } else {
                InPlace.matmulTransposeRight(product, w, w);
            }
            for (long i = 0; i < n; i++) {
                OffHeap.set(product, i + i * n, OffHeap.get(product, i + i * n) - gain * gain);
            }
            return Reductions.maxAbs(product);
        }
    }

    @ParameterizedTest
    @CsvSource({"40, 40", "60, 7", "7, 60", "1, 5", "5, 1", "200, 300"})
    void orthogonalWeightsAreOrthogonalTallOrWide(int units, int inputs) {
        INDArray w = OffHeap.matrix(DataType.DOUBLE, units, inputs);
        new Initializer.Orthogonal(1.5).fill(w, RandomStream.of(5));

        assertThat(skewness(w, 1.5)).isLessThan(1e-13);
        InPlace.scale(w, 1.001);
        assertThat(skewness(w, 1.5)).isGreaterThan(1e-3);
    }

    @Test
    void orthogonalWeightsPreferNoDirection() {
        double sum = 0;
        for (int seed = 0; seed < 400; seed++) {
            INDArray w = OffHeap.matrix(DataType.DOUBLE, 2, 2);
            new Initializer.Orthogonal(1).fill(w, RandomStream.of(seed));
            sum += OffHeap.get(w, 0) + OffHeap.get(w, 3); // a diagonal of R of one sign all the time would show here
        }

        assertThat(sum / 800).isBetween(-0.1, 0.1);
    }

    @Test
    void dependentColumnsAreRefused() {
        INDArray q = OffHeap.matrix(DataType.DOUBLE, new double[][] {{1, 2}, {1, 2}, {1, 2}});

        assertThatIllegalArgumentException()
                .isThrownBy(() -> GramSchmidt.orthonormalize(q))
                .withMessage("column 1 depends on those before it");
    }

    @Test
    void boundsInTheWrongOrderAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Initializer.RandomUniform(1, -1))
                .withMessage("low must be at most high, was 1.0 above -1.0");
    }
}
